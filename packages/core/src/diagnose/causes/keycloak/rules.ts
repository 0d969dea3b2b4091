import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only Keycloak has. */
export const keycloakRules = [
  {
    id: "keycloak.session_ended",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 22 },
    evidence: [[18, { words: /idle|30 min|1800|timeout|max|logged out|restart/ }]],
    proof: [
      [72, { words: /token (?:is )?not active/ }],
      [
        82,
        {
          words:
            /session not active|token is not active|user session not found|client session not active|no session|session expired|issued before the client session/,
          stage: "refresh",
        },
      ],
      [72, { words: /session not active|token is not active/ }],
    ],
  },
  {
    id: "keycloak.offline_session",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    proof: [[88, { words: /offline (?:user )?session (?:not (?:active|found))/ }]],
  },
  {
    id: "keycloak.reuse",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 4 },
    evidence: [[16, { signal: "concurrent" }]],
    proof: [[92, { words: /maximum allowed refresh token reuse|reuse exceeded|stale token/ }]],
  },
  {
    id: "keycloak.host_name",
    provider: "keycloak",
    tokenStillGood: true,
    of: { token_refused: 10, dead_refresh: 3 },
    evidence: [
      [36, { words: /docker|container|localhost|internal|hostname|kc_hostname|frontend|proxy|http:\/\// }],
    ],
    proof: [[84, { words: /invalid token issuer|expected[^.]{0,60}realms/ }]],
  },
  {
    id: "keycloak.lifetime_overflow",
    provider: "keycloak",
    tokenStillGood: false,
    of: { dead_refresh: 1 },
    evidence: [[90, { words: /2038|overflow|\b\d{4,6} days|\b\d{10,14} ?(?:s\b|sec)/ }]],
  },
  {
    id: "keycloak.account_setup",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[90, { words: /account is not fully set up|resolve_required_actions/ }]],
  },
  {
    id: "keycloak.https_required",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [[90, { words: /https required/ }]],
  },
  {
    id: "keycloak.old_path",
    provider: "keycloak",
    tokenStillGood: null,
    of: { server_error: 1 },
    proof: [
      [
        64,
        {
          words:
            /\/auth\/realms|realm does not exist|resource_not_found|unable to find matching target resource/,
        },
      ],
      [60, { status: 404, provider: "keycloak" }],
    ],
  },
  {
    id: "keycloak.login_timeout",
    provider: "keycloak",
    tokenStillGood: null,
    proof: [
      [
        82,
        {
          words:
            /cookie not found|cookie_not_found|restart login|temporarily_unavailable|authentication_expired|login timeout|already[_ ]logged[_ ]in/,
        },
      ],
    ],
  },
] as const satisfies readonly CauseRule[];

/** What the codes and words of Keycloak say for causes that any provider may have. */
export const keycloakEvidence = [
  ["code_twice", [80, { words: /code not valid/ }]],
  ["code_too_old", [70, { words: /code (?:is )?not valid|code is expired/ }]],
  ["code_other_redirect", [88, { words: /incorrect redirect_uri/ }]],
  ["redirect_mismatch", [88, { words: /invalid parameter: redirect_uri/ }]],
  ["verifier_wrong", [84, { words: /code mismatch/ }]],
  ["pkce_missing", [88, { words: /missing parameter: code_challenge/ }]],
  [
    "wrong_secret",
    [
      50,
      { words: /invalid client (?:secret|or invalid client credentials|credentials)/, provider: "keycloak" },
    ],
  ],
  [
    "grant_not_allowed",
    [
      88,
      {
        words:
          /client not (?:enabled|allowed) (?:to|for)|not allowed for direct access|standard flow is disabled/,
      },
    ],
  ],
  ["other_client_token", [90, { words: /session doesn't have required client|unmatching clients/ }]],
  ["password_wrong", [88, { words: /invalid user credentials/ }]],
] as const satisfies readonly CommonEvidence[];
