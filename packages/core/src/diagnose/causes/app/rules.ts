import type { CauseRule } from "../rule.ts";

/** Words of a library that does it since its update only. A new major version mostly wants other settings. */
const updatedLibrary = [
  /(?:upgrad|updat|bump|downgrad)[^|]{0,80}\bv?\d{1,3}\.(?!0(?!\.\d))\d{1,3}/,
  /(?:passing|going|moving|switching|changing) from v?\d{1,3}\.\d[\w.]{0,12} to v?\d/,
  /(?:works?|worked|fine|ok)\b[^|.]{0,40}\b(?:in|with|on|below|before|under|until) (?:the )?(?:versions? |releases? )(?:below |before |under )?v?\d/,
  /(?:broke|broken|fails?|failing|happens|started)\b[^|.]{0,24}\b(?:with|in|since|from|after) (?:the )?(?:version|release) v?\d{1,3}\.\d/,
  /\bv?\d{1,3}\.\d{1,3}\.\d{1,4} (?:still )?(?:is|was|works?|worked) (?:still )?(?:fine|ok|well|good)/,
  /(?:revert|roll|downgrad|pinn)[^|.]{0,30}\bversions?\b|\bregression\b/,
  // A title such as "Library 3.6.1 giving …".
  /\b[a-z][\w.-]{2,40} v?\d{1,3}\.\d{1,3}\.\d{1,4} (?:is |now )?(?:giv|throw|return|fail|caus|break|broke)\w{0,12}/,
];

/** Words of a clock that was looked at. */
const clockChecked = [
  /\bntp\b[^|.]{0,24}(?:\bon\b|enabled|active|running|in sync|synced|synchroni[sz]ed|\bok\b|fine)/,
  /(?:clocks?|system time|time)(?: of the (?:server|machine|computer))? (?:is|are) (?:already )?(?:in sync|synced|synchroni[sz]ed|correct|right|fine|ok|accurate)/,
  /(?:checked|verified|synced|synchroni[sz]ed) (?:the |my |our |server )?(?:clock|system time|server time|time)\b/,
];

