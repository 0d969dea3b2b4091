import type { CauseRule } from "../rule.ts";
import { onceAndSince } from "../words.ts";

/** The causes that only Auth0 has. What recognises a refusal is in `providers/auth0/refusals.ts`. */
export const auth0Rules = [
  {
    id: "auth0.api_forbids_offline",
    provider: "auth0",
    tokenStillGood: null,
    of: { no_refresh_token: 34 },
    evidence: [
      [-40, { stage: "refresh" }],
      [14, { signal: ["audience", "offline"] }],
    ],
  },
  {
    id: "auth0.spa_rotation",
    provider: "auth0",
    tokenStillGood: null,
    of: { no_refresh_token: 8 },
    evidence: [[36, { signal: "spa" }]],
  },
  {
    id: "auth0.reuse",
    provider: "auth0",
    tokenStillGood: false,
    of: { dead_refresh: 14 },
    evidence: [
      [36, { signal: "concurrent" }],
      [20, { words: /\bferrt\b|leeway|overlap/ }],
    ],
    proof: [[64, { words: /\bferrt\b|reused? (?:refresh )?token|token reuse/ }]],
  },
  {
    id: "auth0.lifetime",
    provider: "auth0",
    tokenStillGood: false,
    of: { dead_refresh: 11 },
    evidence: [
      [
        38,
        {
          words: [
            /30 days|thirty days|every month|monthly|absolute|maximum lifetime|2[,.]?592[,.]?000/,
            /fertft|(?:used|use it) (?:every day|daily)|although[^.]{0,30}daily/,
            onceAndSince,
          ],
        },
      ],
      [12, { words: onceAndSince }],
    ],
  },
  {
    id: "auth0.idle_lifetime",
    provider: "auth0",
    tokenStillGood: false,
    of: { dead_refresh: 8 },
    evidence: [[46, { signal: "quiet_period" }]],
  },
  {
    id: "auth0.crowded_out",
    provider: "auth0",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    evidence: [
      [44, { signal: "many_logins" }],
      [30, { words: /\b200\b/ }],
    ],
  },
  {
    id: "auth0.rotation_switched",
    provider: "auth0",
    tokenStillGood: false,
    of: { dead_refresh: 3 },
    evidence: [
      [
        46,
        {
          words: [
            /(?:switch|turn|chang|enabl|activat|toggl)[^.]{0,30}rotation/,
            /rotation[^.]{0,30}(?:switched|turned|enabled|changed|activated|toggled)/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.user_deleted",
    provider: "auth0",
    tokenStillGood: false,
    of: {},
    proof: [[132, { refusal: "auth0.user_deleted" }]],
  },
  {
    id: "auth0.user_blocked",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [
      [130, { refusal: "auth0.user_blocked" }],
      [112, { words: /\buser is blocked\b/ }],
    ],
  },
  {
    id: "auth0.wrong_secret",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [
      [60, { refusal: "auth0.wrong_secret" }],
      [56, { provider: "auth0", stage: "callback", text: /^\s*unauthorized[.!]?\s*$/ }],
    ],
  },
  {
    id: "auth0.assertion",
    provider: "auth0",
    tokenStillGood: true,
    of: { bad_client: 3, bad_assertion: 22 },
    evidence: [[40, { words: /private_key_jwt|client.?assertion|\bjti\b/ }]],
    proof: [[74, { words: /client.?assertion|private_key_jwt/ }]],
  },
  {
    id: "auth0.grant_off",
    provider: "auth0",
    tokenStillGood: true,
    of: { grant_type: 12 },
    proof: [
      [120, { refusal: "auth0.grant_off" }],
      [100, { words: /grant type '?[\w:/.-]{3,80}'? not allowed for the client/ }],
    ],
  },
  {
    id: "auth0.unknown_audience",
    provider: "auth0",
    tokenStillGood: true,
    of: { audience: 14 },
    proof: [
      [130, { refusal: "auth0.unknown_audience" }],
      [84, { words: /service not (?:enabled|found)/ }],
    ],
  },
  {
    id: "auth0.client_grant",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [
      [130, { refusal: "auth0.client_grant" }],
      [82, { words: /client[- ]grant|not authorized to access|not been granted scopes/ }],
    ],
  },
  {
    id: "auth0.third_party",
    provider: "auth0",
    tokenStillGood: true,
    of: { bad_client: 2, grant_type: 4, no_callback: 3, denied: 2 },
    evidence: [[50, { signal: "third_party" }]],
    proof: [
      [74, { words: /\btpc_/ }],
      [64, { words: /open_redirect_protection|redirection_policy/ }],
    ],
  },
  {
    id: "auth0.action_denied",
    provider: "auth0",
    tokenStillGood: true,
    of: { denied: 24 },
    evidence: [
      [30, { signal: "action" }],
      [-20, { refusal: "auth0.wrong_secret" }],
    ],
  },
  {
    id: "auth0.mfa",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [[128, { refusal: "auth0.mfa" }]],
  },
  {
    id: "auth0.loopback_confirmation",
    provider: "auth0",
    tokenStillGood: true,
    of: { interaction: 5 },
    evidence: [
      [24, { code: "interaction_required" }],
      [24, { code: ["consent_required", "interaction_required"], signal: ["localhost", "native"] }],
    ],
  },
  {
    id: "auth0.login_lost",
    provider: "auth0",
    tokenStillGood: null,
    of: {},
    proof: [
      [130, { refusal: "auth0.login_lost" }],
      [82, { words: /back button|find your session|couldn'?t find your session/ }],
    ],
  },
  {
    id: "auth0.no_audience",
    provider: "auth0",
    tokenStillGood: true,
    of: { token_refused: 6 },
    evidence: [
      [56, { signal: "opaque" }],
      [14, { signal: "audience" }],
    ],
    proof: [
      [62, { signal: "opaque", stage: "api-call" }],
      [56, { words: /opaque|jwt malformed|malformed jwt|not a jwt/ }],
    ],
    rulesOut: ["id_token_as_access", "access_expired"],
  },
  {
    id: "auth0.issuer_slash",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [
      [110, { address: "issuer_slash" }],
      [110, { words: /(?:issuer|\biss\b).{0,60}expected:? ?"?https:\/\/[\w.-]{4,80}(?:["',]|\s|$)/ }],
      [
        66,
        {
          signal: "issuer",
          words: [
            /(?:issuer|\biss\b)[^.]{0,40}(?:mismatch|invalid|unexpected|slash|differ|expected)/,
            /(?:unexpected|invalid|wrong)[^.]{0,12}(?:issuer|iss\b)/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.grant_gone",
    provider: "auth0",
    tokenStillGood: false,
    of: {},
    proof: [[132, { refusal: "auth0.grant_gone" }]],
  },
  {
    id: "auth0.mrrt",
    provider: "auth0",
    tokenStillGood: true,
    of: { audience: 2 },
    proof: [
      [
        78,
        { signal: "mrrt", not: { words: /unknown or invalid refresh token|invalid_grant|at the same time/ } },
      ],
      [50, { words: /(?:refresh|exchange)[^.]{0,60}(?:wrong|other|another|old|same|first) audience/ }],
    ],
  },
  {
    id: "auth0.token_vault",
    provider: "auth0",
    tokenStillGood: null,
    of: {},
    proof: [[82, { signal: "token_vault" }]],
  },
  {
    id: "auth0.organization",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        80,
        {
          words: [
            /parameter organization/,
            /organization[^.]{0,40}(?:is invalid|not (?:allowed|enabled|part|a member))/,
            /org_[a-z0-9]{6}/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.rules_ended",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        72,
        {
          words: [
            /(?:rules?|hooks?)\b[^.]{0,60}(?:stop|end|deprecat|18 nov|vanish|no longer|gone)/,
            /claims? (?:\w{1,20} ){0,3}(?:vanish|missing|gone|disappear)/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.connection_off",
    provider: "auth0",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        78,
        {
          words: [
            /connection (?:is )?not enabled|no connections? enabled|connection was disabled/,
            /the connection[^.]{0,30}(?:disabled|not found)/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.logout_address",
    provider: "auth0",
    tokenStillGood: true,
    of: {},
    rulesOut: ["logout_redirect"],
    proof: [[124, { words: /returnto[^.]{0,60}|post_logout_redirect_uri|allowed logout urls/ }]],
  },
  {
    id: "auth0.custom_domain",
    provider: "auth0",
    tokenStillGood: true,
    of: { dead_refresh: 2, bad_code: 4, token_refused: 4, interaction: 4 },
    evidence: [[42, { signal: "custom_domain" }]],
  },
  {
    id: "auth0.spa_auth_method",
    provider: "auth0",
    tokenStillGood: true,
    refines: "auth0.wrong_secret",
    of: {},
    proof: [[104, { words: /pkce_not_allowed|enable pkce support in the settings/ }]],
    evidence: [
      // Lines of browsers and auth0.js: such a program sends no secret.
      [
        64,
        {
          text: /post https:\/\/[^ |]{5,100}\/oauth\/token 40[013]\b|xhrpost https:\/\/|original: ?(?:error: )?unsuccessful http response/,
          not: { words: /client_?secret/ },
        },
      ],
      [
        70,
        {
          text: /password-realm[^|]{0,300}\bscope|password-realm[^|]{0,300}\brealm/,
          not: { words: /client_?secret/ },
        },
      ],
      [
        60,
        {
          words: [
            /angular|\breact\b|\bvue\b|svelte|single[- ]page|\bspa\b|auth0-spa|default app|ionic/,
            /flutter|react[- ]native|mobile app|in the browser/,
          ],
          not: { words: /regular web app|flask|django|laravel|\bphp\b|client_?secret|express\b/ },
        },
      ],
    ],
    rulesOut: ["wrong_secret", "auth0.action_denied", "denied_by_admin", "denied_by_user", "secret_missing"],
  },
  {
    id: "auth0.web_app_type",
    provider: "auth0",
    tokenStillGood: true,
    refines: "auth0.wrong_secret",
    of: {},
    evidence: [
      [
        104,
        {
          words: [
            /(?:\bnative\b|single[- ]page|\bspa\b|method:? "?none|\bnone\b)[^|]{0,200}(?:flask|django|server|laravel|express|rails|web app)/,
            /(?:flask|django|laravel|express|rails|python|server)[^|]{0,200}(?:\bis native\b|type is (?:native|single)|method:? "?none|\bnone\b)/,
          ],
        },
      ],
    ],
    rulesOut: ["wrong_secret", "auth0.action_denied", "denied_by_admin", "denied_by_user", "auth_method"],
  },
  {
    id: "auth0.m2m_app",
    provider: "auth0",
    tokenStillGood: true,
    refines: "auth0.grant_off",
    of: {},
    evidence: [[60, { words: /client_credentials/ }]],
    rulesOut: ["grant_not_allowed"],
  },
  {
    id: "auth0.audience_at_login",
    provider: "auth0",
    tokenStillGood: true,
    of: { interaction: 4, no_refresh_token: 4 },
    evidence: [
      [
        74,
        {
          words: [
            /token ?silently\({? ?audience|(?:different|another|other|second|new) audience/,
            /(?:provider|login|client) has no audience|without (?:an? )?audience at/,
          ],
        },
      ],
    ],
    proof: [
      [
        100,
        {
          words: [
            /log(?:in|inwith\w{3,12})\b[^|.]{0,30}\b(?:with|has|had|sets?|gives?|passes) (?:an? |the )?audience[^|]{0,120}(?:cannot|can'?t|could not|no|not|without|unable)[^|.]{0,24}audience/,
            /(?:cannot|can'?t|could not|no way to|unable to|not possible to) (?:give|pass|set|specify|provide)[^|.]{0,12}audience/,
            /token ?silently\b.{0,200}(?:no|not (?:see|find|have|send|contain|include)\w{0,12}|without|missing)[^|.]{0,12} audience/,
          ],
          stage: "refresh",
        },
      ],
      [96, { words: /missing refresh token \(audience/ }],
    ],
    rulesOut: ["kept_one_counts", "auth0.mrrt", "offline_not_asked", "offline_not_allowed", "token_absent"],
  },
  {
    id: "auth0.web_origin",
    provider: "auth0",
    tokenStillGood: true,
    of: { interaction: 3, cors: 4 },
    evidence: [
      [
        44,
        {
          words: [
            /refresh(?:ing|ed)? the page|(?:page|browser) (?:refresh|reload)/,
            /after (?:a )?(?:reload|refresh)\b|web_message|web origin/,
          ],
        },
      ],
    ],
    proof: [
      [
        84,
        {
          words: [
            /allowed web origins|web_message response mode/,
            /origin[^.]{0,40}not (?:allowed|registered|in)/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.developer_keys",
    provider: "auth0",
    tokenStillGood: true,
    proof: [
      [120, { words: /\bdev(?:eloper|elopment)? keys\b/ }],
      [
        136,
        {
          code: "login_required",
          words: [
            /(?:e-?mail|password|database|user ?name)[^|]{0,80}\b(?:google|facebook|github|linkedin|twitter|microsoft|apple|social)\b/,
            /\b(?:google|facebook|github|linkedin|twitter|microsoft|apple|social)\b[^|]{0,120}(?:(?:e-?mail|password|database|user ?name)[^|.]{0,40}(?:works?|fine|ok)|(?:works?|fine|ok)[^|.]{0,40}(?:e-?mail|password|database|user ?name))/,
            /(?:only|just)[^|.]{0,24}(?:with|for|by|via|using|through) (?:the )?(?:google|facebook|github|linkedin|twitter|social)/,
          ],
        },
      ],
    ],
    rulesOut: ["login_needed", "third_party_cookies", "auth0.web_origin"],
  },
  {
    id: "auth0.consent_localhost",
    provider: "auth0",
    tokenStillGood: true,
    refines: "consent_needed",
    of: { interaction: 3 },
    evidence: [[62, { code: "consent_required", signal: "localhost" }]],
    rulesOut: ["login_needed", "third_party_cookies"],
  },
  {
    id: "auth0.client_id_as_audience",
    provider: "auth0",
    tokenStillGood: true,
    refines: "auth0.unknown_audience",
    of: { audience: 2 },
    evidence: [
      [
        60,
        {
          words: [
            /service not found: [a-z0-9]{32}\b|service not found: fakeclientid/,
            /client[ _]?id (?:\w{1,20} ){0,12}(?:as|into|for) (?:the )?audience/,
            /audience[^.]{0,30}client[ _]?id/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.attack_protection",
    provider: "auth0",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        112,
        {
          words: [
            /too_many_attempts|blocked after (?:multiple|too many)/,
            /suspicious request requires verification|brute[- ]force|breached password/,
            /password_leaked|requires_verification/,
          ],
        },
      ],
    ],
  },
  {
    id: "auth0.legacy_grant",
    provider: "auth0",
    refines: "auth0.grant_off",
    tokenStillGood: null,
    proof: [[104, { words: /\/oauth\/ro\b|legacy\/grant-type\/(?:ro|delegation)/ }]],
    evidence: [
      [
        90,
        {
          words: [
            /auth0\.com\/oauth\/legacy\/grant-type|legacy\/grant-type\/(?:ro|delegation)/,
            /oidc[- _]?conformant/,
            /\/oauth\/ro\b|\/delegation\b[^|]{0,60}(?:not (?:allowed|enabled)|disabled|forbidden)/,
          ],
        },
      ],
    ],
    rulesOut: ["auth0.grant_off", "grant_not_allowed", "wrong_secret"],
  },
] as const satisfies readonly CauseRule[];
