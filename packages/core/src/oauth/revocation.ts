import { customFetch, type introspectionRequest, revocationRequest } from "oauth4webapi";
import { WireError } from "../errors.ts";
import type { ClientBehaviour } from "../model.ts";
import type { Fetch, KnownServer } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import { formatProviderError } from "../text/sanitize.ts";
import {
  type AuthenticatedClient,
  authorizationServer,
  clientAuthentication,
  insecureOption,
  mayBeMethod,
  oauthClient,
  withMethod,
  withOtherMethod,
} from "./client-authentication.ts";
import { parseForm, parseJsonObject, readError, readRetryAfter } from "./response.ts";

/** A token, and the provider to ask about it. A stored client fits as `server` and as `client`. */
export interface TokenQuestion {
  readonly server: KnownServer;
  readonly client: AuthenticatedClient;
  readonly token: Secret;
  readonly hint: "refresh_token" | "access_token";
  readonly fetch: Fetch;
  /** Behaviour that the provider's answers have shown. Default: none. */
  readonly behaviour?: ClientBehaviour;
  /** Records a change of the behaviour. Default: it is forgotten. */
  readonly remember?: (revise: (behaviour: ClientBehaviour) => ClientBehaviour) => Promise<void>;
}

/** The reason why a question about a token has no result. */
export type NoResult =
  /** The metadata names no such address. */
  | { readonly kind: "unsupported" }
  /** `error` is `""` if the response has no code. */
  | { readonly kind: "refused"; readonly error: string; readonly said: string }
  /** The state of the token is unknown; it is safe to ask again. `reason`: the end of a text key `reason.<reason>`. */
  | {
      readonly kind: "unreachable";
      readonly reason: string;
      readonly status: number | null;
      /** `null` if the provider does not say. */
      readonly retryAfterSeconds: number | null;
    };

/** The result of a revocation. */
export type Revocation = { readonly kind: "revoked" } | NoResult;

/**
 * Asks the provider to revoke a token. `revoked` is also its answer for a token that it does not know; if the metadata
 * offers introspection, `introspectToken` shows whether the token is dead.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export async function revokeToken(question: TokenQuestion): Promise<Revocation> {
  const response = await requestAbout(question, "revocation", revocationRequest);
  return "kind" in response ? response : { kind: "revoked" };
}

/**
 * Sends a revocation or introspection request, once more with the other authentication method if the server may have
 * refused the first one: some accept only one at this endpoint. The method that works is remembered. Returns the body of
 * a successful response.
 */
export async function requestAbout(
  question: TokenQuestion,
  name: "revocation" | "introspection",
  request: AboutToken,
): Promise<{ readonly body: string } | NoResult> {
  const endpoint = question.server.endpoints[name];
  if (endpoint === undefined) return { kind: "unsupported" };
  const member = `${name}Method` as const;
  try {
    const client = withMethod(question.client, question.behaviour?.[member]);
    const response = await send({ ...question, client }, endpoint, request);
    const failure = response.ok ? null : judgeFailure(response);
    const other = withOtherMethod(client);
    if (failure?.kind !== "refused" || !other || !mayBeMethod(response.status, failure.error))
      return failure ?? response;
    const second = await send({ ...question, client: other }, endpoint, request);
    if (!second.ok) return failure;
    const { method } = other.authentication;
    const isUsual = method === question.client.authentication.method;
    await question.remember?.(({ [member]: _before, ...behaviour }) =>
      isUsual ? behaviour : { ...behaviour, [member]: method },
    );
    return second;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const reason = String(error.facts.reason ?? "reset");
    return { kind: "unreachable", reason, status: null, retryAfterSeconds: null };
  }
}

type AboutToken = typeof revocationRequest | typeof introspectionRequest;

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

async function send(
  { server, client, token, hint, fetch }: TokenQuestion,
  endpoint: string,
  request: AboutToken,
): Promise<Answer> {
  const response = await request(
    authorizationServer(server),
    oauthClient(client),
    clientAuthentication(client),
    token.expose(),
    { [customFetch]: fetch, ...insecureOption(endpoint), additionalParameters: { token_type_hint: hint } },
  );
  const { ok, status, headers } = response;
  return { ok, status, headers, body: await response.text() };
}

function judgeFailure({ status, headers, body }: Answer): NoResult {
  // RFC 7009 section 2.2.1: 503 means that the token is still active, and that the client may try again.
  if (status === 429 || status > 499) {
    const retryAfterSeconds = readRetryAfter(headers, Number.NaN);
    return { kind: "unreachable", reason: "unreadable", status, retryAfterSeconds };
  }
  const { error, description } = readError(parseJsonObject(body) ?? parseForm(body), status) ?? {
    error: "",
    description: null,
  };
  return {
    kind: "refused",
    error,
    said: error === "" ? `HTTP ${status}` : formatProviderError(error, description),
  };
}
