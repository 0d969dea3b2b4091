import { randomUUID } from "node:crypto";
import type {
  AccessToken,
  Attempt,
  Client,
  Connection,
  ConnectionDetails,
  RequestedAccess,
} from "../model.ts";
import type { TokenGrant } from "../oauth/token-response.ts";
import type { Identity } from "../oauth/userinfo.ts";
import type { TokenRequest } from "../refresh/refresher.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, NewConnection } from "../store/store.ts";

/** The one refresh that proves what was just brought. */
export const verificationRefresh: TokenRequest = {
  audience: "",
  minTtlMs: 0,
  force: true,
  waitMs: 30_000,
  drainWaitMs: 0,
  waitForCompletion: true,
  isNew: true,
};

/** What becomes a connection: by a login, or by a refresh token that was brought in. */
export interface LoginOutcome {
  readonly grant: Pick<TokenGrant, "claims" | "scope" | "instanceUrl">;
  readonly refreshToken: Secret;
  readonly who: Identity;
  readonly name: string | null;
  readonly options: RequestedAccess;
}

/** Where it goes. */
export interface LoginTarget {
  readonly client: Client;
  readonly loginId: string;
  /** The connection of that name, if there is one: it stays the same connection. */
  readonly existing: ConnectionState | undefined;
  /** It is stored beside that one until it has proven itself. Default: in place of it. */
  readonly isProvisional?: boolean;
  readonly nowMs: number;
}

const idOf = ({ existing, isProvisional, loginId }: LoginTarget): string =>
  isProvisional ? loginId : (existing?.connection.id ?? loginId);
const generationOf = ({ existing }: LoginTarget): number => (existing?.connection.generation ?? 0) + 1;

/** The access token of a grant, as the store keeps it. */
export function newAccessToken(
  grant: TokenGrant,
  target: LoginTarget,
  known: Pick<AccessToken, "fingerprint" | "expiresAtMs" | "expiresSource">,
): AccessToken {
  return {
    connectionId: idOf(target),
    audience: "",
    generation: generationOf(target),
    token: grant.accessToken,
    tokenType: grant.tokenType,
    idToken: grant.idToken,
    scope: grant.scope,
    receivedAtMs: grant.receivedAtMs,
    rejectedAtMs: null,
    ...known,
  };
}

/** The connection, new, beside the one of its name or in place of it: a new family with a higher generation. */
export function newConnection(
  outcome: LoginOutcome,
  target: LoginTarget,
  accessToken: AccessToken | null,
  dueAtMs: number,
): NewConnection {
  const { grant, who, name, refreshToken } = outcome;
  const { client, existing, isProvisional = false, nowMs } = target;
  const { sid, auth_time: authTime } = grant.claims ?? {};
  const before = isProvisional ? undefined : existing?.connection;
  const connection: Connection = {
    id: idOf(target),
    name: isProvisional ? null : name,
    clientId: client.id,
    clientVersion: client.version,
    grant: "refresh_token",
    tokenFamilyId: randomUUID(),
    generation: generationOf(target),
    refreshToken,
    issuer: client.issuer,
    subject: who.subject,
    sid: typeof sid === "string" ? sid : null,
    authTimeSeconds: typeof authTime === "number" ? authTime : null,
    scope: grant.scope,
    details: { ...factsOf(outcome, target), ...(isProvisional && name !== null && { replaces: name }) },
    idleExpiresAtMs: null,
    absoluteExpiresAtMs: null,
    status: "ok",
    statusReason: null,
    statusSinceMs: nowMs,
    refreshCount: before?.refreshCount ?? 0,
    refreshedAtMs: before?.refreshedAtMs ?? null,
  };
  return {
    connection,
    accessToken,
    schedule: { dueAtMs, failures: 0 },
    attempts: existing && !isProvisional ? superseded(existing) : [],
    // Client and subject tell later how many logins of one user there were, also when this connection is gone.
    event: {
      kind: "connected",
      atMs: nowMs,
      detail: { generation: connection.generation, client: client.id, subject: who.subject },
    },
  };
}

/** An attempt of an old family keeps its right to write, which no longer reaches the connection. */
const superseded = ({ attempts }: ConnectionState): readonly Attempt[] =>
  attempts.filter((row) => row.phase === "open").map((row) => ({ ...row, phase: "superseded" }));

/** What becomes of a connection when a second login, which was stored beside it, has proven itself. */
export function replaceConnection(
  proven: ConnectionState,
  existing: ConnectionState,
  nowMs: number,
): NewConnection {
  const { replaces: _, ...facts } = proven.connection.details;
  const { id, name, refreshCount } = existing.connection;
  const generation = Math.max(proven.connection.generation, existing.connection.generation) + 1;
  const token = proven.accessTokens.find(({ audience }) => audience === "");
  return {
    connection: {
      ...proven.connection,
      ...{ id, name, generation, details: facts },
      refreshCount: refreshCount + proven.connection.refreshCount,
    },
    accessToken: token ? { ...token, connectionId: id, generation } : null,
    schedule: proven.schedule,
    attempts: superseded(existing),
    event: { kind: "replaced", atMs: nowMs, detail: { generation } },
  };
}

function factsOf({ grant, who, options }: LoginOutcome, { existing, nowMs }: LoginTarget): ConnectionDetails {
  const { scope, audience } = options;
  const apiBase = options.apiBase ?? existing?.connection.details.apiBase;
  const asked = { ...(scope !== undefined && { scope }), ...(audience !== undefined && { audience }) };
  return {
    connectedAtMs: nowMs,
    ...(who.account !== null && { account: who.account }),
    ...(grant.instanceUrl !== null && { instanceUrl: grant.instanceUrl }),
    ...(apiBase !== undefined && { apiBase }),
    ...(scope !== undefined || audience !== undefined ? { requested: asked } : {}),
  };
}
