import type { InstantMs } from "../model.ts";
import type { Members, Provider, RefusalKind } from "../providers/provider.ts";
import { kindOfRefusal } from "../providers/refusal.ts";
import { Secret } from "../secret.ts";
import { formatProviderError, sanitize } from "../text/sanitize.ts";
import {
  longestSeconds,
  parseForm,
  parseJsonObject,
  readChallenge,
  readError,
  readNumber,
  readRetryAfter,
  textMember,
} from "./response.ts";

/** A response of the token endpoint, unread. */
export interface RawTokenResponse {
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  readonly body: string;
  /** Whether the whole body arrived. */
  readonly complete: boolean;
}

/** The context of {@link readTokenResponse}. */
export interface TokenResponseContext {
  readonly provider: Provider;
  readonly issuer: string;
  /** The instant of the response's last byte. */
  readonly nowMs: InstantMs;
}

/** A token response, read. `unreadable`: it has neither a token nor an error. */
export type TokenResponse = IssuedTokens | TokenRefusal | { readonly kind: "unreadable" };

/** The tokens of a successful response. */
export type IssuedTokens = {
  readonly kind: "tokens";
  /** The refresh token, whatever else is wrong with the response; `null` if it has none. */
  readonly refreshToken: Secret | null;
} & AccessReading;

type AccessReading =
  | { readonly access: IssuedAccessToken; readonly distrust: null }
  | { readonly access: null; readonly distrust: Distrust };

/** An access token and the members that describe it. */
export interface IssuedAccessToken {
  readonly token: Secret;
  readonly tokenType: "Bearer";
  /** The type that the response names instead of Bearer, `""` for none; `null` if it names Bearer. */
  readonly otherTokenType: string | null;
  readonly idToken: Secret | null;
  /** The granted scope, separated by single spaces; `null`: as requested. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
  readonly scope: string | null;
  /** Whole seconds, at least 1; `null` if the response does not say. */
  readonly expiresInSeconds: number | null;
  /** The address of the API, if the provider may name it. */
  readonly instanceUrl: string | null;
  /** The response's own member `id`, an address at Salesforce. */
  readonly id: string | null;
}

/** The reason to withhold the access token of a response: the end of a text key `trust.<what>`, and its parameter. */
export interface Distrust {
  readonly what: "not_an_answer" | "token_type" | "id_token" | "subject";
  readonly detail: string;
}

/** A refusal by the provider. */
export interface TokenRefusal {
  readonly kind: "refusal";
  /** `null` for an unknown code. */
  readonly means: RefusalKind | null;
  /** The OAuth error code; `""` if the status alone refuses. */
  readonly error: string;
  readonly description: string | null;
  /** The quotation for sentences: code and description, or the status. */
  readonly said: string;
  /** `null` if the response does not say. */
  readonly retryAfterSeconds: number | null;
}

/**
 * Reads a response of the token endpoint to any grant, in JSON or form-encoded whatever its content type. Pure. The
 * refresh token is read first: a body that is cut off behind it, or spoiled in any other way, still yields it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5
 */
export function readTokenResponse(response: RawTokenResponse, context: TokenResponseContext): TokenResponse {
  const { status, body, complete } = response;
  const members = parseBody(body, complete);
  if (status >= 200 && status < 300) {
    const refreshToken = findRefreshToken(members, body);
    if (refreshToken !== null || textMember(members, "access_token") !== null) {
      const secret = refreshToken === null ? null : Secret.of(refreshToken);
      return { kind: "tokens", refreshToken: secret, ...readAccess(members, context) };
    }
  }
  return readRefusal(response, members, context) ?? { kind: "unreadable" };
}

/** Returns the refresh token in the body of a stored response; `null` if none can be read. */
export const readRefreshToken = (body: string): string | null =>
  findRefreshToken(parseBody(body, true), body);

/** Whether the provider accepted the client: only then does it look at the code or the token. */
export function isClientAccepted(response: TokenResponse): boolean {
  if (response.kind !== "refusal") return response.kind === "tokens";
  return response.means === "dead" || response.means === "suspended" || response.means === "interaction";
}

