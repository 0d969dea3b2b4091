import type {
  AccessToken,
  Attempt,
  AttemptPhase,
  Connection,
  ConnectionDetails,
  ExpirySource,
  Grant,
  Status,
  StatusReason,
} from "../../../model.ts";
import { accessTokenContext, type ClientBinding, sealingContextOf } from "../../sealing/context.ts";
import type { SealingContext } from "../../sealing/keyring.ts";
import { type Row, type Sealer, toInteger, toIntegerOrNull } from "../../sealing/sealer.ts";

/** A connection as its table holds it. */
export interface ConnectionRow {
  readonly id: string;
  readonly name: string | null;
  readonly client: string;
  readonly client_version: number;
  readonly grant_type: Grant;
  readonly family: string;
  readonly generation: number;
  readonly refresh_token: Uint8Array | null;
  readonly issuer: string;
  readonly subject: string | null;
  readonly sid: string | null;
  readonly auth_time: number | null;
  readonly scope: string;
  readonly facts: string;
  readonly idle_expires_at: number | null;
  readonly absolute_expires_at: number | null;
  readonly status: Status;
  readonly status_reason: StatusReason | null;
  readonly status_since: number;
  readonly refresh_count: number;
  readonly refreshed_at: number | null;
}

function refreshTokenContext(id: string, generation: number, binding: ClientBinding): SealingContext {
  return sealingContextOf("connection.refresh_token", id, binding, generation);
}

/** The connection of a row; `address` is that of its client version. */
export function connectionOf(row: ConnectionRow, binding: ClientBinding, sealer: Sealer): Connection {
  const context = refreshTokenContext(row.id, row.generation, binding);
  return {
    id: row.id,
    name: row.name,
    clientId: row.client,
    clientVersion: row.client_version,
    grant: row.grant_type,
    tokenFamilyId: row.family,
    generation: row.generation,
    refreshToken: row.refresh_token === null ? null : sealer.secret(context, row.refresh_token),
    issuer: row.issuer,
    subject: row.subject,
    sid: row.sid,
    authTimeSeconds: row.auth_time,
    scope: row.scope,
    details: JSON.parse(row.facts) as ConnectionDetails,
    idleExpiresAtMs: row.idle_expires_at,
    absoluteExpiresAtMs: row.absolute_expires_at,
    status: row.status,
    statusReason: row.status_reason,
    statusSinceMs: row.status_since,
    refreshCount: row.refresh_count,
    refreshedAtMs: row.refreshed_at,
  };
}

/** All columns but the refresh token. */
export function rowOfConnection(connection: Connection): Row {
  return {
    id: connection.id,
    name: connection.name,
    client: connection.clientId,
    client_version: connection.clientVersion,
    grant_type: connection.grant,
    family: connection.tokenFamilyId,
    generation: connection.generation,
    issuer: connection.issuer,
    subject: connection.subject,
    sid: connection.sid,
    auth_time: toIntegerOrNull(connection.authTimeSeconds),
    scope: connection.scope,
    facts: JSON.stringify(connection.details),
    idle_expires_at: toIntegerOrNull(connection.idleExpiresAtMs),
    absolute_expires_at: toIntegerOrNull(connection.absoluteExpiresAtMs),
    status: connection.status,
    status_reason: connection.statusReason,
    status_since: toInteger(connection.statusSinceMs),
    refresh_count: connection.refreshCount,
    refreshed_at: toIntegerOrNull(connection.refreshedAtMs),
  };
}

/** The refresh token of a connection, sealed for its generation. */
export function sealedRefreshToken(
  connection: Connection,
  binding: ClientBinding,
  sealer: Sealer,
): Uint8Array | null {
  const context = refreshTokenContext(connection.id, connection.generation, binding);
  return connection.refreshToken === null ? null : sealer.seal(context, connection.refreshToken);
}

/** An access token as its table holds it. */
export interface AccessTokenRow {
  readonly connection: string;
  readonly audience: string;
  readonly generation: number;
  readonly token: Uint8Array;
  readonly token_type: string;
  readonly id_token: Uint8Array | null;
  readonly fingerprint: string;
  readonly scope: string;
  readonly received_at: number;
  readonly expires_at: number;
  readonly expires_source: ExpirySource;
  readonly rejected_at: number | null;
}

