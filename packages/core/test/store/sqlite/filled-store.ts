import { ClientAuthentication, type Hook } from "../../../src/model.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  connectAs,
  connectedWith,
  connectSession,
  exposed,
  hashOf,
  named,
  sampleAttempt,
  sampleBrowserLogin,
  sampleClient,
  sampleConnection,
  sampleLogin,
  sampleSession,
  sampleToken,
  secret,
  startMs,
} from "../../support/samples.ts";
import { freshPlaces } from "./folder.ts";

/** The session of {@link filledStore}. */
export const session = sampleSession();
/** The login that a browser has begun in it. */
export const browserLogin = sampleBrowserLogin();

type Places = ReturnType<typeof freshPlaces>;

/** A store with a row in every table and a value in every column, and the files that it consists of. */
export async function filledStore(): Promise<Places> {
  const places = freshPlaces();
  const store = await openedAt(places);
  await fill(store);
  await store.close();
  return places;
}

/** Puts a row into every table of a store, and a value into every column. */
export async function fill(store: Store): Promise<void> {
  const client = sampleClient({
    endpoints: {
      authorization: "https://login.example/authorize",
      token: "https://login.example/token",
      revocation: "https://login.example/revoke",
      introspection: "https://login.example/introspect",
      userinfo: "https://login.example/userinfo",
      jwks: "https://login.example/jwks",
    },
    nextAuthentication: ClientAuthentication.of("client_secret_post", secret("next")),
    rotationSeen: "static",
    overlapSeconds: 2,
    breakerUntilMs: startMs,
    breakerReason: "invalid_client",
  });
  await store.clients.put(client);
  const acme = sampleConnection(client, {
    statusReason: "no_answer",
    refreshedAtMs: startMs,
    details: { instanceUrl: "https://acme.example", apiBase: "https://api.example" },
  });
  const token = sampleToken(acme, { expiresAtMs: startMs + 7_200_000, idToken: secret("id-token") });
  await connectAs(store, "acme", () => connectedWith(acme, { accessToken: token }));
  const other = sampleConnection(client, { owner: named("other"), refreshToken: secret("other") });
  await connectAs(store, "other", () => connectedWith(other));
  await store.connections.update(acme.id, () => ({
    change: {
      attempts: [sampleAttempt(acme, { rawAnswer: secret("answer") })],
      schedule: { dueAtMs: startMs + 7_000_000, failures: 0 },
    },
    result: null,
  }));
  await store.logins.put(
    sampleLogin(client, { phase: "answered", rawAnswer: secret("answer"), name: "acme" }),
  );
  await connectSession(store, client, session);
  await store.browserLogins.put(browserLogin, sampleLogin(client, { id: browserLogin.id }), {
    ...{ perBrowser: 1, total: 1 },
  });
  await store.sessions.useOnce(hashOf("logout token"), startMs);
  const noon = { atMs: startMs, reason: "provider_revoked", untilMs: null };
  const hook: Hook = {
    ...{ connectionId: acme.id, event: "needs-login", language: "en", seen: {}, due: noon },
    ...{
      action: { kind: "run", command: ["mail", "me"] },
      last: { ...noon, startedAtMs: startMs, end: null },
    },
  };
  await store.hooks.update(acme.id, () => ({ hooks: [hook], result: null }));
  await store.upkeeps.record(startMs);
}

/** Opens a store with a clock that stands. */
export const openedAt = (places: Places): Promise<Store> =>
  openSqlite({ ...places, busyTimeoutMs: 50, clock: new ManualClock(startMs) });

/** Reads and opens everything that a store holds: each way by which a column is used. */
export async function useAll(places: Places): Promise<unknown> {
  const store = await openedAt(places);
  try {
    return await contentsOf(store);
  } finally {
    await store.close();
  }
}

/** Reads and opens everything that an open store holds. */
export async function contentsOf(store: Store): Promise<unknown> {
  const acme = await store.connections.read({ name: "acme" });
  const all = exposed([
    await store.clients.list(),
    acme,
    await store.connections.readNamed(["acme", "other"]),
    await store.logins.unfinished(),
    await store.accessTokens.current("acme", 60_000),
    await store.connections.read({ session: session.id }),
    await store.sessions.read(session.id),
    await store.sessions.byCookie(session.cookieHash),
    await store.browserLogins.byState(browserLogin.stateHash),
    await store.hooks.of(acme?.connection.id ?? ""),
    await store.hooks.due(),
  ]);
  // An ID token is opened when it is asked for.
  return JSON.parse(
    JSON.stringify(all, (_, value) => (typeof value === "function" ? (value as () => unknown)() : value)),
  );
}
