import type { Client } from "../model.ts";
import type { ClientChange } from "../store/store.ts";

/**
 * Returns what a login sets of its client. The rest is what the user has set and what answers have shown; refreshes of other
 * connections may have changed it since the login began.
 */
export const loginSettings = (client: Client): ClientChange => ({
  provider: client.provider,
  authentication: client.authentication,
  nextAuthentication: client.nextAuthentication,
  redirectUri: client.redirectUri,
  requested: client.requested,
  breakerUntilMs: client.breakerUntilMs,
  breakerReason: client.breakerReason,
  acceptedAtMs: client.acceptedAtMs,
});
