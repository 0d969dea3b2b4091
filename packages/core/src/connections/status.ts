import type { ConnectionCause, ConnectionStatus } from "../api/connection.ts";
import type { HookStatus } from "../api/hooks.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import type { AuthMethod, Client, Connection, Hook, InstantMs, Rotation } from "../model.ts";
import { nameOf } from "../names.ts";
import { providerOf } from "../providers/index.ts";
import { refusalOf } from "../refresh/decide.ts";
import { breakerMs, defaultDeadlines, leftOf } from "../refresh/schedule.ts";
import { effectiveRotation } from "../rotation.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import { apiBaseOf } from "./api-base.ts";
import { causesIn, explained } from "./explain.ts";

/** Names of other connections of the same app that a status lists at most. */
const maxSiblings = 100;

/** Inputs of a status besides the connection's own state. */
interface Surroundings {
  readonly app: AppDetails;
  /** Logins of the same account; `null` if the provider sets no limit, or the account is not known. */
  readonly loginCount: number | null;
  readonly paths: StatusPaths;
  readonly causes: readonly ConnectionCause[];
  readonly hooks: readonly Hook[];
}

/** Files that a status names. */
export interface StatusPaths {
  readonly database: string;
  readonly key: string;
}

/** Details that the connections of one app share. */
interface AppDetails {
  readonly authMethod: AuthMethod;
  /** Names of the app's connections, at most one more than a status lists. */
  readonly names: readonly string[];
}

/** Describes connections. Reads shared details once, so create one reader for each call. */
export class StatusReader {
  readonly #store: Store;
  readonly #paths: StatusPaths;
  readonly #apps = new Map<string, Promise<AppDetails>>();
  readonly #counts = new Map<string, Promise<number>>();

  constructor(store: Store, paths: StatusPaths) {
    this.#store = store;
    this.#paths = paths;
  }

  /** Describes a connection from the store alone. */
  async describe(state: ConnectionState, nowMs: InstantMs): Promise<ConnectionStatus> {
    const causes = await causesIn(this.#store, state);
    const [app, loginCount] = [await this.#appOf(state), await this.#loginCountOf(state)];
    const hooks = await this.#store.hooks.of(state.connection.id);
    return describeConnection(state, { app, loginCount, paths: this.#paths, causes, hooks }, nowMs);
  }

  #appOf({ client }: ConnectionState): Promise<AppDetails> {
    const key = `${client.version} ${client.id}`;
    const app = this.#apps.get(key) ?? this.#readApp(client);
    this.#apps.set(key, app);
    return app;
  }

  async #readApp({ id, authentication }: Client): Promise<AppDetails> {
    const names = await this.#store.connections.names({ clientId: id, limit: maxSiblings + 1 });
    return { authMethod: authentication.method, names };
  }

  async #loginCountOf({ client, connection: { subject } }: ConnectionState): Promise<number | null> {
    if (subject === null || providerOf(client.provider).maxRefreshTokensPerUser === null) return null;
    const key = `${client.id} ${subject}`;
    const count =
      this.#counts.get(key) ?? this.#store.connections.countLogins({ clientId: client.id, subject });
    this.#counts.set(key, count);
    return await count;
  }
}

function describeConnection(
  state: ConnectionState,
  { app, loginCount, paths, causes, hooks }: Surroundings,
  nowMs: InstantMs,
): ConnectionStatus {
  const { connection, client } = state;
  const name = nameOf(connection);
  const token = state.accessTokens.find((row) => row.audience === "");
  const most = providerOf(client.provider).maxRefreshTokensPerUser;
  return {
    name,
    provider: providerOf(client.provider).id,
    issuer: client.issuer,
    account: accountOf(connection, client),
    organisation: organisationOf(connection, client),
    status: connection.status,
    reason: connection.statusReason,
    statusSince: new Date(connection.statusSinceMs),
    scope: connection.scope,
    apiBase: apiBaseOf(connection, client),
    app: {
      clientId: client.clientId,
      authMethod: app.authMethod,
      also: app.names.filter((each) => each !== name).slice(0, maxSiblings),
    },
    access: token
      ? {
          expiresAt: new Date(token.expiresAtMs),
          expiresAtSource: token.expiresSource,
          rejected: token.rejectedAtMs !== null,
          otherTokenType: connection.details.otherTokenType ?? null,
        }
      : null,
    refresh: {
      count: connection.refreshCount,
      last: connection.refreshedAtMs === null ? null : new Date(connection.refreshedAtMs),
      failing: state.schedule.failures > 0 || leftOf(client.breakerUntilMs ?? 0, breakerMs, nowMs) > 0,
      ...rotationOf(client),
      overlapSeconds: client.overlapSeconds,
    },
    lives: loginLifetimeOf(connection, client),
    logins: loginCount === null || most === null ? null : { count: loginCount, most },
    problem: problemOf(state, causes, nowMs),
    causes,
    hooks: hooks.map(statusOfHook),
    stored: paths.database,
    key: paths.key,
  };
}

function statusOfHook({ event, action, due, last }: Hook): HookStatus {
  return {
    event,
    action,
    due: due !== null,
    last: last && { reason: last.reason, startedAt: new Date(last.startedAtMs), end: last.end },
  };
}

/** Returns the display name of the account that granted access; `null` if it is unknown. */
export function accountOf({ details, subject }: Connection, client: Client): string | null {
  return details.account ?? (subject === null ? null : providerOf(client.provider).nameOfSubject(subject));
}

function organisationOf({ subject }: Connection, client: Client): string | null {
  return subject === null ? null : providerOf(client.provider).organisationOf(subject);
}

function rotationOf(client: Client): {
  rotation: Rotation;
  rotationSource: "measured" | "assumed";
} {
  const rotation = effectiveRotation(client);
  return { rotation, rotationSource: client.rotationSeen === null ? "assumed" : "measured" };
}

/** Returns the error that the next `token()` would throw at once. Changes nothing. */
function problemOf(
  state: ConnectionState,
  causes: readonly ConnectionCause[],
  nowMs: InstantMs,
): Error | null {
  const error = refusalOf(state, { nowMs, deadlines: defaultDeadlines });
  return error === null ? null : explained(error, causes);
}