/** The access token of a row. */
export function accessTokenOf(row: AccessTokenRow, binding: ClientBinding, sealer: Sealer): AccessToken {
  return {
    connectionId: row.connection,
    audience: row.audience,
    generation: row.generation,
    token: sealer.secret(accessTokenContext("token", row, binding), row.token),
    tokenType: row.token_type,
    idToken:
      row.id_token === null
        ? null
        : sealer.secret(accessTokenContext("id_token", row, binding), row.id_token),
    fingerprint: row.fingerprint,
    scope: row.scope,
    receivedAtMs: row.received_at,
    expiresAtMs: row.expires_at,
    expiresSource: row.expires_source,
    rejectedAtMs: row.rejected_at,
  };
}

/** The row of an access token, sealed. */
export function rowOfAccessToken(token: AccessToken, binding: ClientBinding, sealer: Sealer): Row {
  const key = { connection: token.connectionId, audience: token.audience, generation: token.generation };
  return {
    ...key,
    token: sealer.seal(accessTokenContext("token", key, binding), token.token),
    token_type: token.tokenType,
    id_token:
      token.idToken === null
        ? null
        : sealer.seal(accessTokenContext("id_token", key, binding), token.idToken),
    fingerprint: token.fingerprint,
    scope: token.scope,
    received_at: toInteger(token.receivedAtMs),
    expires_at: toInteger(token.expiresAtMs),
    expires_source: token.expiresSource,
    rejected_at: toIntegerOrNull(token.rejectedAtMs),
  };
}

/** An attempt as its table holds it. */
export interface AttemptRow {
  readonly id: string;
  readonly connection: string;
  readonly family: string;
  readonly base_generation: number;
  readonly audience: string;
  readonly scope: string;
  readonly client_version: number;
  readonly node: string;
  readonly created_at: number;
  readonly send_deadline: number;
  readonly drain_deadline: number;
  readonly phase: AttemptPhase;
  readonly fingerprint: string;
  readonly http_status: number | null;
  readonly raw_answer: Uint8Array | null;
  readonly closed_at: number | null;
}

/** `address` gives a client version; it is asked only where an answer is kept. */
export function attemptOf(
  row: AttemptRow,
  binding: (version: number) => ClientBinding,
  sealer: Sealer,
): Attempt {
  const context = () =>
    sealingContextOf("attempt.raw_answer", row.id, binding(row.client_version), row.base_generation);
  return {
    id: row.id,
    connectionId: row.connection,
    tokenFamilyId: row.family,
    baseGeneration: row.base_generation,
    audience: row.audience,
    scope: row.scope,
    clientVersion: row.client_version,
    node: row.node,
    createdAtMs: row.created_at,
    sendDeadlineMs: row.send_deadline,
    drainDeadlineMs: row.drain_deadline,
    phase: row.phase,
    fingerprint: row.fingerprint,
    httpStatus: row.http_status,
    rawAnswer: row.raw_answer === null ? null : sealer.secret(context(), row.raw_answer),
    closedAtMs: row.closed_at,
  };
}

/** The row of an attempt, its answer sealed. */
export function rowOfAttempt(
  attempt: Attempt,
  binding: (version: number) => ClientBinding,
  sealer: Sealer,
): Row {
  const context = () =>
    sealingContextOf(
      "attempt.raw_answer",
      attempt.id,
      binding(attempt.clientVersion),
      attempt.baseGeneration,
    );
  return {
    id: attempt.id,
    connection: attempt.connectionId,
    family: attempt.tokenFamilyId,
    base_generation: attempt.baseGeneration,
    audience: attempt.audience,
    scope: attempt.scope,
    client_version: attempt.clientVersion,
    node: attempt.node,
    created_at: toInteger(attempt.createdAtMs),
    send_deadline: toInteger(attempt.sendDeadlineMs),
    drain_deadline: toInteger(attempt.drainDeadlineMs),
    phase: attempt.phase,
    fingerprint: attempt.fingerprint,
    http_status: attempt.httpStatus,
    raw_answer: attempt.rawAnswer === null ? null : sealer.seal(context(), attempt.rawAnswer),
    closed_at: toIntegerOrNull(attempt.closedAtMs),
  };
}
