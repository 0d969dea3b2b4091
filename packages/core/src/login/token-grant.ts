import { ProviderError, TokenwellError } from "../errors.ts";
import type { InstantMs } from "../model.ts";
import { verifyIdToken } from "../oauth/id-token.ts";
import {
  type Distrust,
  type IssuedAccessToken,
  readTokenResponse,
  type TokenRefusal,
  type TokenResponse,
} from "../oauth/token-response.ts";
import type { Fetch, KnownServer, Members, Provider } from "../providers/provider.ts";
import { explanationOf } from "../providers/refusal.ts";
import type { Secret } from "../secret.ts";
import { sanitize } from "../text/sanitize.ts";
import type { StoredTokenResponse } from "./exchange-code.ts";

/** Options of {@link readGrant}. */
export interface GrantReading {
  readonly server: KnownServer;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  /** Response of `exchangeCode`, as the store keeps it. */
  readonly answer: Secret;
  readonly nonce: Secret;
  /** Requested scope, separated by spaces. */
  readonly scope: string;
  /** Fetches the provider's keys. */
  readonly fetch: Fetch;
}

/** Verified tokens of a login. */
export interface TokenGrant extends Omit<IssuedAccessToken, "token" | "scope"> {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  /** Claims of the ID token; `null` if there is none. */
  readonly claims: Members | null;
  /** Granted scope; the requested one if the response names none. */
  readonly scope: string;
  /** Instant that `expiresInSeconds` counts from. */
  readonly receivedAtMs: InstantMs;
}

/**
 * Reads the response to a code and verifies its ID token. Needs stored data only, so another process can complete a
 * login after a crash.
 *
 * Throws `wrong_secret`, `code_expired`, `token_refused`, `bad_token_answer` (fact `what`: a text key `trust.*`),
 * `too_many_redirects` (of the keys); and a {@link WireError} if the provider's keys cannot be fetched just now: keep
 * the response and read it again later.
 */
export async function readGrant(reading: GrantReading): Promise<TokenGrant> {
  const { response, status, receivedAtMs } = readResponse(reading);
  if (response.kind === "refusal") throw refused(reading, response, status);
  if (response.kind === "unreadable") {
    if (status >= 200 && status < 300) throw distrusted(reading, { what: "not_an_answer", detail: "" });
    throw refused(reading, { means: null, error: "", description: null, said: `HTTP ${status}` }, status);
  }
  if (response.access === null) throw distrusted(reading, response.distrust);
  const { token: accessToken, scope: granted, ...rest } = response.access;
  const scope = granted ?? reading.scope;
  // A server without keys signs no ID token: a plain OAuth 2.0 server may repeat any scope.
  const isOpenId = reading.server.endpoints.jwks !== undefined && scope.split(" ").includes("openid");
  if (rest.idToken === null && isOpenId) throw distrusted(reading, { what: "id_token", detail: "missing" });
  const { claims, fault } =
    rest.idToken === null
      ? { claims: null }
      : await verifyIdToken({ ...reading, idToken: rest.idToken, accessToken, receivedAtMs });
  if (fault !== undefined) throw distrusted(reading, { what: "id_token", detail: fault });
  return { ...rest, accessToken, refreshToken: response.refreshToken, claims, scope, receivedAtMs };
}

/** Reads the refresh token of a response whatever else is wrong with it, to revoke it; `null` if it has none. */
export function readRefreshToken(
  answer: Secret,
  server: Pick<GrantReading, "provider" | "server">,
): Secret | null {
  try {
    const { response } = readResponse({ ...server, answer });
    return response.kind === "tokens" ? response.refreshToken : null;
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

type StoredReading = Pick<GrantReading, "provider" | "server" | "answer">;

function readResponse(reading: StoredReading): {
  readonly response: TokenResponse;
  readonly status: number;
  readonly receivedAtMs: InstantMs;
} {
  const { provider, server } = reading;
  const { status, body, receivedAtMs } = restore(reading);
  const raw = { status, headers: new Headers(), body, complete: true };
  const response = readTokenResponse(raw, { provider, issuer: server.issuer, nowMs: receivedAtMs });
  return { response, status, receivedAtMs };
}

function restore(reading: StoredReading): StoredTokenResponse {
  try {
    return JSON.parse(reading.answer.expose());
  } catch (error) {
    // The store throws its own error if it cannot decrypt the response.
    if (error instanceof TokenwellError) throw error;
    throw distrusted(reading, { what: "not_an_answer", detail: "" });
  }
}

function refused(
  { provider, server }: StoredReading,
  { means, error, description, said }: Pick<TokenRefusal, "means" | "error" | "description" | "said">,
  status: number,
): ProviderError {
  const explained = explanationOf(provider, { error, description, status });
  const label = provider.displayName(server.issuer);
  const facts = { ...explained, provider: label, said, error: sanitize(error), status };
  if (means === "client") return new ProviderError("wrong_secret", facts);
  return new ProviderError(means === "dead" ? "code_expired" : "token_refused", facts);
}

/** Builds the error of a response that is not trusted. Leaves out the causes of oauth4webapi, which hold tokens. */
function distrusted({ provider, server }: StoredReading, { what, detail }: Distrust): ProviderError {
  const label = provider.displayName(server.issuer);
  return new ProviderError("bad_token_answer", {
    provider: label,
    what: `trust.${what}`,
    detail,
    type: detail,
  });
}
