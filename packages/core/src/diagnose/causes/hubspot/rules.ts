import type { CauseRule, CommonEvidence } from "../rule.ts";

/** The causes that only HubSpot has. */
export const hubspotRules = [
  {
    id: "hubspot.uninstalled",
    provider: "hubspot",
    tokenStillGood: false,
    of: { dead_refresh: 26 },
    evidence: [[30, { signal: ["revoked", "installed"] }]],
    proof: [
      [78, { code: "bad_refresh_token", provider: "hubspot" }],
      [78, { words: /missing or (?:invalid|unknown) refresh token/ }],
      [70, { words: /refresh token is invalid/, provider: "hubspot" }],
    ],
    rulesOut: ["revoked", "rotated_not_saved", "idle"],
  },
  {
    id: "hubspot.refresh_other_app",
    provider: "hubspot",
    refines: "hubspot.uninstalled",
    tokenStillGood: true,
    of: {},
    evidence: [
      [
        70,
        {
          words: [
            /(?:own|other|another|different|wrong|new|production|sandbox|test|second) (?:hubspot )?(?:public )?app\b/,
            /client_?id (?:of|from)|(?:other|another|different|wrong) client|programmatic/,
            /app'?s (?:own )?credentials/,
          ],
        },
      ],
    ],
    proof: [[112, { words: /not issued (?:to|for) this client/, provider: "hubspot" }]],
    rulesOut: ["kept_one_counts"],
  },
  {
    id: "hubspot.scopes_differ",
    provider: "hubspot",
    tokenStillGood: null,
    of: { scope: 14, denied: 6 },
    proof: [
      [
        104,
        {
          words: [
            /mismatch between the scopes|provided scopes are insufficient/,
            /insufficient scopes were provided|scopes? in the (?:install )?url/,
            /permissions to request the set of scopes/,
          ],
        },
      ],
    ],
    rulesOut: [
      "hubspot.installer_rights",
      "scope_too_small",
      "denied_by_user",
      "denied_by_admin",
      "scope_unknown",
    ],
  },
  {
    id: "hubspot.scope_name",
    provider: "hubspot",
    tokenStillGood: null,
    of: { scope: 16 },
    proof: [
      [
        100,
        {
          words: /invalid scope name was provided|(?:unknown|invalid) scopes? ?(?:name|\[)/,
          provider: "hubspot",
        },
      ],
      [96, { words: /invalid scope name was provided/ }],
    ],
    rulesOut: ["scope_unknown", "hubspot.scopes_differ"],
  },
  {
    id: "hubspot.installer_rights",
    provider: "hubspot",
    tokenStillGood: null,
    of: { denied: 10, scope: 8 },
    proof: [
      [
        96,
        {
          words: [
            /not a (?:super )?admin|super admin|user_does_not_have_permissions/,
            /you don't have (?:permission|access) to (?:install|connect|authorize)/,
            /(?:do|does) ?n[o']t have (?:the )?(?:right |required )?permissions? to (?:install|connect|authori[sz]e|approve)/,
            /marketplace access/,
          ],
          provider: "hubspot",
        },
      ],
      [
        90,
        {
          words: [
            /account (?:doesn'?t|does not) have access to the scopes/,
            /missing scopes that (?:require|are only)/,
            /(?:requires?|needs?) (?:a )?(?:professional|enterprise|paid|higher)/,
          ],
          provider: "hubspot",
        },
      ],
    ],
    rulesOut: ["denied_by_user", "denied_by_admin", "hubspot.scopes_differ"],
  },
  {
    id: "hubspot.account",
    provider: "hubspot",
    tokenStillGood: null,
    proof: [
      [
        88,
        {
          words: [
            /developer (?:account|portal)[^|]{0,80}(?:install|cannot|can't|not)/,
            /(?:install|connect)[^|]{0,80}developer (?:account|portal)/,
            /test account[^|]{0,60}(?:expired|another developer)|install(?:ation)? limit/,
            /reached (?:the|its) (?:maximum )?(?:number|limit) of (?:installs|accounts)/,
            /more than 25|access to some hubspot features/,
          ],
          provider: "hubspot",
        },
      ],
    ],
    rulesOut: ["denied_by_user", "denied_by_admin"],
  },
  {
    id: "hubspot.api_key_ended",
    provider: "hubspot",
    tokenStillGood: null,
    proof: [
      [
        98,
        {
          words: [
            /hapikey|developer api key/,
            /api key (?:provided )?(?:is )?(?:invalid|deprecated|no longer)/,
            /(?:this )?api key[^|]{0,60}hubspot/,
            /keys? (?:are|were|have been) (?:deprecated|sunset)/,
          ],
          provider: "hubspot",
        },
      ],
    ],
    rulesOut: ["access_expired", "header_wrong"],
  },
  {
    id: "hubspot.private_app_token",
    provider: "hubspot",
    tokenStillGood: null,
    proof: [
      [
        92,
        {
          words: [
            /\bpat-(?:na|eu|ap)?[a-z0-9]|private app[^|]{0,120}(?:oauth|refresh|client id)/,
            /(?:oauth|refresh|client id)[^|]{0,120}private app/,
          ],
          provider: "hubspot",
        },
      ],
    ],
  },
  {
    id: "hubspot.token_unknown",
    provider: "hubspot",
    tokenStillGood: true,
    of: { token_refused: 8 },
    proof: [
      [
        82,
        {
          words: [
            /oauth-?token[^|]{0,60}(?:invalid|could not be|not be recognized|malformed|not found)/,
            /authentication credentials not found/,
            /any of the listed authentication credentials are missing|invalid_authentication/,
          ],
          provider: "hubspot",
        },
      ],
      [
        112,
        {
          words: /1970-01-01|expired \d{5,7} day|personal access key/,
          provider: "hubspot",
          stage: ["api-call", "refresh"],
        },
      ],
    ],
    rulesOut: ["wrong_audience", "access_expired"],
  },
  {
    id: "hubspot.install_link",
    provider: "hubspot",
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /install(?:ation)? link (?:is no longer|is not|isn't) valid|invalid install(?:ation)? (?:link|url)/,
            /please visit hubspot'?s app marketplace/,
          ],
        },
      ],
    ],
    rulesOut: ["callback_elsewhere", "error_on_page", "nothing_listens", "hubspot.account"],
  },
] as const satisfies readonly CauseRule[];

/** Evidence in the codes and words of HubSpot for causes that any provider may have. */
export const hubspotEvidence = [
  [
    "request_format",
    [90, { words: /invalid json input/, stage: ["token-exchange", "refresh"], provider: "hubspot" }],
  ],
  ["code_too_old", [94, { words: /expired_auth_code|auth(?:orization)? code (?:has |is )?expired/ }]],
  ["code_twice", [90, { code: "bad_auth_code" }]],
  ["code_twice", [88, { words: /missing or (?:invalid|unknown) (?:auth(?:orization)? )?code/ }]],
  ["unknown_client", [94, { code: "bad_client_id" }]],
  [
    "unknown_client",
    [
      92,
      {
        words: [
          /client_?id d'application invalide|invalid app client_?id/,
          /missing or invalid client id|invalid client_?id was provided/,
        ],
      },
    ],
  ],
  ["wrong_secret", [94, { code: "bad_client_secret" }]],
  [
    "wrong_secret",
    [
      90,
      { words: [/missing or (?:invalid|unknown) client secret/, /client secret (?:does not|doesn't) match/] },
    ],
  ],
  ["code_other_redirect", [98, { code: ["mismatch_redirect_uri_auth_code"] }]],
  [
    "redirect_mismatch",
    [
      88,
      {
        words: [
          /redirect ur[li][^|]{0,160}match the app's registered/,
          /app's registered redirect ur[il]|bad_redirect_uri[^|]{0,80}hub/,
        ],
      },
    ],
  ],
  ["scope_too_small", [98, { code: "missing_scopes" }]],
  [
    "scope_too_small",
    [
      92,
      {
        words: [
          /hasn't been granted all required scopes/,
          /oauth-?token[^.|]{0,80}(?:does not|doesn't) have proper permissions/,
          /app hasn.?t been granted/,
        ],
      },
    ],
  ],
  ["access_expired", [84, { code: "expired_authentication" }]],
  ["request_format", [90, { code: "bad_grant_type" }]],
] as const satisfies readonly CommonEvidence[];
