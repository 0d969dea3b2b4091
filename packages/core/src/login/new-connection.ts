import { randomUUID } from "node:crypto";
import type {
  AccessToken,
  Attempt,
  Client,
  Connection,
  ConnectionDetails,
  ConnectionOwner,
  RequestedAccess,
} from "../model.ts";
import type { Identity } from "../oauth/userinfo.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, NewConnection } from "../store/store.ts";
import type { TokenGrant } from "./token-grant.ts";

/** Outcome of a login or an import, from which a connection is built. */
export interface LoginOutcome {
  readonly grant: Pick<TokenGrant, "scope" | "instanceUrl" | "otherTokenType">;
  /** `null` only for a session, which then ends with its ID token. */
  readonly refreshToken: Secret | null;
  readonly who: Identity;
  readonly requested: RequestedAccess;
}

/** Target of a login: the client, the name, and the connection to replace. */
export interface LoginTarget {
  readonly client: Client;
  readonly loginId: string;
  /** Name of the connection; `null` if its refresh token will be handed over. */
  readonly name: string | null;
  /** Connection of that name, if there is one. It keeps its id. */
  readonly existing: ConnectionState | undefined;
  /** Id of the session that owns the connection; absent for a login to a name. */
  readonly sessionId?: string;
  /** Whether the new connection is stored beside the existing one until verified. Default: false, in place of it. */
  readonly isProvisional?: boolean;
  readonly nowMs: number;
}

const idOf = ({ existing, isProvisional, loginId }: LoginTarget): string =>
  isProvisional ? loginId : (existing?.connection.id ?? loginId);
const generationOf = ({ existing }: LoginTarget): number => (existing?.connection.generation ?? 0) + 1;

function ownerOf({ isProvisional, loginId, name, sessionId }: LoginTarget): ConnectionOwner {
  if (sessionId !== undefined) return { kind: "session", id: sessionId };
  if (name !== null && !isProvisional) return { kind: "named", name };
  return { kind: "pending", loginId, replaces: name };
}

/** Builds the stored access token of a grant. */
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

/** Builds a connection, beside the one of its name or in place of it: a new token family with a higher generation. */
export function newConnection(
  outcome: LoginOutcome,
  target: LoginTarget,
  accessToken: AccessToken | null,
  dueAtMs: number,
): NewConnection {
  const { grant, who, refreshToken } = outcome;
  const { client, existing, isProvisional = false, nowMs } = target;
  const before = isProvisional ? undefined : existing?.connection;
  const connection: Connection = {
    id: idOf(target),
    owner: ownerOf(target),
    clientId: client.id,
    clientVersion: client.version,
    grant: "refresh_token",
    tokenFamilyId: randomUUID(),
    generation: generationOf(target),
    refreshToken,
    issuer: client.issuer,
    subject: who.subject,
    scope: grant.scope,
    details: detailsOf(outcome, target),
    status: refreshToken === null ? "needs_login" : "ok",
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
    // Client and subject let `recordedLogins` find this login even after the connection is removed.
    event: {
      kind: "connected",
      atMs: nowMs,
      detail: { generation: connection.generation, client: client.id, subject: who.subject },
    },
  };
}

/** Supersedes open attempts of an old token family. Their responses may still be stored, but no longer change the connection. */
const superseded = ({ attempts }: ConnectionState): readonly Attempt[] =>
  attempts.filter((row) => row.phase === "open").map((row) => ({ ...row, phase: "superseded" }));

/** Builds the connection that replaces `existing` after the login beside it is verified. */
export function replaceConnection(
  verified: ConnectionState,
  existing: ConnectionState,
  nowMs: number,
): NewConnection {
  const { id, owner, refreshCount } = existing.connection;
  const generation = Math.max(verified.connection.generation, existing.connection.generation) + 1;
  const token = verified.accessTokens.find(({ audience }) => audience === "");
  return {
    connection: {
      ...verified.connection,
      id,
      owner,
      generation,
      refreshCount: refreshCount + verified.connection.refreshCount,
    },
    accessToken: token ? { ...token, connectionId: id, generation } : null,
    schedule: verified.schedule,
    attempts: superseded(existing),
    event: { kind: "replaced", atMs: nowMs, detail: { generation } },
  };
}

function detailsOf(
  { grant, who, requested }: LoginOutcome,
  { existing, nowMs }: LoginTarget,
): ConnectionDetails {
  const { apiBase = existing?.connection.details.apiBase, ...asked } = requested;
  return {
    connectedAtMs: nowMs,
    ...(who.account !== null && { account: who.account }),
    ...(grant.instanceUrl !== null && { instanceUrl: grant.instanceUrl }),
    ...(grant.otherTokenType !== null && { otherTokenType: grant.otherTokenType }),
    ...(apiBase !== undefined && { apiBase }),
    ...(Object.keys(asked).length > 0 ? { requested: asked } : {}),
  };
}
