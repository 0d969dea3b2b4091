import type { Members, Provider, RefusalKind } from "../providers/provider.ts";
import { kindOfRefusal } from "../providers/refusal.ts";
import { Secret } from "../secret.ts";
import { formatProviderError, sanitize } from "../text/sanitize.ts";

/** What happened to one refresh request, as far as the wire can tell. */
export type Observation =
  | { readonly kind: "not_sent"; readonly reason: string }
  | { readonly kind: "no_answer"; readonly reason: string }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly retryAfter: string | null;
      readonly body: string;
      /** Whether the whole body came. */
      readonly complete: boolean;
    };

/** What an answer is held against. */
export interface Expected {
  readonly clientId: string;
  readonly issuer: string;
  readonly subject: string | null;
  readonly requestedScope: string;
  readonly presented: string;
  readonly nowMs: number;
  readonly provider: Provider;
}

/** An access token as an answer gave it, judged fit to be handed out. */
export interface AnsweredAccess {
  readonly token: Secret;
  readonly tokenType: string;
  readonly idToken: Secret | null;
  readonly scope: string;
  /** `null` where the provider does not say. */
  readonly expiresInSeconds: number | null;
  readonly instanceUrl: string | null;
  /** Whom it is for, where the answer tells. */
  readonly subject: string | null;
}

/**
 * What an observation means. Rotation is judged before validity: `rotated` is returned whenever a new refresh
 * token can be read, whatever else is wrong with the answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export type Outcome =
  | { readonly kind: "not_sent"; readonly reason: string }
  | { readonly kind: "busy"; readonly status: number; readonly retryAfterSeconds: number }
  | { readonly kind: "ambiguous"; readonly reason: string; readonly httpStatus: number | null }
  | { readonly kind: "dead"; readonly said: string }
  | { readonly kind: "suspended"; readonly said: string }
  | { readonly kind: "client"; readonly said: string }
  | { readonly kind: "interaction"; readonly said: string }
  /** Judging failed. */
  | { readonly kind: "unjudged" }
  | {
      readonly kind: "success";
      /** A refresh token other than the one presented; `null` where the old one goes on. */
      readonly refreshToken: Secret | null;
      readonly access: AnsweredAccess | null;
      /** Why `access` is withheld. */
      readonly distrust: Distrust | null;
    };

/** Why an access token of an answer may not be handed out: the end of a text key `trust.<what>`, and what fills it. */
export interface Distrust {
  readonly what: "not_an_answer" | "no_token_type" | "token_type" | "id_token" | "subject";
  readonly detail: string;
}

/** Judges an observation. Pure and synchronous: nothing may stand between the last byte and the commit. */
export function judge(observation: Observation, expected: Expected): Outcome {
  if (observation.kind === "not_sent") return observation;
  if (observation.kind === "no_answer")
    return { kind: "ambiguous", reason: observation.reason, httpStatus: null };
  const { status, body, complete } = observation;
  const fields = parseObject(body);
  if (status >= 200 && status < 300) {
    const refreshToken = findRefreshToken(fields, body);
    if (refreshToken !== null || isAnswer(fields)) return success(fields, refreshToken, expected);
  }
  return (
    judgeRefusal(observation, fields, expected.nowMs) ??
    classifyError(fields, status, expected) ??
    ambiguous(status, complete)
  );
}

function success(fields: Fields | null, refreshToken: string | null, expected: Expected): Outcome {
  const { access, distrust } = judgeAccess(fields, expected);
  const isNew = refreshToken !== null && refreshToken !== expected.presented;
  return { kind: "success", refreshToken: isNew ? Secret.of(refreshToken) : null, access, distrust };
}

function ambiguous(status: number, complete: boolean): Outcome {
  return { kind: "ambiguous", reason: complete ? "unreadable" : "truncated", httpStatus: status };
}

/** 429, and 503 that names a time: said before the token was touched. */
function judgeRefusal(
  answer: { status: number; retryAfter: string | null },
  fields: Fields | null,
  nowMs: number,
): Outcome | null {
  const { status, retryAfter } = answer;
  if (status === 429 || (status === 503 && retryAfter !== null))
    return { kind: "busy", status, retryAfterSeconds: clampRetryAfter(retryAfter, nowMs) };
  if (status === 401 && fields?.error === undefined) return { kind: "client", said: "HTTP 401" };
  return null;
}

function classifyError(fields: Fields | null, status: number, expected: Expected): Outcome | null {
  const error = fields?.error;
  if (typeof error !== "string") return null;
  const description = typeof fields?.error_description === "string" ? fields.error_description : null;
  const kind = kindOfRefusal(expected.provider, { error, description, status });
  return kind === undefined ? null : outcomeOf(kind, formatProviderError(error, description), status);
}

