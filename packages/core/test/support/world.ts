import type { WaitNotice } from "../../src/api/open.ts";
import {
  type AccessToken,
  type Attempt,
  type Client,
  ClientAuthentication,
  type Connection,
  type Login,
} from "../../src/model.ts";
import { silentObserver } from "../../src/observer.ts";
import { Refresher, type TokenRequest } from "../../src/refresh/refresher.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import type { ConnectionState, Store } from "../../src/store/store.ts";
import { type MemoryStore, openMemory } from "../store/memory-store.ts";
import { ManualClock } from "./manual-clock.ts";
import { sampleAttempt, sampleClient, sampleConnection, sampleLogin, sampleToken } from "./samples.ts";
import { ScriptedProvider } from "./scripted-provider.ts";

export const hourMs = 3_600_000;
export const base = "https://idp.example";

/** An ID token of these claims; nobody checks its signature. */
export const jwt = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

/** Of a client whose provider can be asked about tokens. */
export const withIntrospection = {
  authentication: ClientAuthentication.of("client_secret_post", Secret.of("s")),
  endpoints: {
    authorization: `${base}/auth`,
    token: `${base}/token`,
    introspection: `${base}/introspect`,
  },
} as const satisfies Partial<Client>;

/** Makes a public client whose rotation is unknown. */
export function worldClient(over: Partial<Client> = {}): Client {
  return sampleClient({
    id: "c1",
    name: "idp",
    provider: "oidc",
    issuer: base,
    endpoints: { authorization: `${base}/auth`, token: `${base}/token` },
    clientId: "app",
    authentication: ClientAuthentication.of("none", null),
    lifetimes: {},
    acceptedAtMs: 0,
    ...over,
  });
}

/** Makes the connection `n1` of {@link worldClient} in its first generation. */
export function worldConnection(nowMs: number, over: Partial<Connection> = {}): Connection {
  return sampleConnection(worldClient(), {
    id: "n1",
    tokenFamilyId: "f1",
    refreshToken: Secret.of("rt1"),
    subject: "alice",
    scope: "openid offline_access",
    details: { account: "alice@idp.example" },
    statusSinceMs: nowMs,
    ...over,
  });
}

export function worldLogin(id: string, nowMs: number): Login {
  return sampleLogin(worldClient(), { id, createdAtMs: nowMs, expiresAtMs: nowMs + 600_000 });
}

/** Makes the access token of {@link worldConnection}, which lives one hour. */
export function worldToken(store: Store, nowMs: number, over: Partial<AccessToken> = {}): AccessToken {
  const token = over.token ?? Secret.of("at0");
  return sampleToken(worldConnection(nowMs), {
    token,
    idToken: null,
    fingerprint: store.fingerprint(token),
    scope: "openid offline_access",
    receivedAtMs: nowMs,
    expiresAtMs: nowMs + hourMs,
    expiresSource: "answer",
    ...over,
  });
}

/** One store, one provider, one clock, and as many processes as a test wants. */
export class World {
  readonly clock = new ManualClock();
  readonly store: MemoryStore = openMemory({ clock: this.clock });
  readonly provider: ScriptedProvider;
  readonly notices: WaitNotice[] = [];
  /** Refresh tokens that the provider was asked about, and whether it tells. */
  readonly asked: string[] = [];
  knowsTokens = true;
  /** Access tokens whose end the provider was asked for, and what it says. */
  readonly askedEnds: string[] = [];
  endsAtMs: number | null = null;
  telling = Promise.resolve();

  private constructor(provider: ScriptedProvider) {
    this.provider = provider;
  }

  /** A connection whose access token is `ageMs` old, of one hour. */
  static async connected(
    options: { ageMs?: number; client?: Partial<Client>; rotation?: "strict" | "static" } = {},
  ): Promise<World> {
    const world = new World(new ScriptedProvider("rt1", options.rotation ?? "strict"));
    const { store, clock } = world;
    await store.clients.put(worldClient(options.client));
    const nowMs = clock.nowMs();
    await store.logins.put(worldLogin("l1", nowMs));
    await store.connections.create("l1", "acme", () => ({
      connection: worldConnection(nowMs),
      accessToken: worldToken(store, nowMs),
      schedule: { dueAtMs: nowMs + hourMs - 720_000, failures: 0 },
      event: { kind: "connected", atMs: nowMs, detail: {} },
    }));
    clock.advance(options.ageMs ?? 0);
    return world;
  }

  /** One more process on the same store. */
  process(): Refresher {
    const { store, clock, provider } = this;
    return new Refresher({
      store,
      egress: provider,
      clock,
      deadlines: defaultDeadlines,
      observer: silentObserver,
      random: () => 0.5,
      introspectExpiry: async (_client, token) => {
        this.askedEnds.push(token.expose());
        await this.telling;
        return this.endsAtMs;
      },
      introspectRefreshToken: async (_client, token) => {
        this.asked.push(token.expose());
        return this.knowsTokens ? token.expose() === provider.live && !provider.revoked : null;
      },
    });
  }

  request(over: Partial<TokenRequest> = {}): TokenRequest {
    return {
      audience: "",
      minTtlMs: 60_000,
      force: false,
      waitMs: 15_000,
      drainWaitMs: 90_000,
      waitForCompletion: true,
      onWaiting: (notice) => this.notices.push(notice),
      ...over,
    };
  }

  /** What a caller in a process gets. */
  async token(process = this.process(), over: Partial<TokenRequest> = {}): Promise<string> {
    return (await process.getAccessToken("n1", this.request(over))).token.token.expose();
  }

  /** Reads the connection as the store holds it now. */
  async state(): Promise<ConnectionState> {
    const state = await this.store.connections.read({ id: "n1" });
    if (!state) throw new TypeError("no connection");
    return state;
  }

  /** The live refresh token as the store has it. */
  async refreshToken(): Promise<string | undefined> {
    return (await this.state()).connection.refreshToken?.expose();
  }

  /** An attempt of a process that was killed after it had sent: nobody holds its lock, nobody knows its answer. */
  async killedAttempt(over: Partial<Attempt> = {}): Promise<Attempt> {
    const { connection } = await this.state();
    const nowMs = this.clock.nowMs();
    const attempt = sampleAttempt(connection, {
      id: "dead",
      scope: connection.scope,
      createdAtMs: nowMs,
      drainDeadlineMs: nowMs + 80_000,
      fingerprint: this.store.fingerprint(connection.refreshToken ?? Secret.of("")),
      ...over,
    });
    await this.store.connections.update("n1", () => ({ change: { attempts: [attempt] }, result: undefined }));
    return attempt;
  }
}
