import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { WireError } from "../errors.ts";
import type { InstantMs } from "../model.ts";
import type { Fetch, KnownServer } from "../providers/provider.ts";
import { acceptedAlgorithmsOf, decodeClaims, toleranceSeconds } from "./id-token.ts";
import { getDocument } from "./redirects.ts";
import { parseJsonObject } from "./response.ts";

/** Logout token of a back-channel logout, and the values that it must fit. */
export interface LogoutTokenVerification {
  readonly server: KnownServer;
  readonly clientId: string;
  readonly token: string;
  readonly nowMs: InstantMs;
  /** Returns the provider's keys; `null` if it publishes none. */
  readonly keys: () => Promise<KeySet | null>;
}

/** A provider's keys. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export type KeySet = Parameters<typeof createLocalJWKSet>[0];

/** Sessions that a provider logs out: those of a subject, of its own session, or of both. */
export interface ProviderLogoutNotice {
  /** Id of the token, which is accepted once. */
  readonly tokenId: string;
  readonly subject: string | null;
  /** Id of the provider's session (`sid`); `null`: all sessions of the subject. */
  readonly providerSessionId: string | null;
  /** Instant at which the token ends, in milliseconds. */
  readonly expiresAtMs: InstantMs;
}

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";
/** Seconds for which a token with a late `exp` is accepted after `iat`. */
const maxAgeSeconds = 150;
/** Types of a logout token. The type of other tokens, such as `JWT` of an ID token, is refused. */
const types: ReadonlySet<string> = new Set(["logout+jwt", "application/logout+jwt"]);

/**
 * Verifies a logout token: signature by the provider's own keys, algorithm, type, issuer, audience, times, event, that it
 * names a session or a subject, and that it has no nonce, so that no ID token passes for one. Returns `null` if it does
 * not fit. Throws a {@link WireError} if the provider's keys cannot be fetched just now: a token that does not even look
 * right costs no request.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation
 */
export async function verifyLogoutToken({
  clientId,
  keys: fetchKeys,
  nowMs,
  server,
  token,
}: LogoutTokenVerification): Promise<ProviderLogoutNotice | null> {
  const { aud, iat, iss, ...claimed } = decodeClaims(token) ?? {};
  const isForUs = iss === server.issuer && [aud].flat().includes(clientId);
  const ageMs = typeof iat === "number" ? Math.abs(nowMs - iat * 1000) : Number.POSITIVE_INFINITY;
  const isNow = ageMs <= (maxAgeSeconds + toleranceSeconds) * 1000;
  if (!isForUs || !isNow || noticeIn(claimed, nowMs) === null) return null;
  const keys = await fetchKeys();
  if (keys === null) return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: acceptedAlgorithmsOf(server),
      issuer: server.issuer,
      audience: clientId,
      clockTolerance: toleranceSeconds,
      currentDate: new Date(nowMs),
      maxTokenAge: maxAgeSeconds,
      requiredClaims: ["iat", "exp", "jti", "events"],
    });
    if (protectedHeader.typ !== undefined && !types.has(protectedHeader.typ.toLowerCase())) return null;
    return noticeIn(payload, nowMs);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function noticeIn(
  { events, jti, nonce, sid, sub }: JWTPayload,
  nowMs: InstantMs,
): ProviderLogoutNotice | null {
  const event = typeof events === "object" && events !== null ? Reflect.get(events, logoutEvent) : undefined;
  const isEvent = typeof event === "object" && event !== null && !Array.isArray(event);
  if (!isEvent || nonce !== undefined || typeof jti !== "string" || jti === "") return null;
  if (sid !== undefined && !isText(sid)) return null;
  if (sub === undefined ? sid === undefined : !isText(sub)) return null;
  const expiresAtMs = nowMs + (maxAgeSeconds + 2 * toleranceSeconds) * 1000;
  return { tokenId: jti, subject: sub ?? null, providerSessionId: sid ?? null, expiresAtMs };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Fetches the provider's keys; `null` if it publishes none. Throws a {@link WireError} if it does not answer. */
export async function fetchKeys({ endpoints }: KnownServer, fetch: Fetch): Promise<KeySet | null> {
  if (endpoints.jwks === undefined) return null;
  const { response } = await getDocument(
    endpoints.jwks,
    { headers: { accept: "application/json" }, redirect: "manual" },
    fetch,
  );
  if (response.status !== 200) {
    const facts = { host: new URL(endpoints.jwks).host, reason: "unreadable", status: response.status };
    throw new WireError("no_answer", true, facts);
  }
  const document = parseJsonObject(await response.text());
  const keys: unknown = document?.keys;
  return Array.isArray(keys) ? { keys } : null;
}
