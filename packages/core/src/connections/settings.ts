import type { Settings } from "../api/connection.ts";
import type { Clock } from "../clock.ts";
import { InputError } from "../errors.ts";
import { type AccessToken, type Client, ClientAuthentication, type Lifetimes } from "../model.ts";
import { nameOf, ownName } from "../names.ts";
import { attemptTimes, type Deadlines, dueAt } from "../refresh/schedule.ts";
import { effectiveRotation } from "../rotation.ts";
import type { Change, ConnectionState, Store } from "../store/store.ts";

/** Seconds of the longest lifetime, ten years: longer than any provider's, short enough for a valid instant. */
const mostSeconds = 10 * 366 * 24 * 3600;

/**
 * Writes settings of a connection's app to the store, without a request to the provider. `null` removes a setting.
 * Returns the names of the app's other connections, which the settings also affect. Throws `InputError`
 * (`invalid_option`; `no_client_secret` for an app without one).
 */
export async function applySettings(
  store: Store,
  { clock, deadlines }: { readonly clock: Clock; readonly deadlines: Deadlines },
  state: ConnectionState,
  settings: Settings,
): Promise<readonly string[]> {
  const { clientSecret, ...lifetimes } = settings;
  for (const [option, value] of Object.entries(lifetimes)) check(option, value);
  const { client, connection } = state;
  if (clientSecret !== undefined && client.authentication.method === "none")
    throw new InputError("no_client_secret", { name: nameOf(connection) });
  const nowMs = clock.nowMs();
  const others = (await store.connections.ids(client.id)).filter((id) => id !== connection.id);
  const write = (id: string): Promise<void> =>
    store.connections.update(
      id,
      (now) => ({ change: changeOf(now, settings, { nowMs, deadlines }), result: undefined }),
      { allowGroupCommit: true },
    );
  await Promise.all([connection.id, ...others].map(write));
  const names = await store.connections.names({ clientId: client.id });
  return names.filter((name) => name !== ownName(connection));
}

function changeOf(
  { client, accessTokens, schedule }: ConnectionState,
  settings: Settings,
  { nowMs, deadlines }: { readonly nowMs: number; readonly deadlines: Deadlines },
): Change {
  const { overlapSeconds = client.overlapSeconds, clientSecret, ...lives } = settings;
  const changed: Client = { ...client, overlapSeconds, lifetimes: lifetimesOf(client.lifetimes, lives) };
  const accessToken = accessTokens.find((row) => row.audience === "");
  const renewed = accessToken && withLife(accessToken, changed.lifetimes.accessSeconds);
  const { drainMs } = attemptTimes(deadlines, effectiveRotation(changed), overlapSeconds);
  const { idleSeconds } = changed.lifetimes;
  const isMoved = renewed !== undefined || idleSeconds !== client.lifetimes.idleSeconds;
  // After a failure the schedule has the end of the pause.
  const scheduled = isMoved && schedule.failures === 0 ? (renewed ?? accessToken) : undefined;
  return {
    client: {
      overlapSeconds,
      lifetimes: changed.lifetimes,
      // Close the breaker: the provider may have refused only the old secret.
      ...(clientSecret && {
        nextAuthentication: ClientAuthentication.of(client.authentication.method, clientSecret),
        breakerUntilMs: null,
        breakerReason: null,
      }),
    },
    ...(renewed && { accessToken: renewed }),
    ...(scheduled && {
      schedule: { ...schedule, dueAtMs: dueAt(scheduled, drainMs, 0.5, idleSeconds) },
    }),
    event: { kind: "set", atMs: nowMs, detail: detailOf(settings) },
  };
}

/** Builds the detail of the event: whether a secret was set, but not the secret itself. */
function detailOf({ clientSecret, ...rest }: Settings): Readonly<Record<string, number | string | null>> {
  return { ...rest, ...(clientSecret && { clientSecret: "new" }) };
}

function lifetimesOf(before: Lifetimes, settings: Settings): Lifetimes {
  const all = {
    accessSeconds:
      settings.accessLifeSeconds === undefined ? before.accessSeconds : settings.accessLifeSeconds,
    idleSeconds: settings.idleLifeSeconds === undefined ? before.idleSeconds : settings.idleLifeSeconds,
    maxSeconds: settings.maxLifeSeconds === undefined ? before.maxSeconds : settings.maxLifeSeconds,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value === "number"));
}

/** Applies the set lifetime to an access token, unless the provider stated its expiry. */
function withLife(token: AccessToken, accessSeconds: number | undefined): AccessToken | undefined {
  if (
    accessSeconds === undefined ||
    token.expiresSource === "answer" ||
    token.expiresSource === "introspected"
  )
    return undefined;
  return { ...token, expiresAtMs: token.receivedAtMs + accessSeconds * 1000, expiresSource: "setting" };
}

function check(option: string, value: number | null | undefined): void {
  if (value === null || value === undefined) return;
  if (!Number.isFinite(value) || value <= 0 || value > mostSeconds)
    throw new InputError("invalid_option", { option, given: String(value), takes: "1 … 316224000" });
}
