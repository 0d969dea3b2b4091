import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import type { App } from "./registration.ts";

/** An error, in Auth0's words, and what only the ledger says. */
export function refusal(status: number, error: string, description: string, detail?: string): TokenAnswer {
  return { status, body: { error, error_description: description }, detail };
}

/** A parameter is missing. */
export function missing(name: string): TokenAnswer {
  return refusal(400, "invalid_request", `Missing required parameter: ${name}`);
}

/** The profile behind a refresh token is gone. */
export function deletedUser(): TokenAnswer {
  const description = "The refresh_token was generated for a user who doesn't exist anymore.";
  return refusal(403, "invalid_grant", description, "user deleted");
}

/**
 * A second factor is missing, which a refresh cannot give.
 *
 * @see https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa
 */
export function mfaRequired(): TokenAnswer {
  const { body, ...rest } = refusal(403, "mfa_required", "Multifactor authentication required");
  const asked = { mfa_token: "CANARY_mfa_token", mfa_requirements: { challenge: [{ type: "otp" }] } };
  return { ...rest, body: { ...body, ...asked } };
}

/** @see https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy */
export function rateLimited(app: App | undefined): TokenAnswer | undefined {
  const error = "too_many_requests";
  switch (app?.rateLimited) {
    case "tenant": {
      const description =
        "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.";
      return { ...refusal(429, error, description), headers: { "x-ratelimit-remaining": "0" } };
    }
    case "app":
      return {
        ...refusal(429, error, "Rate limit exceeded."),
        headers: { "retry-after": "1", "auth0-ratelimit": "client;q=10;t=1;r=0" },
      };
    default:
      return undefined;
  }
}
