import { mayBeMethod } from "../oauth/client-authentication.ts";
import { decodeClaims } from "../oauth/id-token.ts";
import {
  type Distrust,
  type IssuedAccessToken,
  type IssuedTokens,
  type RawTokenResponse,
  readTokenResponse,
  type TokenRefusal,
} from "../oauth/token-response.ts";
import type { Provider } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";

/** Result of one refresh request as the wire layer observed it. */
export type Observation =
  | { readonly kind: "not_sent"; readonly reason: string }
  | { readonly kind: "no_answer"; readonly reason: string }
  | ({ readonly kind: "answer" } & RawTokenResponse);

/** The connection and the attempt that a response is compared with. */
export interface Expected {
  readonly clientId: string;
  readonly issuer: string;
  readonly subject: string | null;
  readonly requestedScope: string;
  readonly presented: string;
  readonly nowMs: number;
  readonly provider: Provider;
}

/** An access token that may be handed out. */
export interface AnsweredAccess extends Omit<IssuedAccessToken, "id" | "scope"> {
  readonly scope: string;
  /** The account that it is for; `null` if the response does not say. */
  readonly subject: string | null;
}

/**
 * The meaning of an observation for a connection. A new refresh token makes it a `success`, whatever else is wrong with
 * the response.
 */
export type Outcome =
  | { readonly kind: "not_sent"; readonly reason: string }
  | { readonly kind: "busy"; readonly status: number; readonly retryAfterSeconds: number }
  | { readonly kind: "ambiguous"; readonly reason: string; readonly httpStatus: number | null }
  | { readonly kind: "dead"; readonly said: string }
  | { readonly kind: "suspended"; readonly said: string }
  | { readonly kind: "client"; readonly said: string }
  | { readonly kind: "interaction"; readonly said: string }
  /** A refusal without a known reason, or one for which the request, the client or the token may be the reason. */
  | {
      readonly kind: "unexplained";
      /** The OAuth error code; `""` if there is none. */
      readonly error: string;
      readonly said: string;
      /** Whether the code is known, and the parameters of the request may be the reason. */
      readonly isAboutRequest: boolean;
    }
  /** Judging failed. */
  | { readonly kind: "unjudged" }
  | {
      readonly kind: "success";
      /** A refresh token other than the one presented; `null` if the old one stays. */
      readonly refreshToken: Secret | null;
      readonly access: AnsweredAccess | null;
      /** The reason why `access` is withheld. */
      readonly distrust: Distrust | null;
    };

/** Judges an observation. Pure and synchronous: nothing may stand between the last byte and the commit. */
export function judge(observation: Observation, expected: Expected): Outcome {
  if (observation.kind === "not_sent") return observation;
  if (observation.kind === "no_answer") return ambiguous(observation.reason, null);
  const response = readTokenResponse(observation, expected);
  if (response.kind === "tokens") return success(response, expected);
  const { status, complete } = observation;
  const refusal = response.kind === "refusal" ? refused(response, status) : refusedByStatus(observation);
  return refusal ?? ambiguous(complete ? "unreadable" : "truncated", status);
}

/** Status codes with which a server refuses what a request says. Others may come from a server in between. */
const refusingStatuses: ReadonlySet<number> = new Set([400, 401, 403, 410, 422]);

/** Judges a response without a readable code. A page with 403 comes from a firewall rather than from the provider. */
function refusedByStatus({ body, complete, status }: RawTokenResponse): Outcome | null {
  const isPage = status === 403 && body.trimStart().startsWith("<");
  if (!complete || isPage || !refusingStatuses.has(status)) return null;
  return { kind: "unexplained", error: "", said: `HTTP ${status}`, isAboutRequest: false };
}

function ambiguous(reason: string, httpStatus: number | null): Outcome {
  return { kind: "ambiguous", reason, httpStatus };
}

/** Whether a refusal is about the client's authentication, or may be: a server need not say more than 401 or 403. */
export const mayBeAboutClient = (outcome: Outcome, observation: Observation): boolean =>
  outcome.kind === "client" ||
  (outcome.kind === "unexplained" &&
    observation.kind === "answer" &&
    mayBeMethod(observation.status, outcome.error));

