import type { CauseRule } from "../rule.ts";
import { severalServers } from "../words.ts";

/** An address of this machine with its port, as a server calls itself. */
const innerAddress = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d{2,5}\//;

/** The causes of a redirect URI that the provider refuses or that leads elsewhere. */
export const redirectUriRules = [
  {
    id: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 46 },
    // IdentityServer names no redirect URI on its page.
    proof: [
      [120, { words: /(?:redirect_?ur[il]|callback)[^|]{0,160}https?:\/\/https?:\/\//, stage: "authorize" }],
      // Servers of league/oauth2-server say so where no secret is asked for.
      [
        92,
        {
          text: /client authentication failed|invalidclientexception/,
          words: /redirect_?ur[il]/,
          stage: "authorize",
        },
      ],
      [52, { text: /sorry, there was an error ?: ?unauthorized_client/ }],
      [76, { text: /sorry, there was an error ?: ?unauthorized_client/, words: /redirect_?uris?|deploy/ }],
    ],
    evidence: [
      [-60, { words: /logging out|post[_ ]?logout/ }],
      [8, { signal: ["slash", "localhost"] }],
      [16, { signal: "bad_redirect" }],
      [30, { address: ["differs_path", "differs_slash", "differs_case", "differs_query"] }],
    ],
  },
  {
    id: "redirect_scheme",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 8, bad_code: 1 },
    evidence: [
      [
        54,
        {
          signal: "behind_proxy",
          not: [{ address: ["sent_https", "sent_loopback", "sent_inner"] }, { text: innerAddress }],
        },
      ],
      [16, { signal: "deployed", not: { address: ["sent_https", "sent_loopback"] } }],
      [50, { words: /insecure (?:protocol|redirect|url)|insecure_?transport/, signal: "behind_proxy" }],
      [
        54,
        { address: "sent_http", not: { address: ["equal", "sent_inner", "differs_host", "differs_path"] } },
      ],
      [
        60,
        {
          words: [
            /(?:ur[il]|it)\b[^.]{0,20}(?:begins?|starts?) with https|http in there/,
            /(?:domain|host|ur[il]|scheme)\b[^.|]{0,30}\b(?:but|is|as|has) http\b(?!s|:)/,
            /\bhttp\b[^.]{0,30}(?:when|although|even though|while|but)[^.]{0,30}https/,
            /(?:force|enforce|should be|must be|want|expects?) https|['"]http['"]/,
            /\bhttp\b[^|]{0,40}(?:site|page|app|server|domain)[^.|]{0,12}(?:has|is|uses?|runs?)[^.|]{0,8}https/,
            /\bhttp:[^|\s]{0,80} (?:url |address |scheme )?(?:instead of|rather than|in place of|and not|not|where|but should be)\b[^|.]{0,24}https/,
          ],
          not: { address: "sent_https" },
        },
      ],
      [50, { address: "differs_scheme", not: { address: ["sent_loopback", "sent_inner"] } }],
      [-50, { signal: "behind_proxy", words: severalServers }],
    ],
    proof: [
      [80, { words: /insecure_?transport|must utilize https/ }],
      [70, { words: /redirect[^.]{0,60}\bhttp\b[^.]{0,24}(?:instead of|not|rather than)[^.]{0,6}https/ }],
    ],
    rulesOut: ["redirect_port", "other_app"],
  },
  {
    id: "redirect_inner_host",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 4 },
    evidence: [
      [
        62,
        {
          words:
            /(?:added|registered|authori[sz]ed|set)[^|]{0,60}redirect ur[il]s?[^|]{0,24}https:\/\/(?!localhost)[\w.-]{4,80}\.[a-z]{2,20}\/[^|]{0,300}(?:docker|self-?host|container)/,
          not: { address: ["sent", "equal"] },
        },
      ],
      [70, { address: "sent_inner", not: [{ address: "equal" }, { words: /https?:\/\/https?:/ }] }],
      [60, { address: "sent_loopback_from_afar" }],
      [
        60,
        { signal: ["deployed", "behind_proxy"], text: innerAddress, not: { signal: "second_environment" } },
      ],
      [
        60,
        {
          address: "sent_loopback",
          signal: ["deployed", "behind_proxy"],
          not: { signal: "second_environment" },
        },
      ],
    ],
    proof: [
      [
        112,
        {
          words: [
            /(?:redirect\w{0,12}|lands?|landed|goes|sends?|sent|returns?|returned|back|ends? up)\b[^|.]{0,30}\b(?:to|on|at) (?:https?:\/\/)?(?:localhost|127\.0\.0\.1)\b[^|]{0,12}[^|.]{0,20}(?:instead of|rather than|and not|in place of)\b/,
            /(?:instead of|rather than|not to) (?:the |my |our )?(?:\w{1,20} ){0,3}(?:domain|host|site|url|https:\/\/)[^|]{0,80}(?:redirect|lands?|goes|sends?|returns?)[^|.]{0,30}\bto (?:https?:\/\/)?localhost\b/,
            /(?:production|deployed|live (?:site|server)|on (?:the|our|my) server|hosted)\b[^|]{0,120}(?:redirect|lands?|goes|sends?|returns?)[^|.]{0,30}\bto (?:https?:\/\/)?localhost\b/,
            /(?:redirect|lands?|goes|sends?|returns?)[^|.]{0,30}\bto (?:https?:\/\/)?localhost(?::\d{2,5})?[^|.]{0,40}(?:in production|when deployed|on (?:the|our|my) (?:live )?(?:server|site))/,
          ],
          stage: ["callback", "authorize"],
          not: [
            { words: /\bssh\b|\bcli\b|command[- ]line|notebook|colab|codespace|\bwsl|headless/ },
            { signal: "random_port" },
          ],
        },
      ],
      [
        110,
        {
          text: [
            /^\s*https?:\/\/(?:0\.0\.0\.0|[a-z0-9-]{2,40}\.internal|host\.docker\.internal)(?::\d{2,5})?\/[^|\s]{0,200}[?&]code=/,
          ],
          stage: "callback",
        },
      ],
      [
        104,
        {
          words: /(?:redirect|lands?|goes|sent|sends|導|跳轉|转)[^|.]{0,40}(?:https?:\/\/)?0\.0\.0\.0\b/,
          stage: ["callback", "authorize"],
        },
      ],
    ],
    rulesOut: [
      "state_lost",
      "state_other_host",
      "state_begun_elsewhere",
      "callback_elsewhere",
      "nothing_listens",
      "redirect_port",
      "redirect_scheme",
    ],
  },
  {
    id: "redirect_port",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 5 },
    evidence: [
      [34, { signal: "random_port" }],
      [14, { signal: "native" }],
      [4, { signal: "localhost" }],
      [60, { address: "differs_loopback" }],
      [50, { address: "differs_port", not: { address: ["differs_scheme", "differs_host", "differs_path"] } }],
      [-40, { address: ["sent_http", "sent_https", "sent_inner"] }],
    ],
  },
  {
    id: "redirect_empty",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 2, bad_request: 2, bad_client: 1 },
    proof: [
      [100, { code: "redirect_uri_missing" }],
      [
        96,
        {
          words: [
            /redirect_uri'? (?:parameter |query parameter )?is missing(?! in the client| or not)/,
            /missing (?:required )?parameter:? '?"?redirect_uri/,
            /unable to issue redirect for oauth|redirect_uri (?:is )?required/,
          ],
        },
      ],
    ],
    evidence: [[80, { address: "sent_empty", not: { provider: "slack" } }]],
    rulesOut: ["parameter_missing"],
  },
  {
    id: "redirect_wildcard",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 3 },
    evidence: [
      [60, { address: "wildcard", not: { words: /log(?:ging)?[-_ ]?out|sign(?:ing)?[- ]?out/ } }],
      [
        50,
        {
          words: /wild ?card|\*\.[a-z]/,
          not: { words: /log(?:ging)?[-_ ]?out|sign(?:ing)?[- ]?out/ },
        },
      ],
      [18, { words: /preview (?:url|deploy|branch)|branch deploy|pull request (?:preview|app)/ }],
    ],
  },
  {
    id: "other_app",
    refines: "redirect_mismatch",
    tokenStillGood: true,
    of: { redirect: 10, bad_client: 4 },
    evidence: [
      [60, { address: "equal" }],
      [
        -40,
        { address: ["differs_scheme", "differs_slash", "differs_case", "differs_loopback", "sent_http"] },
      ],
      [
        62,
        {
          words: [
            /(?:even though|although)[^.]{0,50}(?:regist|\bset\b|added|configur)/,
            /already (?:added|registered|set)/,
            /(?:other|another|different|production|development) app\b/,
            /(?:two|2|separate|different|several|multiple) (?:[\w-]{1,30} )?(?:api )?(?:clients?|apps?|applications|api keys|client ids)\b[^|.]{0,40}(?:production|development|staging|\bdev\b|environment)/,
            /(?:one|separate|different|own|a) (?:api )?(?:client|app|application|api key|client id) for (?:each|every|dev|staging|prod|local)\w{0,12}/,
            /(?:only|fails?) (?:when )?(?:testing )?local/,
          ],
          not: { address: ["differs_path", "differs_port", "differs_host"] },
        },
      ],
    ],
  },
  {
    id: "redirect_insecure",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 3 },
    evidence: [
      [86, { text: /4,?700\b[^|]{0,200}http:\/\/(?:localhost|127)/ }],
      [
        76,
        {
          words: [
            /insecure (?:redirect|protocol)/,
            /localhost (?:is )?(?:not|no longer) (?:allowed|permitted|supported|accepted)/,
            /no longer (?:allows?|accepts?|takes?|supports?) (?:http|localhost)/,
            /must (?:be|use|start with) (?:an? )?https|https is required|only https|https only/,
            /requires? https|(?:not|isn'?t) secure/,
          ],
          not: { signal: "behind_proxy" },
        },
      ],
      [
        74,
        {
          address: "sent_loopback",
          words: /spotify/,
          not: { words: /redirect\w{0,12}["'=: ]{1,4}http:\/\/127/ },
        },
      ],
    ],
    rulesOut: ["redirect_port", "redirect_scheme"],
  },
  {
    id: "redirect_query",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 2 },
    evidence: [[66, { address: "sent_query", not: { address: "equal" } }]],
  },
  {
    id: "redirect_no_scheme",
    refines: "redirect_mismatch",
    tokenStillGood: null,
    of: { redirect: 2 },
    evidence: [[80, { address: "sent_no_scheme" }]],
    proof: [
      [
        118,
        {
          words: [
            /must be (?:a valid |an )?absolute ur[il]|aadsts(?:90102|500116)\b/,
            /relative redirect ?ur[il]/,
          ],
          // Okta says so of each redirect URI that is not registered.
          not: { words: /whitelisted in the client app/ },
        },
      ],
      [112, { text: /redirect_uri=(?:%2f|\/)/ }],
    ],
    rulesOut: ["redirect_empty", "redirect_scheme"],
  },
  {
    id: "redirect_encoded",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          text: [
            /redirect_uri(?:=|%3d)(?:[a-z][a-z0-9+.-]{1,30}%253a|https?%253a)/,
            /^(?![^|]{0,600}(?:continue|next|return_?to|goto|relaystate|target|rd)=)[^|]{0,2000}\bredirect_uri=[a-z][a-z0-9+.-]{1,60}%3a(?:%2f){2}/,
          ],
          stage: ["authorize", "callback"],
        },
      ],
      [
        104,
        {
          words: [
            /redirect[ _]ur[il](?: [a-z]{2,12}){1,6}[^|.\s]{0,40} ?%3a(?:%2f){2}/,
            /redirect[ _]ur[il][^|.]{0,40}(?:encoded twice|double[- ]?encoded|twice (?:url[- ]?)?encoded|double (?:url )?encoding)/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "redirect_scheme", "redirect_no_scheme", "other_app"],
  },
  {
    id: "redirect_none_registered",
    tokenStillGood: null,
    proof: [
      [
        128,
        {
          words: [
            /at least one (?:valid )?(?:redirect|callback)[ _]?ur[il][^|.]{0,12}(?:must|has to|needs to|is required)/,
            /no (?:callback|redirect(?:ion)?)[ _](?:ur[il]s?|endpoints?) (?:(?:is|are|was|were|has been|have been) )?(?:defined|registered|configured|set|specified|found)(?! (?:in|as|with) (?:the )?(?:request|parameter))/,
            /(?:client|app(?:lication)?|consumer) (?:does not have|doesn'?t have|has no|must (?:have|register)|without)[^|.]{0,30}(?:redirect|callback)[ _]?(?:ur[il]s?|endpoints?)/,
            /(?:must|should|have to) (?:register|configure|define) (?:a|at least one) (?:valid )?(?:redirect|callback)[ _]?ur[il]/,
          ],
        },
      ],
    ],
    rulesOut: ["redirect_mismatch", "request_format", "parameter_missing", "redirect_empty", "other_app"],
  },
  {
    id: "callback_path",
    tokenStillGood: null,
    proof: [
      [
        124,
        {
          words: [
            /no code (?:or|and|nor) state (?:was |were )?(?:found|present|in\b)/,
            /callback_?path[^|]{0,60}(?:differ|match|wrong|not the|set to)/,
            /(?:callback|redirect)[ _]?(?:ur[il]|path|route)[^|.]{0,30}(?:is|are|has|have)[^|.]{0,20}(?:another|different|other) path/,
          ],
          stage: ["callback", "token-exchange"],
        },
      ],
      [
        104,
        {
          text: [
            /callback[^|]{0,40}\b404\b[^|]{0,60}\bcode=/,
            /cannot get \/[\w./-]{0,60}(?:callback|oauth|auth|signin)/,
            /no route(?:s)? match(?:es)? [^|]{0,60}(?:callback|oauth)/,
            /(?:404|not found)[^|]{0,80}(?:callback|oauth2?\/code|signin-)[^|]{0,80}[?&]code=/,
            /(?:callback|signin-\w{1,20})[^|]{0,40}[?&]code=[^|]{0,300}\b(?:404|not found)\b/,
          ],
          stage: "callback",
          not: { words: /keycloak|\/realms\// },
        },
      ],
    ],
    rulesOut: ["code_twice", "code_encoded", "state_lost", "code_too_old"],
  },
] as const satisfies readonly CauseRule[];