/** Words that nothing but the version of a library decides whether it works. */
const onlyVersionDiffers = [
  /(?:downgrad|revert|roll(?:ing|ed)? back|going back|went back)[^|.]{0,24}(?:\d[^|]{0,10}|version|release|it|that)\b[^|.]{0,20}(?:solves?|solved|fix\w{0,12}|works?|worked|helps?|helped|resolv\w{0,12})/,
  /(?:only|just|nothing but|not? chang[^|.]{0,30}(?:just|only|except|other than)) (?:changed )?the version\b/,
  /\b(?:with|in|on|until|up to|through) (?:[\w@/.-]{2,30} )?v?\d{1,3}\.\d[\w.]{0,10}[^|.]{0,30}(?:works?|worked|pass(?:es|ed)?|fine|ok)\b[^|]{0,40}\b(?:with|from|since|in|on|after) (?:[\w@/.-]{2,30} )?v?\d{1,3}\.\d[\w.]{0,10}\b[^|.]{0,40}(?:fail|never|broke|break|not|error|stop|hang)/,
  /(?:works?|worked|pass(?:es|ed)?|fine|ok)\b[^|.]{0,20}\b(?:with|in|on|until|up to) (?:[\w@/.-]{2,30} )?v?\d{1,3}\.\d[\w.]{0,10}[^|]{0,40}(?:fail|broke|break|error|stop|hang|does not|doesn'?t)[^|.]{0,30}\bv?\d{1,3}\.\d/,
];

/** Words of an app that works on the machine of its developer. */
const workingLocally = [
  /(?:works?|working|runs?|fine|succeeds?)\b[^|.]{0,40}\b(?:local(?:ly|host)?|on my (?:machine|laptop|computer)|in dev(?:elopment)?\b)/,
  /(?:do(?:es)? not|don'?t|doesn'?t|never|no) (?:get|see|have|such)?[^|.]{0,30}(?:error|problem|issue)[^|.]{0,20}(?:local|my machine|development)/,
  /(?:machine|laptop|computer|locally|localhost)(?: ?:| it| that)? (?:is |it is )?(?:fine|ok|works)/,
];

/** Words of a secret or password with a character that files and shells read otherwise. */
const specialCharacter = [
  /(?:secret|password)[^|.]{0,60}(?:contain|has|have|with|includ|start|begin)[^|.]{0,24}(?:\$|dollar|#|hash sign|percent|backslash)/,
  /(?:\$|dollar signs?|#|percent signs?|backslash)[^|.]{0,40}(?:in|of) (?:the |my |our )?(?:client )?(?:secret|password)/,
  /variable is not set\. defaulting to a blank string/,
];

/** The causes of a refused app: its ID, its secret, its signed assertion. */
export const appRules = [
  {
    id: "wrong_secret",
    tokenStillGood: true,
    of: { bad_client: 30 },
    evidence: [
      [16, { words: /secret|credential/ }],
      [-6, { words: /client[ _](?:id|identifier) (?:invalid|unknown|not found)/ }],
    ],
    proof: [
      // An exchange that never worked, and of which no more is told
      [
        76,
        {
          text: /(?:could not|couldn'?t|failed to|unable to|cannot|error) exchang[^|.]{0,24}\bcode\b/,
          words: /\bconfigur(?:e|ing)\b|set(?:ting)?[- ]?up\b|following the|first time/,
          stage: "token-exchange",
          not: [
            { text: /invalid_|\b[45]\d\d\b|timed? ?out|certificate|refused/ },
            { signal: "worked_before" },
          ],
        },
      ],
      [
        62,
        {
          words:
            /(?:invalid_token_response|failed to obtain access token)[^|]{0,300}(?:\b401\b|unauthorized|secret)/,
        },
      ],
      [66, { code: ["bad_client_secret", "incorrect_client_credentials"] }],
    ],
  },
  {
    id: "secret_changed",
    tokenStillGood: true,
    of: { bad_client: 8, dead_refresh: 1 },
    evidence: [
      [46, { signal: "secret_changed" }],
      [12, { signal: "worked_before" }],
    ],
  },
  {
    id: "secret_mangled",
    tokenStillGood: true,
    of: { bad_client: 9 },
    proof: [
      [
        118,
        {
          words: [
            /secret[^|.]{0,60}(?:could|can) ?not be (?:url[- ]?)?decoded|(?:invalid|malformed|illegal)[^|.]{0,24}(?:percent|url|hex)[- ]?(?:encod|escap)[^|.]{0,60}(?:secret|authorization header|basic)/,
            /(?:special )?characters? (?:of|in) (?:the |my |our )?(?:client[_ ])?secret[^|]{0,40}(?:encod|escap|decod)/,
            /secret\b[^|.]{0,40}(?:is|are|gets?|getting|being|was) (?:now )?(?:percent|url)[- ]?(?:en|de)coded/,
          ],
          stage: ["token-exchange", "refresh", "revoke"],
        },
      ],
    ],
    evidence: [
      [44, { signal: "secret_characters" }],
      [
        24,
        {
          words:
            /(?:secret|password)s?\b[^.|]{0,60}(?:includ|contain|has|have|with)[^.|]{0,24}(?:special|characters?|symbols?|[+/%&=])/,
        },
      ],
    ],
    rulesOut: ["request_format", "auth_method"],
  },
  {
    id: "secret_hashed",
    tokenStillGood: true,
    proof: [
      [
        122,
        {
          words: [
            /pbkdf2_sha\d{1,3}\$|\bargon2i?d?\$|\$2[aby]\$\d\d\$|bcrypt_sha256\$/,
            /secrets?\b[^|.]{0,24}(?:is|are|was|were|gets?|got|being|stored) (?:now |stored )?(?:as (?:a )?)?hash(?:ed|es)?\b|hashed (?:client )?secret|hash of (?:the |my )?(?:client )?secret/,
            /hash_?client_?secrets?\b/,
          ],
          stage: ["token-exchange", "refresh", "revoke"],
          not: { words: /secret ?hash|secret_hash/ },
        },
      ],
    ],
    rulesOut: ["wrong_secret", "secret_mangled", "secret_changed", "library_regression", "password_wrong"],
  },
  {
    id: "auth_method",
    tokenStillGood: true,
    of: { bad_client: 14 },
    evidence: [
      [34, { signal: "basic" }],
      [10, { words: /none|authentication method|multiple/ }],
      // A request that shows its secret in the body
      [
        58,
        {
          text: /client_secret["']?(?:=|[:,]|=>)[^|]{0,200}(?:grant_type|code)|grant_type["']?(?:=|[:,]|=>)[^|]{0,200}client_secret/,
          code: "invalid_client",
          not: { signal: ["secret_changed", "secret_characters"] },
        },
      ],
    ],
    proof: [
      [
        126,
        {
          words: [
            /missing (?:a )?valid authorization header/,
            /determined to be using 'token_endpoint_auth_method'|configured to only support 'token_endpoint_auth_method'/,
            /supports client authentication method[^|]{0,40}but method/,
            /registration does not allow this (?:authentication )?method|(?:authentication|auth) method[^|.]{0,30}(?:does not match|is not) (?:the )?(?:registered|allowed|one)/,
          ],
          stage: ["token-exchange", "refresh", "revoke"],
        },
      ],
      [
        84,
        {
          words: [
            /either client_secret or code_verifier/,
            /invalid (?:client )?authentication (?:method|scheme)/,
          ],
        },
      ],
      [
        60,
        {
          words: [
            /client_secret_(?:basic|post)|token_endpoint_auth_method/,
            /authentication (?:method|scheme)/,
            /(?:credentials|client authentication)[^.]{0,24}(?:in|via|through) the (?:authorization )?(?:header|body)/,
            /unsupported authentication|client authentication (?:method|failed \(e\.g\.)/,
          ],
        },
      ],
    ],
    rulesOut: ["library_regression", "kept_one_counts"],
  },
  {
    id: "secret_missing",
    rulesOut: ["parameter_missing"],
    tokenStillGood: true,
    of: { bad_client: 8 },
    evidence: [
      [
        30,
        {
          words: [/public|\bspa\b|mobile|native|no secret|without (?:a )?(?:client )?secret/, /confidential/],
        },
      ],
      // The libraries of Cognito send none.
      [30, { words: /amplify|amazon-cognito-identity/ }],
    ],
    proof: [
      [
        62,
        {
          words: [
            /client[_ ]secret[^.]{0,25}(?:is missing|missing|is required|required|must contain|not (?:provided|found|set))/,
            /(?:missing|must (?:contain|provide|include)|requires?)[^.]{0,40}client_secret/,
            /client_assertion' or 'client_secret/,
          ],
        },
      ],
    ],
  },
  {
    id: "unknown_client",
    tokenStillGood: true,
    of: { bad_client: 14 },
    evidence: [
      [24, { signal: ["other_host", "customer_org"] }],
      [10, { signal: ["new_app", "deployed", "second_environment"] }],
      // Each data center has apps of its own.
      [60, { words: /\bzoho\b|zoho_/, not: { signal: "secret_changed" } }],
      [
        60,
        {
          words: [
            /(?:sandbox|test mode|demo)\b[^|]{0,120}\b(?:live|production)\b[^|.]{0,20}(?:credentials?|keys?|client|mode|app|secret|account)/,
            /\b(?:live|production)\b[^|.]{0,20}(?:credentials?|keys?|client|app|secret)\b[^|]{0,120}(?:sandbox|test mode|demo)\b/,
            /(?:going|go|went|switch\w{0,12}|mov\w{0,12}|chang\w{0,12}) (?:to )?(?:live|production)\b[^|]{0,120}sandbox|sandbox\b[^|]{0,120}(?:going|go|went|switch\w{0,12}|mov\w{0,12}) (?:to )?(?:live|production)\b/,
          ],
          not: [{ provider: "salesforce" }, { signal: "secret_changed" }],
        },
      ],
    ],
    proof: [
      [70, { code: ["invalid_client_id", "bad_client_id"] }],
      [
        66,
        {
          words: [
            /client[ _](?:id|identifier)[^.]{0,12}(?:not found|unknown|does not exist|is invalid|invalid\b)/,
            /user pool client[^.]{0,40}does not exist|unknown client/,
            /client (?:not found|does not exist|was not found)|no client with/,
            /client was not found|application with identifier|was not found in the directory/,
            /specify a valid client\b/,
          ],
        },
      ],
    ],
  },
  {
    id: "client_id_unset",
    refines: "unknown_client",
    tokenStillGood: true,
    proof: [
      [98, { words: /missing consumer key/, not: { grant: "jwt_bearer" } }],
      [116, { address: "client_id_empty" }],
      [190, { words: /client_id=(?:undefined|null|none|nil|nan)(?![\w.-])/ }],
      [132, { text: /client_id=(?:\{|\$\{?[a-z]|%7b|%24|<|\[(?!client_?id\])|%s\b)/ }],
      // A library that starts without it
      [
        118,
        {
          text: [
            /(?:strategy|provider|client|plugin|middleware|options?|config(?:uration)?|settings?)[^.|]{0,24}(?:requires?|must (?:have|provide|include|specify)|needs?|expects?) (?:an? |the |either )?['"]?client[ _]?id/,
            /(?:typeerror|valueerror|configurationerror|improperlyconfigured|argumenterror|illegalargumentexception|argumentnullexception|assertionerror|keyerror)[^|]{0,60}client[ _]?id\b(?![^|]{0,40}(?:invalid|mismatch|unknown|not found|wrong|match|from))/,
            /client[ _]?id['"]?(?: (?:option|value|setting|property|parameter))? (?:must be (?:set|provided|specified|supplied|configured)|(?:is|was) (?:not (?:set|configured|specified|provided|defined)|undefined|blank))/,
          ],
          not: [
            { stage: ["refresh", "api-call", "revoke", "network", "keychain"] },
            { code: ["invalid_request", "invalid_client"] },
            {
              text: /must be (?:of type |a |an )?(?:non-empty )?string|aadsts|unexpected (?:keyword|named)? ?arg/,
            },
          ],
        },
      ],
    ],
    rulesOut: ["wrong_secret", "google.client_unknown", "microsoft.wrong_tenant", "setting_no_text"],
  },
  {
    id: "public_with_secret",
    tokenStillGood: true,
    of: { bad_client: 2 },
    proof: [
      [
        72,
        {
          words: [
            /public clients? (?:can'?t|cannot|must not|should not)|client is public/,
            /secret (?:is )?not (?:allowed|expected)/,
            /(?:should|must) not (?:send|include)[^.]{0,20}secret/,
          ],
        },
      ],
      // A program with a secret of its own adds it to a client that has none.
      [
        100,
        {
          words: [
            /(?:uses?|has|have|with|needs?|requires?) no (?:client )?secret\b[^|]{0,240}(?:default|built-?in|embedded|hard-?coded|own|empty|blank) (?:client )?secret/,
            /(?:default|built-?in|embedded|hard-?coded) (?:client )?secret[^|]{0,120}(?:sent|sends?|added|adds|used|uses)/,
            /(?:sends?|adds?|uses?|falls? back to) (?:the |its )?(?:own |default |built-?in |embedded |hard-?coded )(?:client )?secret/,
            /(?:empty|blank) (?:client )?secret[^|.]{0,40}(?:ignored|replaced|overwritten|treated as)/,
          ],
          stage: ["refresh", "token-exchange"],
        },
      ],
    ],
    rulesOut: ["google.testing", "google.web_client_gives_none"],
  },
  {
    id: "assertion_audience",
    tokenStillGood: true,
    of: { bad_assertion: 18 },
    evidence: [[34, { signal: "audience" }]],
    proof: [
      [
        70,
        {
          words: [
            /audience (?:validation failed|is invalid|in assertion|claim)|invalid audience/,
            /unexpected "?aud/,
          ],
        },
      ],
    ],
  },
  {
    id: "assertion_clock",
    tokenStillGood: true,
    of: { bad_assertion: 16 },
    evidence: [
      [40, { signal: "clock", not: { words: clockChecked } }],
      [-20, { words: clockChecked }],
      [16, { words: /expired|docker|virtual|\bvm\b|suspend/ }],
      // One message of Salesforce for each of them.
      [16, { words: /invalid assertion/ }],
    ],
    proof: [
      [104, { words: /too far in(?:to)? the future|exp(?:iration)?[^.]{0,40}too far|expir\w{1,20} too far/ }],
      [
        64,
        {
          words: [
            /(?:assertion|jwt|service account)[^.]{0,60}(?:short-lived|reasonable timeframe|issued in the future|not within its valid time|time range|is expired)/,
            /check your iat and exp/,
          ],
        },
      ],
    ],
  },
  {
    id: "assertion_key",
    tokenStillGood: true,
    of: { bad_assertion: 15 },
    evidence: [[34, { words: /key|certificate|signature|\bcert\b|\bpem\b|\brs256\b|algorithm|upload/ }]],
    proof: [
      // Salesforce says so of an assertion that it cannot check.
      [98, { words: /missing consumer key/, grant: "jwt_bearer" }],
      [
        66,
        {
          words: [
            /invalid (?:jwt )?signature|signature (?:validation|verification) failed/,
            /invalid assertion|bad signature/,
          ],
          not: {
            words: /id[_ ]?token|token claims|jwks|matching key|signing key|access token|hs256/,
            not: { words: /assertion|private_key_jwt|service account/ },
          },
        },
      ],
    ],
  },
  {
    id: "assertion_subject",
    tokenStillGood: true,
    of: { bad_assertion: 10 },
    evidence: [[44, { words: /\bsub\b|subject|username|impersonat|user name|\bprn\b|\biss\b/ }]],
  },
  {
    id: "apple_client_secret",
    tokenStillGood: true,
    proof: [
      [
        118,
        {
          code: "invalid_client",
          words:
            /appleid\.apple\.com|(?:sign|log)[ -]?in with apple|apple (?:login|sign-?in|oauth|auth|provider)\b|apple-?id\b/,
        },
      ],
    ],
    rulesOut: [
      "wrong_secret",
      "unknown_client",
      "auth_method",
      "secret_mangled",
      "secret_missing",
      "client_id_unset",
      "assertion_clock",
    ],
  },
  {
    id: "app_type_wrong",
    tokenStillGood: null,
    of: {},
    proof: [
      [
        78,
        {
          words: [
            /does not support oauth|app(?:lication)? does not support (?:this|the) flow/,
            /not an? oauth (?:app|client)|wrong (?:type|kind) of (?:app|client)/,
            /private app[^.]{0,40}(?:oauth|not)/,
          ],
        },
      ],
    ],
    rulesOut: ["parameter_missing", "request_format"],
  },
  {
    id: "library_regression",
    refines: "wrong_secret",
    tokenStillGood: true,
    evidence: [
      [
        60,
        {
          words: updatedLibrary,
          text: /aadsts7000215|invalid_client|invalid client/,
          not: { signal: ["secret_changed", "clock"] },
        },
      ],
    ],
    proof: [
      // A clock that was right before the update is right after it.
      [
        150,
        {
          words: updatedLibrary,
          text: /assertion|aadsts700024/,
          stage: ["token-exchange", "refresh"],
          not: { signal: ["secret_changed", "clock"] },
        },
      ],
      [
        104,
        {
          words: onlyVersionDiffers,
          stage: ["token-exchange", "refresh", "callback"],
          not: [
            { signal: ["secret_changed", "clock"] },
            {
              words:
                /keycloak \d|server|gitlab \d|upgrad\w{0,12} (?:the )?(?:keycloak|gitlab|authelia|authentik|zitadel)/,
            },
          ],
        },
      ],
      [
        112,
        {
          words: updatedLibrary,
          text: /invalid_client|invalid client|aadsts7000215|bad_client|verifier|client_id|client secret/,
          stage: ["token-exchange", "refresh"],
          not: { signal: ["secret_changed", "clock"] },
        },
      ],
    ],
    rulesOut: [
      "wrong_secret",
      "unknown_client",
      "secret_mangled",
      "secret_changed",
      "verifier_lost",
      "code_twice",
      "assertion_clock",
    ],
  },
  {
    id: "setting_no_text",
    tokenStillGood: true,
    proof: [
      [
        112,
        {
          words: [
            /expected (?:a )?str(?:ing)?(?: instance)?,? (?:but )?(?:got |received )?(?:a |an )?(?:tuple|bytes|list|dict|int|none ?type)/,
            /can only concatenate str \(not "?(?:tuple|bytes|list|int|none ?type)/,
            /(?:client_?id|client_?secret|secret|issuer|authority|redirect_?uri|tenant)\b[^|]{0,40}must be (?:of type |a |an )?(?:non-empty )?string/,
            /(?:tuple|bytes|list|nonetype)' object has no attribute '(?:encode|strip|split|startswith|endswith|rstrip|lower)/,
          ],
          stage: ["token-exchange", "authorize", "refresh", "callback"],
        },
      ],
    ],
    rulesOut: ["wrong_secret", "unknown_client", "secret_missing", "auth_method"],
  },
  {
    id: "grant_unknown_to_library",
    tokenStillGood: null,
    proof: [
      [
        116,
        {
          words: [
            /not ?implemented(?:error|exception)?[^|]{0,40}(?:\bgrant|\bflow\b|client_credentials|device_code)/,
            /no authentication middleware (?:present|found)/,
            /(?:library|client|sdk|gem|package|driver|version)\b[^|.]{0,40}(?:does not|doesn'?t|do not) (?:yet )?(?:know|support|implement)[^|.]{0,20}(?:grant|flow|client[ _]credentials|device)/,
            /(?:unknown|unsupported|unrecognized|unexpected) (?:keyword argument|option|named parameter)[^|.]{0,12}['"]?(?:grant_type|client_secret|private_?key|assertion|code_verifier)/,
            /no (?:valid )?(?:auth(?:entication)?|grant|login) (?:method|strategy|type|flow) (?:was |could be )?(?:found|selected|matched|configured|determined)/,
          ],
        },
      ],
    ],
    rulesOut: ["wrong_secret", "secret_changed", "unknown_client", "secret_missing", "auth_method"],
  },
  {
    id: "setting_differs_there",
    tokenStillGood: null,
    proof: [
      [
        96,
        {
          code: ["access_denied", "invalid_client", "unauthorized_client", "invalid_scope"],
          words: workingLocally,
          signal: "deployed",
          not: { signal: ["sandbox", "secret_changed", "clock", "ip"] },
        },
      ],
      [
        96,
        {
          text: /invalid client|unauthori[sz]ed client|access denied|invalid scope/,
          words: workingLocally,
          signal: "deployed",
          not: { signal: ["sandbox", "secret_changed", "clock", "ip"] },
        },
      ],
    ],
  },
  {
    id: "secret_expanded",
    refines: "wrong_secret",
    tokenStillGood: true,
    of: { password_login: 2 },
    evidence: [
      [
        96,
        {
          words: specialCharacter,
        },
      ],
    ],
    proof: [[128, { words: specialCharacter, grant: "password" }]],
    rulesOut: ["secret_mangled", "secret_changed", "auth_method", "password_wrong"],
  },
  {
    id: "key_unreadable",
    tokenStillGood: true,
    proof: [
      [
        112,
        {
          words:
            /(?:failed|unable|could not|cannot|can't) (?:to )?(?:parse|read|load|decode|import)[^|.]{0,24}private key/,
        },
      ],
      [
        100,
        {
          words: [
            /no start line|pem routines|decoder routines|pem_read_bio|unable to load pem|invalid pem/,
            /could not (?:deserialize|parse|read|load|decode)[^|.]{0,24}(?:private )?key/,
            /(?:failed|unable) to (?:parse|read|load|decode|import)[^|.]{0,24}(?:private key|rsa key|pem)/,
            /secretorprivatekey must be an asymmetric key|must be pkcs#?8|invalid pkcs ?8|invalidkeyspec/,
            /asn1 encoding routines|asn\.?1[^|.]{0,30}(?:parse|structure|syntax|wrong tag)|no key could be detected/,
            /must be pem[- ]encoded|pem lib|illegal base64 character[^|]{0,60}key/,
          ],
          not: [{ words: /json web token error/ }, { signal: "untrusted" }],
        },
      ],
    ],
    rulesOut: [
      "company_ca",
      "private_ca",
      "ca_bundle_old",
      "cert_hostname",
      "assertion_key",
      "assertion_clock",
      "assertion_audience",
      "assertion_subject",
    ],
  },
] as const satisfies readonly CauseRule[];
