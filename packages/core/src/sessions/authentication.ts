import type { InstantMs } from "../model.ts";
import type { Members } from "../providers/provider.ts";

/** Largest accepted difference between the clocks of provider and machine, in milliseconds. */
export const clockToleranceMs = 60_000;

/** Authentication that an ID token claims. */
export interface Authentication {
  /** Instant at which the user authenticated; `null` if the token does not say, or says nothing usable. */
  readonly authenticatedAtMs: InstantMs | null;
  readonly acr?: string;
  readonly amr?: readonly string[];
}

/**
 * Reads how and when the user authenticated. `iat` never stands in for `auth_time`: it is the time of the token. An
 * instant in the future, such as one in milliseconds, says nothing.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
export function authenticationIn(claims: Members, nowMs: InstantMs): Authentication {
  const { auth_time: seconds, acr, amr } = claims;
  const isInstant = typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0;
  const atMs = isInstant ? seconds * 1000 : null;
  const isUsable = atMs !== null && atMs <= nowMs + clockToleranceMs;
  const methods = Array.isArray(amr) ? amr.filter((method) => typeof method === "string") : [];
  return {
    authenticatedAtMs: isUsable ? Math.round(atMs) : null,
    ...(typeof acr === "string" && { acr }),
    ...(methods.length > 0 && { amr: methods }),
  };
}

/** Authentication that a guard or a login demands. */
export interface RequiredAuthentication {
  /** Longest age, in seconds. Default: any is good. */
  readonly maxAgeSeconds?: number;
  /** Values of `acr` of which the token must have one. Default: any is good. */
  readonly acrValues?: readonly string[];
}

/** Whether an authentication is recent enough and of the demanded kind. */
export function isSufficient(
  { authenticatedAtMs, acr, amr }: Authentication,
  { acrValues, maxAgeSeconds }: RequiredAuthentication,
  nowMs: InstantMs,
): boolean {
  const isKind = acrValues === undefined || acrValues.length === 0 || isOneOf(acrValues, acr, amr);
  if (!isKind || maxAgeSeconds === undefined) return isKind;
  return authenticatedAtMs !== null && nowMs - authenticatedAtMs <= maxAgeSeconds * 1000;
}

/** Auth0 and others answer a request for a multi-factor `acr` with `amr: ["mfa"]` alone. */
const multiFactorAcr = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

const isOneOf = (
  values: readonly string[],
  acr: string | undefined,
  amr: readonly string[] | undefined,
): boolean =>
  values.some((value) => value === acr || (value === multiFactorAcr && amr?.includes("mfa") === true));
