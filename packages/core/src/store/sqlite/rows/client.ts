import type { AuthMethod, Client, Lifetimes, Login, RequestedAccess, Rotation } from "../../../model.ts";
import type { Secret } from "../../../secret.ts";
import {
  type ClientBinding,
  type ClientBindingRow,
  clientBindingOf,
  sealingContextOf,
} from "../../sealing/context.ts";
import { type Row, type Sealer, toInteger, toIntegerOrNull } from "../../sealing/sealer.ts";
import type { StoreEvent } from "../../store.ts";

/** A client as its table holds it. */
export interface ClientRow extends ClientBindingRow {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly authorization_endpoint: string;
  readonly revocation_endpoint: string | null;
  readonly introspection_endpoint: string | null;
  readonly userinfo_endpoint: string | null;
  readonly jwks_uri: string | null;
  readonly auth_method: AuthMethod;
  readonly secret: Uint8Array | null;
  readonly next_secret: Uint8Array | null;
  readonly redirect_uri: string;
  readonly rotation_set: Rotation | null;
  readonly rotation_seen: Rotation | null;
  readonly overlap_seconds: number | null;
  readonly lifetimes: string;
  readonly asked: string;
  readonly breaker_until: number | null;
  readonly breaker_reason: string | null;
  readonly accepted_at: number | null;
}

/** The client of a row. */
export function clientOf(row: ClientRow, sealer: Sealer): Client {
  const open = (column: "secret" | "next_secret"): Secret | null => {
    const sealed = row[column];
    return (
      sealed && sealer.secret(sealingContextOf(`client.${column}`, row.id, clientBindingOf(row)), sealed)
    );
  };
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    version: row.version,
    issuer: row.issuer,
    endpoints: {
      authorization: row.authorization_endpoint,
      token: row.token_endpoint,
      ...(row.revocation_endpoint === null ? {} : { revocation: row.revocation_endpoint }),
      ...(row.introspection_endpoint === null ? {} : { introspection: row.introspection_endpoint }),
      ...(row.userinfo_endpoint === null ? {} : { userinfo: row.userinfo_endpoint }),
      ...(row.jwks_uri === null ? {} : { jwks: row.jwks_uri }),
    },
    clientId: row.client_id,
    authMethod: row.auth_method,
    secret: open("secret"),
    nextSecret: open("next_secret"),
    redirectUri: row.redirect_uri,
    rotationSet: row.rotation_set,
    rotationSeen: row.rotation_seen,
    overlapSeconds: row.overlap_seconds,
    lifetimes: JSON.parse(row.lifetimes) as Lifetimes,
    requested: JSON.parse(row.asked) as RequestedAccess,
    breakerUntilMs: row.breaker_until,
    breakerReason: row.breaker_reason,
    acceptedAtMs: row.accepted_at,
  };
}

/** The row of a client, its secret sealed. */
export function rowOfClient(client: Client, sealer: Sealer): Row {
  const { endpoints } = client;
  return {
    ...identityOf(client),
    id: client.id,
    name: client.name,
    provider: client.provider,
    authorization_endpoint: endpoints.authorization,
    revocation_endpoint: endpoints.revocation ?? null,
    introspection_endpoint: endpoints.introspection ?? null,
    userinfo_endpoint: endpoints.userinfo ?? null,
    jwks_uri: endpoints.jwks ?? null,
    auth_method: client.authMethod,
    ...rowOfSecrets(client, sealer),
    redirect_uri: client.redirectUri,
    rotation_set: client.rotationSet,
    rotation_seen: client.rotationSeen,
    overlap_seconds: client.overlapSeconds,
    lifetimes: JSON.stringify(client.lifetimes),
    asked: JSON.stringify(client.requested),
    breaker_until: toIntegerOrNull(client.breakerUntilMs),
    breaker_reason: client.breakerReason,
    accepted_at: toIntegerOrNull(client.acceptedAtMs),
  };
}

const identityOf = ({ version, issuer, endpoints, clientId }: Client) => ({
  version,
  issuer,
  token_endpoint: endpoints.token,
  client_id: clientId,
});

/** The secrets of a client, sealed. */
export function rowOfSecrets(client: Client, sealer: Sealer): Row {
  const seal = (column: "secret" | "next_secret", secret: Secret | null) =>
    secret &&
    sealer.seal(sealingContextOf(`client.${column}`, client.id, clientBindingOf(identityOf(client))), secret);
  return { secret: seal("secret", client.secret), next_secret: seal("next_secret", client.nextSecret) };
}

/** The columns of a client that a {@link Change} may set, besides its secrets. */
export function rowOfSettings(client: Client): Row {
  return {
    rotation_seen: client.rotationSeen,
    overlap_seconds: client.overlapSeconds,
    lifetimes: JSON.stringify(client.lifetimes),
    breaker_until: toIntegerOrNull(client.breakerUntilMs),
    breaker_reason: client.breakerReason,
  };
}

/** A login as its table holds it. */
export interface LoginRow {
  readonly id: string;
  readonly client: string;
  readonly client_version: number;
  readonly name: string | null;
  readonly state_hash: string;
  readonly verifier: Uint8Array;
  readonly nonce: Uint8Array;
  readonly redirect_uri: string;
  readonly scope: string;
  readonly audience: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly phase: Login["phase"];
  readonly raw_answer: Uint8Array | null;
}

/** The login of a row. */
export function loginOf(row: LoginRow, binding: ClientBinding, sealer: Sealer): Login {
  const open = (column: "verifier" | "nonce" | "raw_answer", sealed: Uint8Array) =>
    sealer.secret(sealingContextOf(`login.${column}`, row.id, binding), sealed);
  return {
    id: row.id,
    clientId: row.client,
    clientVersion: row.client_version,
    name: row.name,
    stateHash: row.state_hash,
    verifier: open("verifier", row.verifier),
    nonce: open("nonce", row.nonce),
    redirectUri: row.redirect_uri,
    scope: row.scope,
    audience: row.audience,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    phase: row.phase,
    rawAnswer: row.raw_answer === null ? null : open("raw_answer", row.raw_answer),
  };
}

/** The row of a login, sealed. */
export function rowOfLogin(login: Login, binding: ClientBinding, sealer: Sealer): Row {
  const seal = (column: "verifier" | "nonce" | "raw_answer", secret: Secret) =>
    sealer.seal(sealingContextOf(`login.${column}`, login.id, binding), secret);
  return {
    id: login.id,
    client: login.clientId,
    client_version: login.clientVersion,
    name: login.name,
    state_hash: login.stateHash,
    verifier: seal("verifier", login.verifier),
    nonce: seal("nonce", login.nonce),
    redirect_uri: login.redirectUri,
    scope: login.scope,
    audience: login.audience,
    created_at: toInteger(login.createdAtMs),
    expires_at: toInteger(login.expiresAtMs),
    phase: login.phase,
    raw_answer: login.rawAnswer === null ? null : seal("raw_answer", login.rawAnswer),
  };
}

/** An event as its table holds it. */
export interface EventRow {
  readonly kind: string;
  readonly at: number;
  readonly detail: string;
}

/** The event of a row. */
export function eventOf(row: EventRow): StoreEvent {
  return { kind: row.kind, atMs: row.at, detail: JSON.parse(row.detail) as StoreEvent["detail"] };
}

/** The row of an event. */
export function rowOfEvent(event: StoreEvent): Row {
  return { kind: event.kind, at: toInteger(event.atMs), detail: JSON.stringify(event.detail) };
}
