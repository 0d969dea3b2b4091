import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import type { App } from "./registration.ts";

/** Creates an error response in Auth0's words. `detail` is for the ledger only. */
export function refusal(status: number, error: string, description: string, detail?: string): TokenAnswer {
  return { status, body: { error, error_description: description }, detail };
}

/** Refuses a request without a required parameter. */
export function missing(name: string): TokenAnswer {
  return refusal(400, "invalid_request", `Missing required parameter: ${name}`);
}

/** Refuses a refresh token of a deleted user. */
export function deletedUser(): TokenAnswer {
  const description = "The refresh_token was generated for a user who doesn't exist anymore.";
  return refusal(403, "invalid_grant", description, "user deleted");
}

/**
 * Refuses a refresh that needs a second factor, which a refresh cannot provide.
 *
 * @see https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa
 */
export function mfaRequired(): TokenAnswer {
  const { body, ...rest } = refusal(403, "mfa_required", "Multifactor authentication required");
  const mfa = { mfa_token: "CANARY_mfa_token", mfa_requirements: { challenge: [{ type: "otp" }] } };
  return { ...rest, body: { ...body, ...mfa } };
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
