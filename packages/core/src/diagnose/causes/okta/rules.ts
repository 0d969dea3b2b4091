import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only Okta has. */
export const oktaRules = [
  {
    id: "okta.policy",
    provider: "okta",
    tokenStillGood: null,
    of: { denied: 14 },
    evidence: [[16, { words: /policy|rule/ }]],
    proof: [[90, { words: /policy evaluation failed|no_matching_(?:policy|scope)/ }]],
  },
  {
    id: "okta.authorization_server",
    provider: "okta",
    tokenStillGood: true,
    of: { no_callback: 14, bad_client: 4, scope: 12, token_refused: 8, audience: 8 },
    evidence: [
      [
        26,
        {
          words:
            /\/oauth2\/default|org (?:authorization )?server|custom authorization server|authorization server|issuer/,
        },
      ],
    ],
    proof: [[92, { words: /custom scopes are not allowed/ }]],
  },
  {
    id: "okta.grace_period",
    provider: "okta",
    tokenStillGood: false,
    of: { dead_refresh: 9 },
    evidence: [[30, { signal: ["rotation", "concurrent"] }]],
  },
] as const satisfies readonly CauseRule[];

/** What the codes and words of Okta say for causes that any provider may have. */
export const oktaEvidence = [
  ["wrong_secret", [84, { words: /client secret supplied for a confidential client is invalid/ }]],
  [
    "denied_by_admin",
    [
      90,
      {
        words:
          /user is not assigned to (?:the|this) client|not assigned to (?:this|the) (?:client )?application/,
      },
    ],
  ],
  [
    "redirect_mismatch",
    [90, { words: /must be (?:a|an?) (?:login|sign-in) redirect uri|login redirect uri in the client/ }],
  ],
  ["scope_unknown", [84, { words: /scopes are not configured for the authorization server/ }]],
  ["unknown_client", [80, { words: /invalid value for 'client_id'/ }]],
  ["pkce_missing", [88, { words: /pkce code verifier is required|pkce code challenge is required/ }]],
  ["access_expired", [70, { words: /e0000011|e0000005|invalid session/ }]],
] as const satisfies readonly CommonEvidence[];