function parseBody(body: string, complete: boolean): Members | null {
  // An array is a list of errors, as Salesforce sends it.
  if (body.trimStart().startsWith("[")) return parseJsonObject(`{"errors":${body}}`);
  return parseJsonObject(body) ?? (complete ? parseForm(body) : null);
}

/** Searches a body that is no whole response, because it is cut off, for a refresh token that is whole. */
function findRefreshToken(members: Members | null, body: string): string | null {
  if (members !== null) return textMember(members, "refresh_token");
  // The last parameter of a form may itself be cut off.
  const form = parseForm(body.slice(0, Math.max(0, body.lastIndexOf("&"))));
  if (form !== null) return textMember(form, "refresh_token");
  const value = /"refresh_token"\s*:\s*("(?:[^"\\]|\\.)+")/.exec(body)?.[1];
  return value === undefined
    ? null
    : textMember(parseJsonObject(`{"refresh_token":${value}}`), "refresh_token");
}

/**
 * Types of tokens that are useless without a key, or that are no access tokens. Any other type, and none, is used as
 * Bearer: many servers name none, or have a word of their own.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-5
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-2.2.1
 */
const boundTypes = /^(?:dpop|pop|mac|hmac|n_a)\b/i;

function readAccess(members: Members | null, { provider, issuer }: TokenResponseContext): AccessReading {
  const token = textMember(members, "access_token");
  if (members === null || token === null) return withheld("not_an_answer");
  const tokenType = textMember(members, "token_type")?.trim() ?? "";
  if (boundTypes.test(tokenType)) return withheld("token_type", sanitize(tokenType));
  const idToken = textMember(members, "id_token");
  const { apiBase, identity } = provider.readExtras(members);
  const access: IssuedAccessToken = {
    token: Secret.of(token),
    tokenType: "Bearer",
    otherTokenType: /^bearer$/i.test(tokenType) ? null : sanitize(tokenType),
    idToken: idToken === null ? null : Secret.of(idToken),
    scope: readScope(members.scope),
    expiresInSeconds: readSeconds(members.expires_in),
    instanceUrl: apiBase !== null && provider.acceptsApi(apiBase, issuer) ? apiBase : null,
    id: identity,
  };
  return { access, distrust: null };
}

function withheld(what: Distrust["what"], detail = ""): AccessReading {
  return { access: null, distrust: { what, detail } };
}

/** Reads a scope from a string, or from a list of strings; `null` if there is none. */
function readScope(value: unknown): string | null {
  const scopes = [value].flat().filter((one) => typeof one === "string");
  return scopes.join(" ").trim().replace(/\s+/g, " ") || null;
}

/**
 * Reads `expires_in`, rounded down, at most {@link longestSeconds}. Less than a second counts as not given:
 * servers that send 0 mean "never" or do not know, and a token that is used up on arrival would be refreshed at once.
 */
function readSeconds(value: unknown): number | null {
  const seconds = readNumber(value);
  return seconds === null || seconds < 1 ? null : Math.min(Math.floor(seconds), longestSeconds);
}

function readRefusal(
  { body, status, headers }: RawTokenResponse,
  members: Members | null,
  { provider, nowMs }: TokenResponseContext,
): TokenRefusal | null {
  const isKnown = (code: string): boolean =>
    kindOfRefusal(provider, { error: code, description: null, status }) !== undefined;
  const found = readError(members, status, isKnown) ?? (status < 400 ? null : readChallenge(headers));
  const { error, description } = found ?? { error: "", description: null };
  // Both are sent before the token is looked at, if 503 names a time.
  const isBusy = status === 429 || (status === 503 && headers.get("retry-after") !== null);
  const means = isBusy ? "busy" : (kindOfRefusal(provider, { error, description, status }) ?? null);
  const isOddList = status < 300 && body.trimStart().startsWith("[");
  if (means === null && (found === null || isOddList)) return null;
  const said = found === null ? `HTTP ${status}` : formatProviderError(error, description);
  return {
    kind: "refusal",
    means,
    error,
    description,
    said,
    retryAfterSeconds: readRetryAfter(headers, nowMs),
  };
}