function outcomeOf(kind: RefusalKind, said: string, status: number): Outcome {
  // Whoever is at work with this token may be replacing it: what became of it nobody knows yet.
  if (kind === "in_progress") return { kind: "ambiguous", reason: "in_progress", httpStatus: status };
  if (kind === "busy") return { kind: "busy", status, retryAfterSeconds: busySeconds };
  return { kind, said };
}

/** How long to leave a provider alone that says it is busy and not for how long. */
const busySeconds = 60;

type Fields = Members;

function parseObject(body: string): Fields | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

const isAnswer = (fields: Fields | null): boolean =>
  typeof fields?.access_token === "string" && fields.access_token !== "";

/** The refresh token of a token answer, even of one that was cut off behind it; `null` where none can be read. */
export const readRefreshToken = (body: string): string | null => findRefreshToken(parseObject(body), body);

function findRefreshToken(fields: Fields | null, body: string): string | null {
  if (fields) {
    const value = fields.refresh_token;
    return typeof value === "string" && value !== "" ? value : null;
  }
  const found = /"refresh_token"\s*:\s*("(?:[^"\\]|\\.)+")/.exec(body)?.[1];
  if (found === undefined) return null;
  try {
    const value: unknown = JSON.parse(found);
    return typeof value === "string" && value !== "" ? value : null;
  } catch {
    return null;
  }
}

function judgeAccess(
  fields: Fields | null,
  expected: Expected,
): { access: AnsweredAccess | null; distrust: Distrust | null } {
  if (!fields || !isAnswer(fields)) return { access: null, distrust: { what: "not_an_answer", detail: "" } };
  const tokenType = fields.token_type;
  if (typeof tokenType !== "string") return { access: null, distrust: { what: "no_token_type", detail: "" } };
  if (tokenType.toLowerCase() !== "bearer")
    return { access: null, distrust: { what: "token_type", detail: sanitize(tokenType) } };
  const idToken = fields.id_token ?? null;
  const claims = typeof idToken === "string" ? decodeClaims(idToken) : null;
  const id = typeof fields.id === "string" ? fields.id : null;
  const subject = expected.provider.subjectFrom({ claims, id });
  if (subject !== null && expected.subject !== null && subject !== expected.subject)
    return { access: null, distrust: { what: "subject", detail: "sub" } };
  const distrust = idToken === null ? null : judgeIdToken(claims, expected);
  if (distrust) return { access: null, distrust };
  const { scope, instance_url: instanceUrl, access_token: token } = fields;
  const access: AnsweredAccess = {
    token: Secret.of(String(token)),
    tokenType,
    idToken: typeof idToken === "string" ? Secret.of(idToken) : null,
    scope: typeof scope === "string" && scope !== "" ? scope : expected.requestedScope,
    expiresInSeconds: readSeconds(fields.expires_in),
    instanceUrl: isApi(instanceUrl, expected) ? instanceUrl : null,
    subject,
  };
  return { access, distrust: null };
}

const isApi = (address: unknown, { provider, issuer }: Expected): address is string =>
  typeof address === "string" && provider.acceptsApi(address, issuer);

/**
 * A refreshed ID token must name the same issuer, subject and client. Its signature is not checked here: it came
 * from the token endpoint itself, and a JWKS request may not stand between the answer and the commit. A wrong
 * `exp` or `iat` is no reason to refuse: it tells of a clock, not of a forgery.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
function judgeIdToken(claims: Members | null, expected: Expected): Distrust | null {
  const wrong = (detail: string): Distrust => ({ what: "id_token", detail });
  if (!claims) return wrong("unreadable");
  if (expected.subject !== null && expected.provider.subjectFrom({ claims, id: null }) !== expected.subject)
    return { what: "subject", detail: "sub" };
  const { aud: audience } = claims;
  const isForUs = Array.isArray(audience)
    ? audience.includes(expected.clientId)
    : audience === expected.clientId;
  if (!isForUs) return wrong("aud");
  return claims.iss === expected.issuer ? null : wrong("iss");
}

/** The claims of a JWT, unverified; `null` when it is none. */
export function decodeClaims(jwt: string): Readonly<Record<string, unknown>> | null {
  const payload = jwt.split(".")[1];
  return payload === undefined ? null : parseObject(Buffer.from(payload, "base64url").toString("utf8"));
}

/** Whole seconds from a JSON number or a string of digits; `null` for anything else. */
function readSeconds(value: unknown): number | null {
  const seconds = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : null;
}

/** Retry-After in seconds or as a date, kept between 1 s and 1 h. @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function clampRetryAfter(value: string | null, nowMs: number): number {
  const text = value?.trim() ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : 5;
}
