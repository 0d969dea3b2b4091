import type { CauseRule } from "../rule.ts";
import { severalServers } from "../words.ts";

/** The causes of a login whose state or session is lost on its way through the browser. */
export const stateRules = [
  {
    id: "third_party_cookies",
    tokenStillGood: true,
    of: { interaction: 6, state: 3 },
    evidence: [
      [52, { signal: "cookies", not: { signal: "state" } }],
      [40, { words: /third[- ]party (?:cookie|storage)/ }],
      [12, { code: "login_required", signal: ["silent", "spa"] }],
    ],
    proof: [
      [
        70,
        {
          words: [
            /unable to configure verification page|monitor_window_timeout/,
            /iframe[^.]{0,40}(?:timeout|timed out)/,
          ],
        },
      ],
    ],
  },
  {
    id: "state_lost",
    tokenStillGood: null,
    of: { state: 40 },
    evidence: [[10, { signal: ["cookies", "session_lost"] }]],
    proof: [
      [
        70,
        {
          words: [
            /authorization_request_not_found|verify authorization request state|csrf_detected/,
            /mismatching_?state|state ?mismatch|correlation failed|state not equal/,
          ],
        },
      ],
      // OAuth 1 keeps the secret of its request token in the session.
      [
        62,
        {
          text: [
            /(?:no|missing|lost) (?:oauth|request)[ _](?:token )?secret|no request[ _]token/,
            /(?:request[ _]token|oauth[ _]token[ _]secret)[^.|]{0,30}(?:not found|missing|lost)/,
          ],
          stage: ["callback", "token-exchange", "authorize"],
        },
      ],
      [
        50,
        {
          words: [
            /state (?:mismatch|cookie|parameter|does not match|doesn'?t match)|invalid state|csrf/,
            /checks\.state|state (?:was|is) (?:missing|not)/,
          ],
        },
      ],
    ],
  },
  {
    id: "two_tabs",
    tokenStillGood: null,
    of: { state: 12 },
    evidence: [
      [
        40,
        {
          words: [
            /\btabs?\b|back button|twice|bookmark/,
            /(?:log(?:s|ged)? ?in|sign(?:s|ed)? ?in|click(?:s|ed)?|open(?:s|ed)?) again|reload/,
          ],
        },
      ],
    ],
    proof: [
      [
        96,
        {
          words:
            /state ?mismatch[^|]{0,400}\|[^|]{0,200}(?:instances?|windows|processes)[^|]{0,80}(?:localhost|127\.0\.0\.1|\bport\b)/,
        },
      ],
      // A setting that is wrong fails each time.
      [
        128,
        {
          text: /redirect_?ur[il][^|]{0,40}(?:passed to|match|identical|same)|verifier|state[^|.]{0,20}(?:match|differ)/,
          words: [
            /intermittent|sporadic|occasional|now and then|once in a while|from time to time/,
            /\b(?:sometimes|randomly|flaky|not always|(?:two|several|multiple|other|many) tabs)\b/,
          ],
          signal: "spa",
          stage: ["token-exchange", "callback", "refresh"],
          not: { words: severalServers },
        },
      ],
    ],
    rulesOut: ["servers_not_shared", "code_other_redirect", "redirect_mismatch"],
  },
  {
    id: "webview",
    tokenStillGood: null,
    of: { denied: 1, no_callback: 1 },
    evidence: [[44, { signal: "webview" }]],
    proof: [[74, { words: /disallowed_useragent/ }]],
  },
  {
    id: "servers_not_shared",
    tokenStillGood: null,
    of: { state: 12, bad_verifier: 12, bad_code: 3, no_callback: 6, interaction: 2 },
    evidence: [
      [
        48,
        {
          words: [
            /replicas?\b|sticky/,
            /(?:several|two|three|multiple|both|more|[2-9]) (?:\w{1,20} )?(?:pods|servers|instances|nodes)\b/,
            /cluster(?:ed| mode)|in a cluster of|scaled|load[- ]?balanc|round[- ]robin/,
          ],
        },
      ],
      [
        66,
        {
          words: [
            /in[- ]?memory(?:persistedgrants?|operational\w{0,12}| (?:store|grants?|codes?|sessions?))?\b[^|]{0,120}(?:app service|azure|aws|cloud|kubernetes|k8s|heroku|deployed|production|serverless|lambda)/,
            /(?:app service|azure|aws|cloud|kubernetes|k8s|heroku|deployed|production|serverless|lambda)[^|]{0,120}\b(?:add)?in[- ]?memory(?:persistedgrants?|operational\w{0,12})?\b/,
          ],
        },
      ],
    ],
    proof: [
      [
        76,
        {
          words:
            /(?:authorization_request_not_found|verify authorization request state|correlation failed|state ?mismatch)[^|]{0,400}\|[^|]{0,400}(?:replicas?|instances|load[- ]?balanc|sticky|pods)/,
          not: { words: /instances?[^|]{0,80}(?:localhost|127\.0\.0\.1)/ },
        },
      ],
      // An instance does not find the state that another one keeps in a file or in memory.
      [
        72,
        {
          words: [
            /\b(?:sometimes|intermittent\w{0,12}|sporadic\w{0,12}|randomly|at random|occasional\w{0,12}|now and then|from time to time|every other (?:request|time|call|login)|half (?:of )?(?:the|all)|(?:again|retry|reload|second (?:try|attempt|time))[^.|]{0,24}(?:works?|helps?|succeeds?|fine|ok))\b[^|]{0,240}(?:lambda|serverless|cloud functions?|cloud run|vercel|azure functions|replicas?|pods|(?:several|two|three|four|multiple|more|many|\d) (?:\w{1,20} )?instances|auto-?scal|load[- ]?balanc)/,
            /(?:lambda|serverless|cloud functions?|cloud run|vercel|azure functions|replicas?|pods|(?:several|two|three|four|multiple|more|many|\d) (?:\w{1,20} )?instances|auto-?scal|load[- ]?balanc)[^|]{0,240}\b(?:sometimes|intermittent\w{0,12}|sporadic\w{0,12}|randomly|at random|occasional\w{0,12}|now and then|from time to time|every other (?:request|time|call|login)|half (?:of )?(?:the|all)|(?:again|retry|reload|second (?:try|attempt|time))[^.|]{0,24}(?:works?|helps?|succeeds?|fine|ok))\b/,
          ],
          stage: ["api-call", "callback", "token-exchange"],
          not: { signal: ["dns", "timeout", "reset", "refused", "clock", "quota"] },
        },
      ],
    ],
  },
  {
    id: "state_other_host",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 6 },
    proof: [
      [
        122,
        {
          words: [
            /ur[il] (?:scheme|hostname|host|domain) \([^)|]{1,80}\) of the configured[^|]{0,60}(?:does not|doesn'?t) match/,
            /(?:state|session)\b[^|.]{0,30}cookies? (?:will|would|can|are|is)(?: not|n'?t) (?:be )?(?:shared|sent)/,
          ],
          stage: ["authorize", "callback"],
        },
      ],
    ],
    evidence: [
      [62, { words: /custom local domain|\b[a-z][\w-]{1,40}\.localhost\b/ }],
      [62, { words: /\bngrok\b|localtunnel|loca\.lt|cloudflared|trycloudflare|dev ?tunnels?\b/ }],
      [64, { address: ["differs_host", "differs_loopback", "differs_scheme"] }],
      [
        60,
        {
          words: [
            /http and (?:at )?https|\bwww\b/,
            /(?:different|other|another|second|wrong) (?:host|domain|origin|sub-?domain)/,
            /127\.0\.0\.1[^|]{0,80}localhost|localhost[^|]{0,80}127\.0\.0\.1/,
            /preview (?:url|deploy)|custom domain|sub-?domains?\b/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "other_app", "third_party_cookies"],
  },
  {
    id: "state_insecure_cookie",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 4 },
    evidence: [
      [
        64,
        {
          words: [
            /\bnext start\b|production (?:mode|build)|(?:npm|yarn|pnpm) (?:run )?(?:start|preview)\b|after (?:a |the |running )?(?:"?next )?build\b/,
            /(?:works?|fine|ok)\b[^|.]{0,40}(?:dev(?:elopment)? (?:mode|server)|yarn dev|npm run dev|next dev)\b/,
          ],
          signal: "localhost",
          not: { words: /https:\/\/(?!github)/ },
        },
      ],
      [
        62,
        {
          words: [
            /without (?:tls|https|ssl)|(?:plain|over|only) http\b|http only\b|http site/,
            /secure (?:flag|cookie|attribute)|cookie\.secure|cookie[^.]{0,12}(?:is|as) secure/,
            /not (?:have )?https|node_env|address is http\b|is http\b/,
          ],
        },
      ],
    ],
  },
  {
    id: "state_in_frame",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 4 },
    evidence: [[66, { words: /iframe|\bframe\b|embedded (?:in|app)|microsoft teams|shopify admin/ }]],
    rulesOut: ["third_party_cookies", "servers_not_shared"],
  },
  {
    id: "state_form_post",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 4 },
    evidence: [
      [
        60,
        {
          words: [
            /form_post|sign in with apple|\bapple\b|post (?:request )?(?:from|back)/,
            /cross-site post/,
          ],
        },
      ],
    ],
  },
  {
    id: "state_other_browser",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 3 },
    evidence: [
      [
        58,
        {
          words: [
            /in-?app browser|instagram|facebook app|(?:different|another|other|default) browser/,
            /\bpwa\b|home screen|email client|link in (?:the |an )?e?-?mail/,
            /\b(?:microsoft|ms|from|in) (?:word|excel|powerpoint)\b|office document/,
          ],
        },
      ],
    ],
  },
  {
    id: "state_begun_elsewhere",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 3 },
    evidence: [
      [
        64,
        {
          words: [
            /install now|marketplace|app store|app ?exchange|directly to[^.]{0,40}callback/,
            /idp[- ]initiated|begun? at the provider/,
            /from the provider'?s? (?:dashboard|portal|page)|bookmark/,
          ],
        },
      ],
    ],
  },
  {
    id: "login_expired",
    refines: "state_lost",
    tokenStillGood: null,
    of: { state: 3 },
    evidence: [
      [
        58,
        {
          words: [
            /(?:waits?|waited|stays?|stayed|idle|sits?|remains?|left open|leaves?)[^.|]{0,60}(?:\d{1,6}|several|a few|some) ?(?:min|hour)/,
            /after (?:about )?(?:\d{1,6}|several|a few|some) (?:min|hour)/,
          ],
        },
      ],
    ],
    proof: [
      [
        72,
        {
          words: [
            /(?:login|auth(?:entication|ori[sz]ation)?|sign-?in) (?:session|request|flow|attempt|transaction|ticket|challenge|page) (?:has |is |was )?(?:already )?(?:expired|timed out|not found|no longer valid)/,
            /(?:login|auth)_?(?:request|session|challenge) (?:expired|not found)/,
            /failed to get auth request/,
          ],
          not: { stage: ["refresh", "api-call"] },
        },
      ],
    ],
  },
  {
    id: "cookie_samesite_none",
    tokenStillGood: null,
    proof: [
      [
        126,
        {
          words: [
            /samesite=none[^|.]{0,40}without[^|.]{0,8}secure/,
            /interaction (?:session )?(?:id )?cookie (?:was |is )?(?:not found|missing)|no csrf value available in the session cookie/,
            /samesite[^|]{0,60}none[^|]{0,80}(?:not|without|but no|missing|lacks?)[^|.]{0,20}secure/,
          ],
        },
      ],
    ],
    rulesOut: ["state_insecure_cookie", "third_party_cookies", "state_lost", "servers_not_shared"],
  },
] as const satisfies readonly CauseRule[];
