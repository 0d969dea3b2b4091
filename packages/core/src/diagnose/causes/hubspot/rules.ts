import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only HubSpot has. */
export const hubspotRules = [
  {
    id: "hubspot.uninstalled",
    provider: "hubspot",
    tokenStillGood: false,
    of: { dead_refresh: 22 },
    evidence: [[30, { signal: ["revoked", "installed"] }]],
    proof: [
      [72, { code: "bad_refresh_token", provider: "hubspot" }],
      [70, { words: /missing or (?:invalid|unknown) refresh token|refresh token is invalid/ }],
    ],
  },
  {
    id: "hubspot.scopes_differ",
    provider: "hubspot",
    tokenStillGood: null,
    of: { scope: 14, denied: 6 },
    proof: [
      [
        96,
        {
          words:
            /mismatch between the scopes|provided scopes are insufficient|scopes? in the (?:install )?url/,
        },
      ],
    ],
  },
  {
    id: "hubspot.installer_rights",
    provider: "hubspot",
    tokenStillGood: null,
    of: { denied: 10, scope: 8 },
    proof: [
      [
        84,
        {
          words:
            /not a (?:super )?admin|super admin|user_does_not_have_permissions|account (?:doesn'?t|does not) have access to the scopes|authorization failed because/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];

/** What the codes and words of HubSpot say for causes that any provider may have. */
export const hubspotEvidence = [
  ["code_twice", [84, { code: "bad_auth_code" }]],
  ["unknown_client", [84, { code: "bad_client_id" }]],
  ["code_other_redirect", [90, { code: "mismatch_redirect_uri_auth_code" }]],
  ["scope_too_small", [84, { code: "missing_scopes" }]],
  ["access_expired", [84, { code: "expired_authentication" }]],
] as const satisfies readonly CommonEvidence[];