/**
 * Whether a refusal is about the scope: some servers demand it in each refresh.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export const mayBeAboutScope = (outcome: Outcome): boolean =>
  outcome.kind === "unexplained" &&
  outcome.isAboutRequest &&
  (outcome.error === "invalid_scope" || /\bscopes?\b/i.test(outcome.said));

function success(response: IssuedTokens, expected: Expected): Outcome {
  const { refreshToken: token } = response;
  const refreshToken = token !== null && token.expose() !== expected.presented ? token : null;
  const compared = response.access === null ? response : compareAccess(response.access, expected);
  return { kind: "success", refreshToken, access: compared.access, distrust: compared.distrust };
}

function refused(refusal: TokenRefusal, status: number): Outcome | null {
  const { error, means, said, retryAfterSeconds } = refusal;
  const unexplained = { kind: "unexplained", error: error.toLowerCase(), said } as const;
  switch (means) {
    case null:
      return isPassing(error, status) ? null : { ...unexplained, isAboutRequest: false };
    case "in_progress":
      // Another request may be replacing the token: its state is unknown.
      return ambiguous("in_progress", status);
    case "busy":
      return { kind: "busy", status, retryAfterSeconds: pauseSeconds(retryAfterSeconds, status) };
    case "configuration":
      return error.toLowerCase() === "unsupported_grant_type"
        ? { kind: "client", said }
        : { ...unexplained, isAboutRequest: true };
    case "client":
      // A status alone is not surely about the client: some servers refuse a token with 401, too.
      return error === "" ? { ...unexplained, isAboutRequest: false } : { kind: "client", said };
    default:
      return { kind: means, said };
  }
}

/** Whether an unknown code is about a state of the server that passes, not about the token. */
const isPassing = (error: string, status: number): boolean =>
  status > 499 ||
  [408, 409, 425].includes(status) ||
  /^(?:server_error|temporarily_unavailable)$/i.test(error);

/** Returns the seconds to wait, 1 to 3600. An OAuth error that names no time means a longer pause than HTTP's. */
function pauseSeconds(retryAfterSeconds: number | null, status: number): number {
  const usual = status === 429 || status === 503 ? 5 : 60;
  return Math.min(3600, Math.max(1, retryAfterSeconds ?? usual));
}

type Comparison =
  | { readonly access: AnsweredAccess; readonly distrust: null }
  | { readonly access: null; readonly distrust: Distrust };

/** Compares the issued access token with the connection. */
function compareAccess({ id, ...issued }: IssuedAccessToken, expected: Expected): Comparison {
  const { provider, requestedScope } = expected;
  const claims = issued.idToken === null ? null : decodeClaims(issued.idToken.expose());
  const subject = provider.subjectFrom({ claims, id });
  const isOther = subject !== null && expected.subject !== null && subject !== expected.subject;
  const distrust: Distrust | null = isOther
    ? { what: "subject", detail: "sub" }
    : issued.idToken === null
      ? null
      : compareIdToken(claims, expected);
  if (distrust !== null) return { access: null, distrust };
  return { access: { ...issued, scope: issued.scope ?? requestedScope, subject }, distrust: null };
}

/**
 * Compares a refreshed ID token with the connection: issuer, subject and client must be the same. Its signature is not
 * verified: it came from the token endpoint itself, and no request for keys may stand between the response and the
 * commit. A wrong `exp` or `iat` shows a wrong clock, not a forgery.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
function compareIdToken(claims: ReturnType<typeof decodeClaims>, expected: Expected): Distrust | null {
  const wrong = (detail: string): Distrust => ({ what: "id_token", detail });
  if (claims === null) return wrong("unreadable");
  if (expected.subject !== null && expected.provider.subjectFrom({ claims, id: null }) !== expected.subject)
    return { what: "subject", detail: "sub" };
  const { aud: audience } = claims;
  const isForUs = Array.isArray(audience)
    ? audience.includes(expected.clientId)
    : audience === expected.clientId;
  if (!isForUs) return wrong("aud");
  return claims.iss === expected.issuer ? null : wrong("iss");
}
