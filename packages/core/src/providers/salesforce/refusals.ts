import type { Explained, RefusalRule } from "../provider.ts";
import type { en } from "./text.en.ts";

/**
 * The errors of Salesforce, on its pages and at its token endpoint.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm&type=5
 */
export const salesforceRefusals: readonly RefusalRule<Explained<keyof typeof en>>[] = [
  { error: "invalid_grant", description: /already being processed/i, kind: "in_progress" },
  {
    error: "invalid_grant",
    description: /inactive user|user is inactive/i,
    kind: "suspended",
    explained: "salesforce.inactive_user",
  },
  { error: "inactive_user", kind: "suspended", explained: "salesforce.inactive_user" },
  {
    error: "invalid_grant",
    description: /inactive organi[sz]ation|organi[sz]ation is/i,
    kind: "suspended",
    explained: "salesforce.inactive_org",
  },
  { error: "inactive_org", kind: "suspended", explained: "salesforce.inactive_org" },
  {
    error: "invalid_grant",
    description: /ip restricted|login hours/i,
    kind: "suspended",
    explained: "salesforce.ip_restricted",
  },
  {
    error: "invalid_grant",
    description: /authentication failure(?!s)/i,
    kind: "suspended",
    explained: "salesforce.api_disabled",
  },
  { error: "invalid_grant", description: /login rate exceeded/i, kind: "busy" },
  { error: "rate_limit_exceeded", kind: "busy", explained: "salesforce.login_rate" },
  { error: "invalid_client_id", kind: "client", explained: "salesforce.unknown_key" },
  {
    error: "invalid_client",
    description: /must be installed/i,
    kind: "client",
    explained: "salesforce.not_installed",
  },
  { error: "OAUTH_APPROVAL_ERROR_GENERIC", kind: "configuration", explained: "salesforce.not_installed" },
  { error: "invalid_client", kind: "client", explained: "salesforce.wrong_secret" },
  { error: "invalid_client_credentials", kind: "client", explained: "salesforce.wrong_secret" },
  { error: "OAUTH_APP_BLOCKED", kind: "suspended", explained: "salesforce.blocked" },
  { error: "OAUTH_APP_ACCESS_DENIED", kind: "suspended", explained: "salesforce.not_approved" },
  { error: "invalid_app_access", kind: "suspended", explained: "salesforce.not_approved" },
  { error: "invalid_scope", kind: "configuration", explained: "salesforce.scope" },
  { error: "unsupported_grant_type", kind: "configuration", explained: "salesforce.flow_off" },
  { error: "redirect_uri_mismatch", kind: "configuration" },
];
