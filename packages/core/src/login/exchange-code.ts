import type { Clock } from "../clock.ts";
import { WireError } from "../errors.ts";
import { type AuthMethod, ClientAuthentication, type InstantMs } from "../model.ts";
import { isChangedByBasic, mayBeMethod, otherMethodOf } from "../oauth/client-authentication.ts";
import { requestToken, type Send } from "../oauth/token-request.ts";
import { isClientAccepted, readTokenResponse, type TokenResponse } from "../oauth/token-response.ts";
import type { KnownServer, Provider } from "../providers/provider.ts";
import { Secret } from "../secret.ts";

/** Options of {@link exchangeCode}. */
export interface CodeExchange {
  readonly server: KnownServer & { readonly tokenAuthMethods?: readonly string[] | null };
  readonly provider: Provider;
  readonly client: {
    readonly clientId: string;
    readonly secret: Secret | null;
    /** Client authentication method; `null` to choose it by the metadata. */
    readonly authMethod: AuthMethod | null;
  };
  readonly code: string;
  readonly verifier: Secret;
  readonly redirectUri: string;
  /** Protected resource that the authorization request named, if any. */
  readonly resource?: string;
  readonly clock: Clock;
  readonly send: Send;
}

/** A token response as the store keeps it, sealed, until the login is complete. */
export interface StoredTokenResponse {
  readonly status: number;
  readonly body: string;
  readonly receivedAtMs: InstantMs;
}

/** Result of {@link exchangeCode}. */
export interface CodeExchangeResult {
  /** A {@link StoredTokenResponse}. Store it before anything else: it may hold the only copy of a refresh token. */
  readonly answer: Secret;
  /** Client authentication method that the provider accepted, or the last one tried. */
  readonly authMethod: AuthMethod;
  readonly isClientAccepted: boolean;
}

/**
 * Exchanges a code for tokens. If the server refuses the client secret, sends the code once more with the other
 * authentication method, provided that the metadata allows both or lists none: a server checks the client before the code.
 * Rethrows errors of `send`, after which it is unknown whether the code was used.
 */
export async function exchangeCode(exchange: CodeExchange): Promise<CodeExchangeResult> {
  const [method, other] = methodsFor(exchange);
  const first = await send(exchange, method);
  const isRepeatable = other !== undefined && isClientRefused(first);
  const second = isRepeatable ? await send(exchange, other) : null;
  // Prefer the second response only if the server accepted the client.
  const last = second !== null && isClientAccepted(second.response) ? second : first;
  return {
    answer: Secret.of(JSON.stringify(last.stored)),
    authMethod: last.authMethod,
    isClientAccepted: isClientAccepted(last.response),
  };
}

/** Whether another authentication method may help. */
const isClientRefused = ({ response, stored }: Exchanged): boolean =>
  response.kind !== "tokens" && mayBeMethod(stored.status, response.kind === "refusal" ? response.error : "");

/**
 * Returns the methods to try, first choice first. Basic is the default of both RFC 8414 and OpenID Connect Discovery if
 * the metadata is silent, and post is safer if the header may change the id or the secret.
 */
function methodsFor({ client, server, provider }: CodeExchange): readonly [AuthMethod, AuthMethod?] {
  if (client.secret === null || client.authMethod === "none") return ["none"];
  const allowed = server.tokenAuthMethods ?? null;
  const allows = (method: AuthMethod) => allowed === null || allowed.includes(method);
  const listsPost = allowed?.includes("client_secret_post") === true;
  const isChanged = [client.clientId, client.secret.expose()].some(isChangedByBasic);
  const isPost = listsPost && (isChanged || !allows("client_secret_basic"));
  const usual = isPost ? "client_secret_post" : "client_secret_basic";
  const method = client.authMethod ?? provider.authMethod ?? usual;
  const other = otherMethodOf(method);
  return allows(method) && allows(other) ? [method, other] : [method];
}

interface Exchanged {
  readonly authMethod: AuthMethod;
  readonly stored: StoredTokenResponse;
  readonly response: TokenResponse;
}

async function send(exchange: CodeExchange, authMethod: AuthMethod): Promise<Exchanged> {
  const { server, provider, code, verifier, redirectUri, clock } = exchange;
  const credential = { kind: "authorization_code", code, verifier, redirectUri } as const;
  const { clientId, secret } = exchange.client;
  const client = { clientId, authentication: ClientAuthentication.of(authMethod, secret) };
  const raw = await requestToken(server, client, credential, {
    send: exchange.send,
    ...(exchange.resource !== undefined && { resource: exchange.resource }),
  });
  const { status, body, complete } = raw;
  const { host } = new URL(server.endpoints.token);
  if (!complete) throw new WireError("no_answer", true, { host, reason: "truncated" });
  const nowMs = clock.nowMs();
  const stored: StoredTokenResponse = { status, body, receivedAtMs: nowMs };
  return { authMethod, stored, response: readTokenResponse(raw, { provider, issuer: server.issuer, nowMs }) };
}
