import type { Explained, RefusalRule } from "../provider.ts";
import type { en } from "./text.en.ts";

/**
 * The errors of Auth0. It answers 403 instead of the 400 of RFC 6749, and has one description for all causes of a dead
 * refresh token: only its own log distinguishes them.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens/use-refresh-tokens
 */
export const auth0Refusals: readonly RefusalRule<Explained<keyof typeof en>>[] = [
  {
    error: "invalid_grant",
    description: /user who doesn't exist/i,
    kind: "dead",
    explained: "auth0.user_deleted",
  },
  { error: "access_denied", status: 401, kind: "client", explained: "auth0.wrong_secret" },
  {
    error: "access_denied",
    description: /service not (?:enabled|found)/i,
    kind: "configuration",
    explained: "auth0.unknown_audience",
  },
  {
    error: "access_denied",
    description: /not authorized to access/i,
    kind: "configuration",
    explained: "auth0.client_grant",
  },
  {
    error: "access_denied",
    description: /blocked/i,
    kind: "suspended",
    explained: "auth0.user_blocked",
  },
  { error: "invalid_client", kind: "client", explained: "auth0.wrong_secret" },
  {
    error: "unauthorized_client",
    description: /grant type/i,
    kind: "client",
    explained: "auth0.grant_off",
  },
  { error: "server_error", description: /grant not found/i, kind: "dead", explained: "auth0.grant_gone" },
  { error: "mfa_required", kind: "interaction", explained: "auth0.mfa" },
  { error: "too_many_requests", kind: "busy" },
  {
    error: "invalid_request",
    description: /back button|find your session/i,
    kind: "configuration",
    explained: "auth0.login_lost",
  },
];
