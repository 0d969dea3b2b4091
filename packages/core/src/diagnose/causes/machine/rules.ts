import type { CauseRule } from "../rule.ts";

/** Words about a port below 1024, beside those about a port that may not be opened. */
const lowPort = /:(?:[1-9]\d{0,2}|10[01]\d|102[0-3])(?![\d.:])/;

/** The causes on this machine: ports, the browser, the keychain, the disk. */
export const machineRules = [
  {
    id: "port_taken",
    tokenStillGood: null,
    of: { port: 44 },
    evidence: [[-60, { signal: "port_forbidden" }]],
  },
  {
    id: "port_forbidden",
    tokenStillGood: null,
    of: { port: 8 },
    evidence: [
      [60, { signal: "port_forbidden" }],
      [30, { words: /hyper-?v|winnat|docker desktop|excluded ?port|\b10013\b|windows/ }],
    ],
    rulesOut: ["port_taken"],
  },
  {
    id: "port_privileged",
    tokenStillGood: null,
    of: { port: 4 },
    evidence: [[80, { signal: "port_forbidden", words: lowPort, not: { words: /\b10013\b|windows/ } }]],
    rulesOut: ["port_taken", "port_forbidden"],
  },
  {
    id: "callback_elsewhere",
    tokenStillGood: null,
    of: { no_callback: 20, connection: 6 },
    evidence: [
      [30, { stage: "callback", signal: "headless" }],
      [40, { signal: "headless" }],
      [8, { signal: "localhost" }],
      [-40, { stage: ["refresh", "api-call", "network", "revoke", "token-exchange"] }],
      [-40, { grant: ["jwt_bearer", "client_credentials", "refresh_token"] }],
    ],
  },
  {
    id: "loopback_family",
    tokenStillGood: null,
    of: { no_callback: 4, connection: 2 },
    evidence: [
      [
        70,
        {
          words: [
            /\bipv[46]\b|::1|listen\([^)]{0,40}localhost|localhost[^|]{0,80}127\.0\.0\.1/,
            /127\.0\.0\.1[^|]{0,80}localhost/,
          ],
          not: { stage: ["refresh", "api-call", "network", "token-exchange", "revoke"] },
        },
      ],
    ],
  },
  {
    id: "loopback_proxied",
    tokenStillGood: null,
    of: { no_callback: 2, connection: 1 },
    evidence: [
      [
        64,
        {
          stage: "callback",
          words: [
            /(?:system|corporate|company|http|browser|local)[- ]prox|no_proxy/,
            /prox(?:y|ies) (?:settings?|configured|is set|on\b|enabled)|\bpac file|clash|\bvpn\b/,
            /zscaler/,
          ],
          not: { signal: "behind_proxy" },
        },
      ],
    ],
  },
  {
    id: "loopback_https",
    tokenStillGood: null,
    proof: [
      [
        86,
        {
          words: [
            /https:\/\/(?:localhost|127\.0\.0\.1)\/[^|]{0,300}refused/,
            /(?:localhost|127\.0\.0\.1)[^|]{0,80}(?:err_ssl_protocol_error|ssl_error_rx|secure connection|upgraded? to https|hsts)/,
            /(?:err_ssl_protocol_error|ssl_error_rx_record_too_long|hsts)[^|]{0,80}(?:localhost|127\.0\.0\.1)/,
          ],
        },
      ],
    ],
  },
  {
    id: "callback_unanswered",
    tokenStillGood: null,
    of: { no_callback: 10 },
    proof: [
      [
        48,
        {
          words: [
            /(?:time(?:d)?[- ]?out|expired|gave up)[^.|]{0,40}(?:wait(?:ing|ed)?|for)[^.|]{0,40}(?:callback|browser|login|sign-?in|authori[sz]ation|authentication|redirect|user)/,
            /(?:login|sign-?in|authentication|authori[sz]ation)[^.|]{0,20}timed out/,
            /(?:user )?(?:closed|cancell?ed)[^.|]{0,30}(?:browser|window|popup|flow)|popup_closed/,
            /user_cancelled|popup_timeout/,
          ],
          not: { stage: ["refresh", "api-call", "network", "revoke", "keychain"] },
        },
      ],
    ],
  },
  {
    id: "no_browser",
    tokenStillGood: null,
    proof: [
      [
        88,
        {
          words: [
            // A browser asks so whether to open the app.
            /(?<!(?:click|press|choos|select|allow|confirm|hit|tap|accept|open)\w{0,3} (?:on |the )?['"]?(?:open )?)xdg-open|could not (?:find|locate) (?:a )?(?:runnable )?browser/,
            /no (?:usable |runnable |web |default )?browser/,
            /(?:can(?:no|')t|unable to|failed to|could not|couldn't|error) (?:open|launch|opening|launching)[^.|]{0,20}browser/,
            /www-browser|sensible-browser|gio: [^|]{0,60}(?:not supported|failed to find)/,
            /browser (?:could not|cannot|can't) be (?:opened|launched)|open_browser/,
            /exec: "(?:open|cmd|rundll32)/,
          ],
        },
      ],
      [
        104,
        {
          words: [
            /(?:does(?: not|n't)|did(?: not|n't)|won't|will not|fails to|never) (?:launch|open)s? (?:the |a |my |any )?(?:default |windows )?browser/,
            /browser(?: window| tab| page)? (?:does(?: not|n't)|did(?: not|n't)|won't|will not|never|is not|isn't) (?:open|launch|start|pop|show|appear)/,
            /\bno (?:login |auth\w{0,12} |sign-?in |browser )?(?:page|window|browser|tab|popup) (?:ever )?(?:appear|open|show|come|pop|start|launch)/,
            /(?:login|auth\w{0,12}|sign-?in) (?:page|window|tab|screen) (?:does(?: not|n't)|did(?: not|n't)|won't|never) (?:open|appear|show|come|pop|launch)/,
          ],
          stage: ["authorize", "callback"],
          not: { signal: ["port_forbidden", "port_taken"] },
        },
      ],
    ],
  },
  {
    id: "scheme_unregistered",
    tokenStillGood: null,
    proof: [
      [
        84,
        {
          words: [
            /unknown_url_scheme|unknown protocol: (?!https?\b)[a-z][a-z0-9+.-]{2,40}/,
            /no activity found to handle|activitynotfound/,
            /scheme does not have a registered handler/,
            /no app(?:lication)? (?:is )?(?:registered|associated|set)[^.|]{0,40}(?:scheme|protocol|open)/,
            /failed to launch '?[a-z][a-z0-9+.-]{2,40}:/,
            /(?:custom|url) scheme[^.|]{0,40}(?:not registered|unregistered|nothing happens)/,
            /(?:deep ?link|custom scheme|protocol handler)[^.|]{0,60}(?:nothing happens|not open|does not open|doesn't open|never)/,
            /(?:click|press|choos|select|allow|confirm|hit|tap|accept)\w{0,3} (?:on |the )?['"]?(?:open )?xdg-open/,
          ],
        },
      ],
      // Such packages register no scheme with the system.
      [
        84,
        {
          words: [
            /(?:appimage|flatpak|\bsnap\b|portable)[^|]{0,200}(?:(?:never|not|n't) (?:gets?|receives?|registers?|handles?)|nothing happens|keeps? waiting)/,
            /(?:nothing happens|keeps? waiting|sits (?:just )?waiting|never (?:gets?|receives?))[^|]{0,200}(?:\|[^|]{0,120})?(?:appimage|flatpak|\bsnap\b|portable version)/,
          ],
          stage: ["callback", "authorize"],
        },
      ],
    ],
  },
  {
    id: "error_on_page",
    tokenStillGood: null,
    of: { no_callback: 16 },
  },
  {
    id: "keychain_locked",
    tokenStillGood: true,
    of: { keychain: 30 },
    evidence: [
      [34, { signal: "headless" }],
      [-14, { signal: "decrypt" }],
    ],
    proof: [
      [
        64,
        {
          words: [
            /org[./]freedesktop[./]secrets?|libsecret|secret ?service|d-?bus/,
            /errsecinteractionnotallowed|user interaction is not allowed|cannot autolaunch/,
            /genericunixkeychain|-25308|nokeyring|no recommended backend|no keyring/,
            /keyring (?:is )?(?:locked|unavailable|not available|not found)/,
            /(?:keychain|keyring|wallet|collection) (?:is |was )?(?:locked|not available|unavailable)/,
            /unlock[^.|]{0,30}(?:collection|keyring|keychain)|gnome-?keyring|kwallet/,
            /cannot persist[^.|]{0,60}securely/,
          ],
        },
      ],
    ],
  },
  {
    id: "libsecret_missing",
    refines: "keychain_locked",
    tokenStillGood: true,
    proof: [
      [
        92,
        {
          words: [
            /libsecret-1\.so/,
            /libsecret[^|]{0,60}(?:no such file|not found|not installed|cannot open shared|missing)/,
            /(?:unable to load|cannot (?:load|open)|could not load)[^|]{0,60}libsecret/,
            /secret-tool[^|]{0,40}(?:not found|enoent|no such file|not installed)/,
            /(?:cannot find module|no native build)[^|]{0,40}keytar|keytar\.node/,
          ],
        },
      ],
      [
        88,
        {
          words: [
            /(?:os |safestorage |safe storage )?encryption is (?:not available|unavailable)/,
            /(?:os |desktop )?secure storage is (?:not available|unavailable)/,
            /safestorage[^|]{0,60}(?:unavailable|not available|returns false)|basic_text/,
          ],
          not: { words: /\bmacos\b|\bwindows\b/ },
        },
      ],
    ],
  },
  {
    id: "keychain_denied",
    tokenStillGood: true,
    proof: [
      [
        84,
        {
          words: [
            /errsecauthfailed|-25293|errsecusercanceled|-128\b[^|]{0,60}(?:keychain|user)/,
            /(?:keychain|keyring)[^|]{0,80}(?:-128\b|user cancell?ed|denied access|access denied|always allow)/,
            /wants to (?:use|access)[^.|]{0,60}keychain/,
            /user name or passphrase you entered is not correct/,
          ],
        },
      ],
      [
        90,
        {
          words: [
            /keychain.{0,120}(?:(?:after|since)[^.|]{0,40}(?:upgrad|updat|reinstall|rebuil)|(?:another|other|different(?:ly)?|new)[^.|]{0,20}(?:sign(?:ed|ature|ing)|binary))/,
            /(?:upgrad|updat|re-?sign)[^.|]{0,60}keychain[^.|]{0,40}(?:dialog|prompt|asks?|popp?)/,
          ],
          stage: "keychain",
          not: { words: /-25308|interaction is not allowed|ssh\b/ },
        },
      ],
    ],
  },
  {
    id: "keychain_entitlement",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /-34018|errsecmissingentitlement|required entitlement|keychain[- ]access[- ]groups?/,
            /keychain sharing/,
          ],
        },
      ],
    ],
  },
  {
    id: "keychain_empty",
    tokenStillGood: null,
    proof: [
      [
        80,
        {
          words: [
            /errsecitemnotfound|-25300|item could not be found in the keychain/,
            /secret not found in keyring|no matching entry found|element not found/,
            /(?:keychain|keyring|credential (?:manager|store))[^|]{0,60}(?:empty|no (?:entry|item|credentials?)|not found for)/,
            /\b1168\b/,
          ],
          stage: ["keychain", "refresh", "api-call"],
        },
      ],
    ],
  },
  {
    id: "keychain_too_long",
    tokenStillGood: null,
    proof: [
      [
        90,
        {
          words: [
            /stub received bad data|\b1783\b|rpc_x_bad_stub_data/,
            /(?:data|value|secret|password|credential|token)[^.|]{0,40}(?:too (?:big|long|large))/,
            /credwrite|2560|not enough memory resources|not_enough_memory/,
          ],
          stage: "keychain",
          not: { words: /\b1312\b|logon session|logon_session/ },
        },
      ],
      [
        90,
        {
          words: [
            /stub received bad data|rpc_x_bad_stub_data|not enough memory resources are available/,
            /data passed to set was too big/,
          ],
        },
      ],
    ],
  },
  {
    id: "keychain_duplicate",
    tokenStillGood: true,
    proof: [[88, { words: /errsecduplicateitem|-25299|item already exists in the keychain/ }]],
  },
  {
    id: "keychain_no_logon",
    tokenStillGood: true,
    proof: [
      [
        88,
        {
          words: [
            /specified logon session does not exist|\b1312\b|error_no_such_logon_session/,
            /credential manager[^|]{0,80}(?:ssh|session 0|service account|scheduled task)/,
          ],
        },
      ],
    ],
  },
  {
    id: "keychain_key",
    tokenStillGood: null,
    of: { keychain: 14 },
    evidence: [
      [44, { signal: "decrypt" }],
      [10, { signal: ["restored", "password_changed"] }],
    ],
    proof: [
      [
        74,
        {
          words: [
            /error while decrypting|key not valid for use in specified state|8009000b|2146893813/,
            /2148073483|error decrypting data|nte_bad_key_state|keyset does not exist|80090016/,
            /cryptunprotectdata|javax\.crypto\.(?:aeadbadtag|badpadding)|android keystore/,
            /keypermanentlyinvalidated|invalid_?token|invalidtag/,
          ],
          stage: "keychain",
        },
      ],
      [
        62,
        {
          words: [
            /authdecrypt|failed to decipher|bad decrypt|unable to authenticate data/,
            /failed to decrypt|decryption failed|key not valid for use in specified state/,
            /8009000b|2146893813|2148073483|error decrypting data|aeadbadtag|cryptunprotectdata/,
          ],
        },
      ],
    ],
  },
  {
    id: "unwritable",
    tokenStillGood: null,
    proof: [
      [
        88,
        {
          words: [
            /read-?only file ?system|\berofs\b|readonlyrootfilesystem/,
            /attempt to write a readonly database/,
          ],
        },
      ],
      [112, { text: /read-only file ?system|\berofs\b|\berrno 30\b/, stage: ["refresh", "keychain"] }],
    ],
    rulesOut: ["keychain_locked", "keychain_key", "revoked"],
  },
  {
    id: "disk_full",
    tokenStillGood: null,
    proof: [
      [
        88,
        {
          words: [
            /\benospc\b|no space left|disk (?:is |was )?full|not enough space on the disk/,
            /disk quota exceeded|\bedquot\b|database or disk is full/,
          ],
        },
      ],
    ],
    rulesOut: ["keychain_locked", "keychain_key"],
  },
  {
    id: "file_denied",
    tokenStillGood: null,
    proof: [
      [
        84,
        {
          words: [
            /(?:\beacces\b|\beperm\b|permission denied|access (?:to the path[^|]{0,120})?(?:is |was )?denied|unauthorizedaccess|accessdenied)[^|]{0,60}(?:open|mkdir|write|unlink|rename|(?<![\w<*])'?[/~][\w.]|[a-z]:\\|\.(?:json|db|bin|cache|lock|toml|ya?ml))/,
            /(?:open|mkdir|write|writing|save|saving|create|creating)[^|]{0,120}(?:\beacces\b|\beperm\b|permission denied|access is denied)/,
          ],
          not: { signal: "port_forbidden" },
        },
      ],
    ],
    rulesOut: ["keychain_locked", "keychain_key", "port_taken", "port_forbidden"],
  },
  {
    id: "store_locked",
    tokenStillGood: true,
    retry: true,
    proof: [
      [
        84,
        {
          words: [
            /database is locked|sqlite_busy/,
            /(?:token|credential|cache|config)[^|]{0,80}(?:used|locked|held) by another process/,
            /(?:could not|failed to|cannot|unable to) (?:acquire|obtain|get|take)[^.|]{0,30}lock/,
            /lock ?file[^.|]{0,40}(?:exist|held|stale|timeout|timed out)/,
            /being used by another process/,
          ],
        },
      ],
    ],
  },
  {
    id: "store_damaged",
    tokenStillGood: null,
    proof: [
      // A second answer or write after the first document; the text of a page ends in its first line.
      [104, { text: /extra data: line (?:[2-9]|\d{2,6}) column/ }],
      [
        122,
        {
          words: [
            /jsondecodeerror|unexpected end of json|unexpected token|extra data: line|invalid json|expecting value|expecting property name|unterminated string|malformed json|invalid character/,
            /(?:file|cache|store|credentials?|database)[^|.]{0,24}(?:is |was |seems? |appears )?(?:corrupt|damaged|truncated|malformed)/,
            /database disk image is malformed|file is not a database|\bnull bytes?\b/,
          ],
          stage: "keychain",
        },
      ],
      [
        116,
        {
          words: [
            /(?:token|credentials?|cache|config|settings?)[\w.-]{0,20}\.(?:json|db|bin|cache|dat)[^|]{0,80}(?:corrupt|damaged|unexpected end|extra data|not valid json|invalid json|unexpected token|malformed|jsondecode)/,
            /(?:unexpected end of json|jsondecodeerror|invalid json|json parse error)[^|]{0,300}\b(?:read|load|parse|open)_?\w{0,12}(?:credentials?|tokens?|cache|config|store)/,
            /(?:corrupt|damaged|truncated|unparse?able|malformed)[^|.]{0,30}(?:token|credentials?)[ _-]?(?:cache|file|store)/,
            /(?:token|credentials?)[ _-]?(?:cache|file|store)[^|.]{0,30}(?:corrupt|damaged|truncated|malformed)/,
          ],
          not: { words: /<html|<!doctype|utf-?16|utf-?8 bom|powershell/ },
        },
      ],
    ],
    rulesOut: ["html_page", "proxy_page", "server_down", "keychain_locked", "keychain_key"],
  },
  {
    id: "store_encoding",
    tokenStillGood: true,
    proof: [
      [
        128,
        {
          words: [
            /unexpected token in json at position 0|invalid character '[\u00ff\u00ef]'/,
            /(?:invalid character|unexpected token|jsondecode|invalid json)[^|]{0,160}\|[^|]{0,160}(?:powershell|out-file|notepad)/,
            /unexpected utf-?8 bom|decode using utf-?8-sig|utf-?8-sig/,
            /(?:utf-?8|unicode)[^|]{0,60}can'?t decode byte 0xf[ef] in position 0|invalid start byte/,
            /(?:json|credentials?|token|key|secret|auth)[^|]{0,80}(?:utf-?16|byte order mark|\bbom\b)/,
            /(?:utf-?16|byte order mark|\bbom\b)[^|]{0,80}(?:json|credentials?|token|secret|auth ?url)/,
            /\\ufeff|unexpected token \ufeff|\u00ef\u00bb\u00bf|\u00ff\u00fe/,
          ],
          not: { words: /encoded as utf-?16|longer than|too (?:long|big|large)/ },
        },
      ],
    ],
    rulesOut: ["store_damaged", "html_page", "keychain_key", "keychain_locked"],
  },
  {
    id: "store_other_version",
    tokenStillGood: null,
    proof: [
      [
        108,
        {
          words: [
            /unsupported pickle protocol|invalid load key|unpicklingerror|incompatible (?:token|cache|credentials?)/,
            /(?:token|cache|credentials?|store|keystore)[^|.]{0,40}(?:written|created|made|saved|encrypted) (?:by|with) (?:a |an )?(?:newer|older|other|another|different|previous) version/,
            /(?:unknown|unsupported|unrecognized) (?:token |cache |credentials? |store )?(?:file |schema )?(?:format|version)[^|.]{0,40}(?:cache|token|credentials?|store)/,
          ],
          stage: ["keychain", "refresh"],
        },
      ],
    ],
    rulesOut: ["keychain_locked", "store_damaged"],
  },
  {
    id: "login_not_saved",
    tokenStillGood: null,
    proof: [
      [
        118,
        {
          text: [
            /(?:logged in as|login (?:was )?success|successfully (?:logged in|authori[sz]ed|authenticated)|authentication (?:complete|success))[\s\S]{0,240}(?:please (?:log ?in|authenticate|sign in)|not logged in|no (?:credentials|accounts?|active account)|must (?:be logged|log) in|login first)/,
          ],
          stage: "keychain",
        },
      ],
    ],
    rulesOut: ["keychain_locked", "keychain_key", "keychain_empty", "salesforce.cli_not_logged_in"],
  },
] as const satisfies readonly CauseRule[];
