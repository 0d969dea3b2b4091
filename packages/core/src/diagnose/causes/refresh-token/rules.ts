import type { CauseRule } from "../rule.ts";
import { asleep, endsInUse, newLoginInVain, onceAndSince, savesEach, setLonger } from "../words.ts";

/** The causes of a refused refresh token that any provider may have. */
export const refreshTokenRules = [
  {
    id: "rotated_not_saved",
    tokenStillGood: false,
    of: { dead_refresh: 18 },
    evidence: [
      // The Mobile SDK keeps each new token by itself.
      [-24, { provider: "salesforce", text: /com\.salesforce\.oauth/ }],
      [45, { signal: "second_time" }],
      [30, { signal: "not_saved" }],
      [14, { signal: "rotation" }],
      [
        24,
        {
          words: [
            /rotating|single[- ]use|one[- ]time use|can be used only once|stays the same/,
            /not changed|(?:first|initial|original) (?:login|setup|refresh token)|initial oauth/,
            /only (?:stor|sav|keep|tak|updat|writ|persist)\w{0,12} (?:the )?(?:new )?access[ _]?token/,
          ],
        },
      ],
      [-40, { words: savesEach }],
      [28, { words: endsInUse }],
      [-12, { provider: ["google", "hubspot"] }],
    ],
    proof: [
      [
        60,
        {
          words: [
            /reuse (?:has been )?detected|refresh token (?:has )?already been used|reuse exceeded/,
            /token reuse|stale token/,
          ],
        },
      ],
    ],
  },
  {
    id: "concurrent_refresh",
    tokenStillGood: false,
    of: { dead_refresh: 13 },
    evidence: [
      // A log in which the same refusal stands twice at one instant.
      [
        50,
        {
          text: /invalid_grant.{0,400}(\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d).{0,600}invalid_grant.{0,400}\1/,
        },
      ],
      [45, { signal: "concurrent" }],
      [
        40,
        {
          words:
            /(?:several|many|multiple|two|three|both|more than one|\b\d{1,2}\+?) (?:[a-z-]+ ){0,2}(?:terminals?|workspaces?|worktrees?|checkouts|editors?|ides?|windows|agents)\b/,
        },
      ],
      [
        36,
        {
          words:
            /(?:worktrees?|checkouts|terminals?|agents|sessions)\b[^|]{0,80}(?:same|one) (?:machine|computer|laptop|box|host)|(?:same|one) (?:machine|computer|laptop)[^|]{0,60}shar/,
        },
      ],
      [24, { words: savesEach }],
      [36, { words: endsInUse }],
      // The error of Auth.js: each of its server components refreshes, and none can save the new token.
      [38, { text: /refresh(?:access)?tokenerror\b/ }],
      [
        36,
        {
          words:
            /(?:refresh )?lock (?:lives?|lasts?|expires?|ends?|is held|runs? out)|lock[- ](?:ttl|timeout|duration)/,
        },
      ],
      [8, { signal: "rotation" }],
      [-10, { provider: ["google", "hubspot"] }],
    ],
    proof: [
      [52, { words: /\bferrt\b|reuse exceeded|token reuse/ }],
      [70, { words: savesEach, stage: "refresh", not: { signal: ["clock", "secret_changed", "restored"] } }],
    ],
  },
  {
    id: "answer_lost",
    tokenStillGood: false,
    of: { dead_refresh: 4 },
    proof: [
      [
        116,
        {
          words:
            /(?:kill|crash|clos|terminat|quit|swip|suspend|died|stopp|abort)[^|.]{0,60}(?:before|until|while)[^|.]{0,30}(?:response|answer|reply|result|new token|renewal)[^|.]{0,24}(?:arriv|receiv|com(?:es|ing)|sav|stor|return|process|finish|came|got\b|complet)/,
          stage: "refresh",
          grant: "refresh_token",
          text: /reus|invalid_grant|already|ferrt|revoked|refresh token/,
        },
      ],
      [90, { code: "rotation_lost" }],
    ],
    evidence: [
      [50, { signal: "killed" }],
      [-8, { provider: ["google", "hubspot"] }],
    ],
  },
  {
    id: "restored_copy",
    tokenStillGood: false,
    of: { dead_refresh: 2 },
    evidence: [[50, { signal: "restored" }]],
  },
  {
    id: "shared_token",
    tokenStillGood: false,
    of: { dead_refresh: 5 },
    evidence: [
      [42, { signal: "second_environment" }],
      [
        -30,
        {
          words: /(?:same|one|single) (?:machine|computer|laptop|box)\b/,
          not: { words: /docker|container/ },
        },
      ],
      [
        44,
        {
          words: [
            /(?:internally|also|itself) refreshes/,
            /refreshes (?:it|them|(?:the|our) (?:tokens?|credentials?)) (?:too|as well|itself)/,
          ],
        },
      ],
    ],
  },
  {
    id: "token_stolen",
    tokenStillGood: false,
    of: { dead_refresh: 1 },
    evidence: [[48, { words: /stolen|theft|thief|leak(?:ed|s)?\b|compromis|breach|attacker|hacked/ }]],
  },
  {
    id: "idle",
    tokenStillGood: false,
    of: { dead_refresh: 10 },
    evidence: [
      [40, { signal: "quiet_period" }],
      [6, { signal: "every_n_days" }],
      [44, { words: asleep }],
      [-40, { words: setLonger }],
      [
        -40,
        { words: /(?<!not |n't |\bun)(?:used|worked|works|fine)[^.|]{0,16} for (?:\w{1,20} )?\w{1,20} days/ },
      ],
      // They have causes of their own for it.
      [-60, { provider: ["google", "microsoft", "github"] }],
    ],
    proof: [[60, { words: /\binactiv(?:e for|ity)/ }]],
  },
  {
    id: "too_old",
    tokenStillGood: false,
    of: { dead_refresh: 8 },
    evidence: [
      [
        34,
        {
          words: [
            /used (?:every day|daily)|daily|although|even though[^.]{0,30}us/,
            /every (?:\d{1,6}|thirty|ninety|\w{1,20}) days|exactly (?:\d{1,6}|\w{1,20}) days|maximum lifetime/,
            /absolute|regularly|max(?:imum)? age/,
          ],
        },
      ],
      [56, { words: setLonger }],
      [56, { words: onceAndSince }],
      [6, { signal: "every_n_days" }],
      [-60, { provider: ["google", "microsoft", "github"] }],
    ],
  },
  {
    id: "revoked",
    tokenStillGood: false,
    of: { dead_refresh: 16 },
    evidence: [
      // Google says so of every refresh token that it does not take.
      [-34, { provider: "google", text: /expired or revoked/ }],
      [
        34,
        {
          provider: "google",
          words: [
            /\/revoke\b|removed (?:the )?(?:app|access)/,
            /(?:i|user|we|they|she|he) (?:had |has |have )?(?:just )?revoked/,
            /revoked (?:the )?(?:access|app|permission)|third-party (?:apps|access)|myaccount/,
          ],
        },
      ],
      [34, { signal: "revoked" }],
      [6, { signal: "worked_before" }],
    ],
    proof: [
      [66, { code: ["token_revoked", "provider_revoked"] }],
      [
        40,
        {
          words: [/token (?:has been |was |is )?(?:expired or )?revoked/, /grant (?:was |has been )?revoked/],
          stage: ["refresh", "api-call"],
        },
      ],
    ],
  },
  {
    id: "password_changed",
    tokenStillGood: false,
    of: { dead_refresh: 2, password_login: 12, token_refused: 1, interaction: 1 },
    evidence: [
      [48, { signal: "password_changed" }],
      [30, { signal: "password_changed", stage: "refresh", code: "login_required" }],
    ],
    rulesOut: ["access_expired", "wrong_audience"],
  },
  {
    id: "user_gone",
    tokenStillGood: null,
    of: { dead_refresh: 4, denied: 4, password_login: 4, bad_assertion: 3 },
    evidence: [[44, { signal: "user_gone" }]],
    proof: [
      [
        80,
        {
          words: [
            /account (?:is )?(?:disabled|inactive|suspended|locked)|account_inactive/,
            /user (?:is )?(?:disabled|inactive|not active|suspended)/,
          ],
        },
      ],
    ],
  },
  {
    id: "other_client_token",
    tokenStillGood: true,
    of: { dead_refresh: 8 },
    evidence: [
      [34, { signal: "other_host" }],
      [12, { signal: ["sandbox", "moved_host", "custom_domain"] }],
      [
        30,
        {
          words: [
            /(?:different|another|other|wrong|new) (?:client|app|tenant|realm|environment|issuer)/,
            /client[ _]id (?:changed|differs)/,
            /issued (?:to|for|by) (?:a |an )?(?:different|another|other)/,
          ],
        },
      ],
    ],
    proof: [
      [
        70,
        {
          words:
            /(?:does not match the id during the initial token issuance|token is not linked to client|already been claimed by another|not issued (?:to|for)|was issued to another|issued for another|does not belong to|invalid token issuer|session doesn't have required client|unmatching clients|client (?:id )?mismatch)/,
        },
      ],
      [
        96,
        {
          stage: "refresh",
          text: /invalid_client|unauthorized_client/,
          words:
            /(?:changed?|changing|new|another|different|switch(?:ed|ing)) (?:the |to |a |an |of |my |our )?(?:\w{1,20} )?client[ _-]?ids?\b/,
          not: { signal: "secret_changed" },
        },
      ],
      [
        96,
        {
          stage: "refresh",
          text: /invalid_grant/,
          words:
            /(?:changed?|changing|another|different|switch(?:ed|ing)) (?:the |to |an? |of |my |our )?(?:\w{1,20} )?client[ _-]?ids?\b/,
          not: { signal: ["secret_changed", "seven_days"] },
        },
      ],
    ],
  },
  {
    id: "token_mangled",
    tokenStillGood: true,
    of: { dead_refresh: 4 },
    evidence: [
      [
        60,
        {
          words: [
            /refresh\w{0,12}\([^)|]{0,30}\b(?:id|access)_?token\)/,
            /refresh_?token['"]? ?[:=] ?[\w.]{0,20}(?:\b|\.)(?:id|access)_?token\b/,
          ],
        },
      ],
      [
        36,
        {
          words: [
            /truncat|cut off|varchar|\b255\b|column|too long|trailing|white ?space|newline|quotes/,
            /malformed|url[- ]?encod|base64|encrypt|decrypt|copied? (?:and )?past|pasted/,
          ],
        },
      ],
    ],
    proof: [
      [
        50,
        {
          words: [
            /(?:refresh[ _]token|token) (?:is )?(?:malformed|not in (?:a |the )?(?:valid|correct|expected) format)/,
            /invalid refresh token format|illegal base64/,
          ],
        },
      ],
    ],
  },
  {
    id: "refresh_in_progress",
    tokenStillGood: true,
    retry: true,
    of: { in_progress: 80 },
    proof: [[90, { words: /already being processed|another refresh is (?:in progress|running)/ }]],
  },
  {
    id: "token_absent",
    tokenStillGood: null,
    of: {},
    proof: [
      [70, { words: /do(?:es)? not contain the necessary fields|no refresh token or refresh handler/ }],
      [
        96,
        {
          text: [
            /\b(?:missing|no|empty)_refresh_token\b|\brefresh_token_(?:missing|required|empty|absent)\b/,
            /\bmissing(?:refresh)token(?:error|exception)\b|\bnorefreshtoken/,
          ],
          stage: "refresh",
        },
      ],
      // The value in the example was never a token.
      [
        88,
        {
          words:
            /refresh_?token["']?[^.|]{0,40}(?:\babc123\b|your[-_ ]refresh|placeholder|(?:un|not )changed from the (?:readme|example|template))/,
        },
      ],
      [
        62,
        {
          words:
            /(?:missing (?:required )?parameters?:? ?['"[]?refresh_token|refresh_token (?:is )?(?:required|missing)|no refresh token (?:is )?(?:set|available|found|stored|handler)|missing refresh token|cannot refresh without|token expired and refresh token is not set)/,
        },
      ],
    ],
  },
  {
    id: "server_keys_lost",
    tokenStillGood: null,
    of: { dead_refresh: 1, token_refused: 1, state: 1, server_error: 1 },
    proof: [
      [
        70,
        {
          words:
            /(?:instances?|servers?|replicas?|nodes?)\b[^|]{0,80}(?:fails?|cannot|can't|unable) to (?:decode|decrypt|unprotect)/,
        },
      ],
      [
        84,
        {
          words: [
            /app_key\b|decryptexception|the payload is invalid|the mac is invalid/,
            /cannot decrypt the (?:refresh token|authori[sz]ation code|access token)/,
            /data ?protection|key ring|unable to unprotect|system secret|secrets[._ ]system/,
            /(?:was|could) not (?:be )?(?:found|decrypted?)[^.]{0,20}(?:key ring|with any key)/,
          ],
        },
      ],
    ],
  },
  {
    id: "old_token_kept",
    tokenStillGood: true,
    of: {},
    proof: [
      [
        160,
        {
          words: [
            newLoginInVain,
            /(?:keeps?|kept|still|always|goes on|continues) (?:\w{1,20} )?(?:using|us(?:es|ed)|sending|sends?|sent|taking|takes|took|reading|reads?|loading|loads?|picks?(?: up)?|picking(?: up)?) (?:with )?(?:the |its |an |my )?(?:old|previous|earlier|expired|stale|first|outdated) (?:refresh[ _]?)?tokens?[^|]{0,160}(?:log(?:s|ged|ging)?[ -]?in|sign(?:s|ed|ing)?[ -]?in|re-?auth|re-?connect|re-?link|new login)/,
            /(?:log(?:s|ged|ging)?[ -]?in|sign(?:s|ed|ing)?[ -]?in|re-?auth|re-?connect|new login)[^|]{0,80}(?:keeps?|kept|still|always|goes on|continues) (?:\w{1,20} )?(?:using|us(?:es|ed)|sending|sends?|sent|taking|takes|took|reading|reads?|loading|loads?|picks?(?: up)?|picking(?: up)?) (?:with )?(?:the |its |an |my )?(?:old|previous|earlier|expired|stale|first|outdated) (?:refresh[ _]?)?tokens?/,
            /two (?:different )?refresh[ _]?tokens?[^|]{0,80}(?:same (?:user|account)|cache)|(?:stored|saved) (?:refresh[ _]?)?tokens? (?:is|are|was|were) (?:never|not) (?:updated|replaced|overwritten)[^|]{0,100}(?:log(?:s|ged|ging)?[ -]?in|sign(?:s|ed|ing)?[ -]?in|re-?auth)/,
          ],
          stage: ["refresh", "keychain", "api-call"],
          // The new one worked for a time.
          not: { words: /\b(?:days?|weeks?|months?|hours?)\b/ },
        },
      ],
    ],
    rulesOut: ["microsoft.idle_90d", "rotated_not_saved", "revoked", "idle", "too_old"],
  },
  {
    id: "kept_token_overwritten",
    tokenStillGood: false,
    of: {},
    proof: [
      [
        126,
        {
          words: [
            /refresh[ _]?token\b[^|.]{0,30}(?:changed|changes|set|turned|turns|overwritten|overwrites|became|becomes|replaced|reset|goes|went|wiped|cleared)\b[^|.]{0,12}(?:to|with|by|as)? ?(?:null|none|nil|undefined|empty|nothing|blank)/,
            /(?:overwrit|replac|wip|eras|clear|delet|dropp)[^|.]{0,30}(?:stored|saved|old|existing|previous|my)? ?refresh[ _]?token[^|.]{0,40}(?:(?:with|by) (?:null|none|nil|nothing|undefined|an? empty)|because the (?:response|answer))/,
          ],
        },
      ],
    ],
    rulesOut: [
      "kept_one_counts",
      "rotated_not_saved",
      "other_client_token",
      "concurrent_refresh",
      "offline_not_asked",
      "offline_not_allowed",
    ],
  },
] as const satisfies readonly CauseRule[];
