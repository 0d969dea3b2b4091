import { isFound, type Patterns } from "./patterns.ts";

/** The circumstances that words tell. Each pattern is tried on the text and the context in lower case. */
export const signalPatterns = {
  // Frequency and time
  second_time: [
    /second (?:refresh|time|call|attempt|request|use|one|run)/,
    /(?:works?|worked|succeeds?|succeeded|ok|fine) (?:only )?(?:once|the first time|one time)/,
    /(?<!(?:log(?:ged|s)?[ -]?in|sign(?:ed|s)?[ -]?in|log-?in|authori[sz]ed|connected) )only once/,
    /first (?:refresh|one|call|time|request|run|sync)s? (?:always )?(?:works?|worked|succe|is ok|is fine|was fine)/,
    /success(?:fully|ful)? (?:only )?(?:once|the first time)\b|\bonce,? (?:and )?(?:then|but) [^.|]{0,30}(?:fail|break|broke|die[ds]?|error|refus|revok)/,
    /(?:fails?|failed|breaks?|dies|refused) (?:on|at|in|with|during) (?:the |its |their )?(?:next|second|following|2nd)\b/,
    /after the first refresh/,
    /(?:next|following|subsequent) (?:refresh|one|call)s? (?:fail|get|return|is refused)/,
  ],
  concurrent: [
    /concurren|parallel|simultaneous|at (?:the same|once)|same (?:moment|instant|second)/,
    /\brac(?:e|ing)\b|race condition/,
    /\b(?:two|three|four|several|many|multiple|both|all|\d{1,2}\+?) (?:[a-z-]+ )?(?:process|worker|instance|tab|thread|pod|replica|container|server|node|request|job|cron|machine|lambda|call|function|window|dyno|program|script|client|refresh|session|session)(?:e?s)?\b/,
    /promise\.all|gunicorn|\bpm2\b|cluster mode|autoscal|scaled? (?:out|up|to)/,
    /replicas?\b|already being processed|sibling/,
    /(?:another|other) (?:job|process|worker|instance|operation|program|pod|thread|tab|machine)[^.]{0,30}(?:used|refreshed|refreshes|succeed|just|also)/,
    /seconds? (?:earlier|before)/,
  ],
  killed: [
    /kill(?:ed|s)?\b|sigkill|sigterm|\boom\b|out of memory|crash/,
    /(?:process|server|pod|container|app|script|machine|laptop|function)[^.]{0,20}(?:died|restart|evicted|stopped|slept|was stopped)/,
    /power (?:cut|loss|failure)|redeploy/,
    /(?:during|while|in the middle of)[^.]{0,20}(?:deploy|restart)/,
    /(?:answer|response|reply)[^.]{0,20}(?:lost|never|dropped)/,
    /(?:lost|never (?:got|received|saw)|dropped)[^.]{0,20}(?:answer|response|reply)/,
    /timed out (?:while|during)[^.]{0,20}refresh/,
    /before[^.]{0,30}(?:sav|stor|persist|wr[io]t)|disk (?:was )?full|roll(?:ed)? ?back/,
    /could not (?:save|store|write)/,
  ],
  restored: [
    /restor(?:ed|e|ing)|backup/,
    /snapshots? of (?:the |a )?(?:vm|disk|database|db|server|volume|machine)/,
    /(?:vm|db|database|disk|volume) snapshot|from (?:a |the )?snapshot|\bdump\b/,
    /\bclon(?:ed|e|ing)/,
    /cop(?:y|ied|ies) (?:of )?(?:the )?(?:production |prod |live )?(?:database|db|store|token|file|environment|data|\.env|volume|vm)/,
  ],
  second_environment: [
    /(?:staging|development|\bdev\b|\btest\b|\bqa\b|local(?:ly|host)?|laptop|another|other|second|different)[^.]{0,60}(?:same (?:client|app|token|credential|consumer|connect|account|user|refresh)|shar)/,
    /(?:same|shared?s?) (?:client|app|token|credential|consumer|connected app|refresh)[^.]{0,60}(?:staging|dev\b|development|\bqa\b|environment|laptop|server|machine|another|other)/,
    /(?:two|both|several|multiple|each|all|many|second|our|three|four|five|six) environments?/,
    /second environment/,
  ],
  many_logins: [
    /(?:fifth|sixth|5th|6th|seventh|five|six|5|6|7|8|9|10|many|several|multiple|repeated|more than \w{1,20}) (?:[a-z-]+ ){0,2}(?:login|log-in|connection|device|developer|colleague|user|approval|authori[sz]ation|install|token|grant|environment|machine|laptop|time|seat|session)/,
    /\b(?<!(?:never|not|n't) )(?:logged[ -]?in|logs in|connect(?:ed|s)|authori[sz](?:ed|es)|approved) (?:[a-z]+ ){0,4}(?:again|times|repeatedly|every|each|several|multiple)/,
    /(?:each|every)[^.]{0,40}(?:ran|runs|did|does|made|makes|went through|authori|logs|logged|connects?)[^.]{0,30}(?:flow|login|own|same user|token)/,
    /one after the other|one by one|oldest|each developer/,
    /(?:each|every) (?:developer|login|test|run|deploy|build|engineer|tester)/,
    /(?:each|every) (?:\w{1,20} ){0,4}(?:clicks?|press|connects|authori[sz]es|signs? in)/,
    /\b\d{2,3} tokens/,
  ],
  quiet_period: [
    /(?:nobody|no one|nothing|not) (?:has |have )?(?:touched|opened|called|ran)/,
    /since (?:spring|summer|autumn|fall|winter|last (?:year|quarter|month|spring|summer|winter))/,
    /\bidle\b|unused|not (?:been )?(?:used|run|touched|active)|no (?:one|body) used/,
    /inactiv(?:e for|ity)/,
    /(?:for|after|over|in) (?:\w{1,20} ){0,2}(?:weeks?|months?|days|holiday|vacation|weekend)/,
    /holiday|vacation|quiet|dormant|paused|every (?:quarter|month)/,
    /runs? (?:only )?(?:monthly|quarterly|once a)|long time|seldom|rarely/,
  ],
  every_n_days: [
    /(?:every|after|exactly|each|about|for|within|in)? ?(?:\b\d{1,4}|seven|thirty|ninety|fourteen|a|one|two) (?:days?|weeks?|months?)\b/,
    /daily|used every day|weekly|monthly/,
    /(?:every|each) (?:mon|tues|wednes|thurs|fri|satur|sun)day|once a (?:week|month)/,
  ],
  seven_days: [
    /\b(?:every|each|on) (?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|once a week/,
    /each week|\b(?:7|seven) days?\b|\b(?:a|one|1|every) week\b|weekly|604[ ,]?80\d/,
  ],
  one_hour: [
    /(?:an|one|1|every|per) hour|60 min|3600|hourly/,
    /after (?:about )?(?:\d{1,6}|two|some|a few) (?:hours?|minutes?)|expir/,
  ],
  worked_before: [
    /(?:used to|worked?) (?:for|fine|before|until|yesterday|last)|suddenly/,
    /since (?:yesterday|today|last|this|the|mon|tue|wed|thu|fri|a )|stopped working/,
    /until (?:yesterday|today|last|this)|out of nowhere|overnight/,
    /no(?:thing)? (?:code )?chang/,
  ],
  never_worked: [
    /never (?:works?|worked)|first (?:attempt|try|time) (?:we|i)|always fail|brand[- ]new/,
    /setting (?:it )?up|following the (?:guide|docs|tutorial)/,
  ],
  new_app: [
    /just (?:created|made|changed|added|saved|set up)/,
    /(?:created|changed|added|saved|registered)[^.]{0,20}(?:minutes? ago|today|just now|moments? ago|an hour ago)/,
    /(?:new|fresh) (?:app|client|connected app|external client app)/,
    /(?:right|directly|immediately|minutes?) after (?:creating|saving|changing|adding|registering|setting)/,
  ],
  // Recent changes
  secret_changed: [
    /(?:rotat\w{0,12}|renew\w{0,12}|regenerat\w{0,12}|chang\w{0,12}|reset|replac\w{0,12}|\bnew|\broll\w{0,12})\b[^.]{0,25}(?:secret|consumer key|credential)/,
    /secrets?\b[^.]{0,25}(?:rotat|renew|regenerat|chang|reset|replac|rolled)/,
  ],
  secret_characters: [
    /special (?:character|symbol|sign)|url[- ]?encod|percent[- ]?encod|escap|trailing|newline/,
    /(?:not|non|un)[- ]?(?:url|uri)[- ]?safe|(?:character|symbol)s?[^.|]{0,24}(?:reserved|unsafe|not (?:allowed|safe))/,
    /white ?space|\bspace\b|\\n\b|cut off|truncat|quotes?\b|copy[- ]?past|%2b|%3d/,
    /\bplus\b/,
  ],
  password_changed: [
    /password[^.]{0,20}(?:chang|reset|expired|rotat|updat)/,
    /(?:chang|reset|rotat|updat|new)[^.]{0,20}password/,
  ],
  user_gone: [
    /(?:user|employee|admin|administrator|account|colleague|person|owner|who|she|he|they|contractor)[^.]{0,40}(?:has left|left (?:the )?(?:company|us|team|org)|deactivat|disabled|deleted|removed|suspended|frozen|offboard|no longer|quit\b|terminated|does(?:n't| not) exist)/,
    /offboard/,
  ],
  revoked: [
    /(?:removed|deleted) (?:the |my |all |some )?(?:personal )?(?:access )?tokens?\b/,
    /revok|removed (?:the )?(?:app|access|authori|consent|permission)/,
    /(?:user|customer|client|admin|they|he|she) (?:\w{1,20} )?disconnect(?:ed|s)|uninstall/,
    /signed? out everywhere|log(?:ged)? ?out (?:of )?all/,
    /delet(?:ed|e) (?:the )?(?:grant|consent|session|authori)/,
  ],
  deployed: [
    /deploy|production|going live|went live|\bprod\b|live site|staging|heroku|vercel/,
    /netlify|kubernetes|k8s|ingress|load[- ]?balanc|nginx|cloudflare|render\.com|fly\.io/,
    /aws|ecs\b|cloud run/,
  ],
  moved_host:
    /(?:moved|migrat|new|chang|renam|switch)[^.]{0,30}(?:server|host|domain|data ?cent|region|provider|cloud|ip\b|address|tenant|my domain|instance)/,
  // Kind of program
  spa: [
    /single[- ]page|\bspa\b|\breact\b|angular|\bvue\b|svelte|in the browser|frontend/,
    /front-end|browser[- ]side|client[- ]side|javascript in/,
  ],
  cors: [
    /\bcors\b|access-control-allow|preflight|cross-origin/,
    /blocked by (?!cname|dns|admin|your|our|the|a\b|an\b|my)/,
  ],
  native: [
    /mobile|\bios\b|android|electron|desktop|loopback|custom (?:url )?scheme|native app/,
    /\bcli\b|command[- ]line|myapp:\/\/|com\.[a-z]+\.[a-z]+:/,
  ],
  webview: /webview|web view|embedded browser|in-app browser|wkwebview|cordova|capacitor/,
  strict_mode: [
    /strict ?mode|useeffect|re-?render|mount(?:s|ed)? twice|next\.?js|remix/,
    /dev(?:elopment)? mode|hot reload/,
  ],
  jwt_bearer: [
    /jwt[-_ ]?bearer|urn:ietf:params:oauth:grant-type:jwt|assertion|service[ -]account/,
    /server\.key|signed jwt|private key|\bjwt (?:flow|login)|auth:jwt|sf org login jwt/,
  ],
  client_credentials: [
    /client[_ -]credentials|machine[- ]to[- ]machine|\bm2m\b|server-to-server|app[- ]only/,
    /daemon/,
  ],
  device: [
    /device[_ -](?:code|flow|authori|grant|login)|user_code|\/device\b|limited[- ]input/,
    /authorization_pending|slow_down/,
  ],
  ropc: [
    /grant_type=password|username[- ]password|resource owner|\bropc\b|security token/,
    /password grant|direct access grant|password realm/,
  ],
  implicit: /implicit|response_type=token|#access_token|id_token token/,
  token_vault: /token vault|federated connection|connection access token/,
  mrrt: /multi[- ]?resource|\bmrrt\b|refresh_token\.policies/,
  upstream: [
    /(?:own|corporate) (?:okta|azure|entra|adfs|idp|ping|onelogin|google)|onelogin/,
    /ping ?(?:federate|identity|one)/,
    /(?:logs?|logged|sign(?:s|ed)?) in (?:through|via|with) (?:their|its|the customer)/,
    /\bsaml\b|\badfs\b|upstream|federat|enterprise connection|identity broker|\bbroker/,
    /ldap|active directory/,
    /(?:corporate|external|their|customer'?s?|company) (?:idp|identity provider|login|sso)/,
    /\bidp\b|identity provider|social (?:connection|login)|\bsso\b/,
  ],
  // Places in which a program runs
  headless: [
    /headless|\bssh\b|docker|container|\bci\b|github actions|gitlab|jenkins|\bcron\b/,
    /systemd|\bwsl[12]?\b|no display/,
    /without (?:a )?(?:display|desktop|screen|browser|x11)|d-?bus|\bx11\b/,
    /remote (?:server|machine|host)|codespace|dev ?container|server without|cloud ?shell/,
    /\bcolab\b|jupyter|\bvps\b|remote[- ](?:ssh|tunnels?)|vs ?code tunnel|remote session/,
    /pssession|azure vm|\bec2\b/,
  ],
  keychain: [
    /keychain|keyring|secret[ -]?service|libsecret|gnome-?keyring|kwallet|dpapi/,
    /credential (?:manager|store|helper)|safestorage|errsec|org\.freedesktop\.secrets/,
    /\bkeytar\b|autolaunch d-?bus|dbus-launch|genericunixkeychain|genericwindowskeychain/,
  ],
  decrypt: [
    /decrypt|authdecrypt|bad decrypt|unable to authenticate data|failed to decipher/,
    /cipher|invalid tag|encryption key|mac (?:check|verification)/,
    /key (?:file )?(?:changed|differs|missing|mismatch)|setcrypto/,
  ],
  synced: [
    /dropbox|onedrive|icloud|google drive|\bnfs\b|network (?:drive|share|disk|folder)/,
    /\bsmb\b|synced|read-only file ?system|erofs/,
  ],
  firewall: [
    /firewall|egress|outbound|whitelist|allow-?list|security group|\bvpc\b|blocked port/,
    /\bnat\b|air-?gap|no internet/,
  ],
  proxy: [
    /(?<!(?:oauth2?|oidc|sso|auth|reverse|louketo|kube)[-_ ])\bprox(?:y|ies)\b|zscaler/,
    /netskope|(?:corporate|company|office) (?:network|firewall)|at the office/,
    /(?:at|from) home (?:it )?works|works (?:at|from) home|\bvpn\b|blue ?coat|\bmitm\b/,
    /ssl inspection|tls inspection|palo alto|forcepoint|\b407\b|squid|http_proxy/,
    /https_proxy/,
  ],
  behind_proxy: [
    /x-forwarded/,
    /behind (?:a |an |our |the )?(?:nginx|proxy|load|ingress|reverse|cloudflare|alb|elb|traefik)/,
    /reverse proxy|tls terminat|ssl terminat|http:\/\/ instead of https/,
    /http instead of https|(?:it|app|server) (?:sends|thinks|builds)[^.]{0,30}http:/,
    /trust proxy|nginx|ingress|load[- ]?balanc/,
  ],
  clock: [
    /(?:incorrect|wrong) (?:system )?(?:date|time)|date (?:or|and) time|\bwsl\b|clock/,
    /\bntp\b|time ?skew|drift|system time|wrong time|time zone|timezone/,
    /minutes? (?:ahead|behind|fast|slow|off)|not yet valid|in the future/,
    /issued in the future|too (?:old|early)|used before|\bnbf\b|\biat\b/,
    /exp(?:iry)? (?:claim|too)|sleep(?:ing)?\b|hibernat/,
    /not ?before ?error|jwt not active|immature ?signature|invalid ?iat|premature ?jwt|jwt before use time/,
    /beforevalidexception|cannot handle token prior to/,
  ],
  sandbox: [
    /sandbox|test\.salesforce|scratch[ -]?org|\.cs\d{1,6}\.|\buat (?:org|one|environment|instance|system)\b|(?:full|partial)[- ]copy/,
    /--[a-z0-9]+\.(?:sandbox\.)?my\.salesforce/,
    // The user name of a sandbox ends in its name.
    /@[\w-]{1,40}(?:\.[\w-]{1,40}){1,3}\.(?:dev|uat|qa|test|sit|full|partial|staging|stage|sbx?)\d{0,2}\b/,
  ],
  sandbox_refreshed: [
    /sandbox[^.]{0,30}(?:was |been |is )?(?:refreshed|recreated|cloned|copied|replaced)/,
    /(?:after|since) (?:a|an|the|our|we|my|they|i) ?(?:\w{1,20} )?(?:sandbox )?refresh(?:ed|ing)?(?: of)? (?:the |a |our |my |their )?(?:[\w-]{1,30} ){0,2}sandbox/,
    /(?:refreshed|refreshing|refresh of) (?:the|our|a|an|my|one|their) (?:[\w-]{1,30} ){0,2}sandbox|sandbox refresh/,
  ],
  custom_domain: /custom domain|own domain|vanity|tenant domain|canonical domain|\bcname\b|branded/,
  other_host: [
    /(?:different|another|other|wrong|login) (?:host|domain|endpoint|tenant|server|region|realm|environment|instance|org|host)/,
    /localhost vs|other tenant/,
  ],
  customer_org: [
    /(?:customer|client|partner|subscriber|other|another|different|target|their|foreign|every|some|one) ?'?s?,? (?:salesforce )?(?:org|tenant|workspace|account|organi[sz]ation|portal|company)\b/,
    /multi-?tenant|\bisv\b|managed package|appexchange|marketplace/,
  ],
  installed: /install/,
  ip: [
    /\bip\b|ip[- ](?:address|range|restrict|allow|white|relax)|login ranges?/,
    /trusted range|static ip|data ?cent(?:er|re)|new (?:server|host)|\bvpn\b/,
  ],
  login_hours: /login hours|at night|weekend|outside (?:of )?(?:business|office|working) hours/,
  mfa: [
    /\bmfa\b|multi-?factor|two-?factor|\b2fa\b|second factor|authenticator/,
    /conditional access|strong auth|one-time code|\botp\b|\brapt\b|reauth/,
  ],
  // Contents of the request
  offline: [
    /offline|access_type|offline_access|refresh_token scope/,
    /perform requests (?:at any|on your behalf)/,
  ],
  no_refresh_token: [
    /\b(?:no|without|missing|never|doesn'?t|don'?t|does not|did not|didn'?t|not|lacks?|null|undefined|nil|none|empty)[^.]{0,30}(?<!(?:could|can|did|does|will|would) ?(?:not|n't) )\brefresh[ _-]?token/,
    /refresh[ _-]?token\W{1,8}(?:undefined|null|none|nil)\b/,
    /refresh[ _-]?token["']?(?: (?:is|was|comes? back|came back|returned|are|property|field))?(?: (?:as|always|still|just))?["']?[ :=]*(?:null|undefined|nil|none\b|missing|empty|not (?:available|returned|present|included|provided|there|in the|being|set|received|issued|given)|absent)/,
  ],
  rotation: [
    /rotat|one[- ]time use|single[- ]use|reuse|re-use|already (?:been )?used|spent/,
    /\bferrt\b|new refresh[ _]token/,
  ],
  not_saved: [
    /(?:not|never|forgot|without|isn'?t|didn'?t|don'?t|doesn'?t)[^.]{0,20}(?:sav|stor|persist|updat|writ)/,
    /(?:keep|kept|reus|still us)[^.]{0,20}(?:old|first|original|same) (?:refresh[ _])?token/,
    /hard-?coded|environment variable|\.env\b|config file/,
  ],
  code_twice: [
    /twice|double|two (?:requests|times|exchanges)|already (?:been )?(?:used|redeemed)/,
    /second time|re-?load|refresh(?:ed|ing|es)? the page|back button|pre-?fetch/,
    /link preview|safe ?links|scanner|retr(?:y|ied|ies)|replay|strict ?mode|useeffect/,
    /re-?render|called two|fires? two|duplicate/,
  ],
  slow: [
    /(?:took|waited|waits?|after|later than|for) (?:about |some |over |more than )?(?:\d{1,6}|ten|fifteen|twenty|five|a few|several) min/,
    /breakpoint|debugg|lunch|slow(?:ly)?|next day|later\b|queue/,
  ],
  double_encoded: [
    /%25|double[- ]?(?:url[- ]?)?encod|encoded twice|%3d|%2f|url[- ]?encod|decode|4\/0/,
    /trailing ==|ends? (?:in|with) (?:%3d|==|=)/,
  ],
  pkce: /pkce|code[_ ]?verifier|code[_ ]?challenge/,
  session_lost: [
    /session|cookie|two tabs|other tab|another tab|\btabs?\b|redis|in memory|in-memory/,
    /memorystore|stateless|restart|serverless|load[- ]?balanc|sticky|replica|instances/,
    /private window|incognito/,
  ],
  challenge_wrong: [
    /\bhex\b|padding|padded|base64(?!url)|sha-?1\b|plain\b/,
    /challenge (?:is|was) (?:wrong|computed)|own implementation|hash/,
  ],
  state: [
    /authstate(?:missing|forbidden)|\w_state\b|invalidstate|state cookie (?:was )?missing/,
    /unprotect the message\.?state|missing needed parameter state/,
    /initial state could not be found/,
    /\bstate\b(?!"?[:=] ?"?(?!undefined|null)\w{1,20}"?[,&])[^.]{0,40}(?:mismatch|match|missing|invalid|undefined|null|cookie|not found|check|verif|differ|wrong|expired|not equal)/,
    /(?:invalid|missing|bad|wrong|unknown|unable to verify|mismatch|no)[^.]{0,20}\bstate\b/,
    /unable to verify (?:the )?authori[sz]ation request state/,
    /csrf|checks\.state|statemismatch/,
    // Shopify
    /cannot complete oauth process|no session found for the specified shop|could not find an oauth cookie/,
  ],
  cookies: [
    /cookie|samesite|same-site|third[- ]party(?! (?:tokens?|apps?|applications?|clients?|services?|providers?|librar|api|tools?|vendors?|integrations?|compan|developers?|users?))|safari|\bitp\b|iframe|incognito/,
    /private (?:window|mode)|brave/,
  ],
  silent: [/prompt=none|silent|iframe|gettokensilently|check ?session|ssosilent/, /acquiretokensilent/],
  slash: /slash|trailing|path differ|upper-?case|lower-?case|capital|query string/,
  localhost: /localhost|127\.0\.0\.1|\[?::1\]?|loopback/,
  random_port: [
    /random port|different port|any port|other port|port (?:\d{1,6}|changes|differs|number)/,
    /ephemeral/,
  ],
  audience: /audience|\baud\b|\bresource\b|identifier/,
  opaque: [
    /opaque|invalid compact jws|invalid compact token|(?:too|much too|very) short/,
    /jwt is malformed|not enough segments|invalid number of segments/,
    /(?:can ?not|cannot|can'?t|unable to) (?:be )?(?:decoded?|parsed?)[^.]{0,20}(?:jwt|token)/,
    /jwt\.io[^.|]{0,60}(?:invalid|cannot|can'?t|error|fail|not\b|shows? nothing|empty)|two (?:periods|parts)|not a jwt|(?:isn'?t|not) (?:a )?(?:valid )?jwt/,
    /jwt malformed|malformed jwt|two dots|\.\.|"?alg"?:"?dir|\bjwe\b|encrypted token/,
    /32 characters|short token/,
  ],
  id_token: /\bid[_ ]?token/,
  issuer: /issuer|\biss\b/,
  nonce: /nonce/,
  scope: /\bscopes?\b/,
  comma: /comma|,(?:read|write|api|openid|profile|email|refresh_token|offline)/,
  webhook: [
    /form[- ]?(?:url)?[- ]?encod|content[- ]type|application\/json|json body/,
    /query (?:string|param)|in the body|multipart/,
  ],
  basic: [
    /\bbasic\b|authorization header|client_secret_(?:basic|post)|in the (?:body|header)/,
    /auth(?:entication)? method/,
  ],
  secret_id: /secret id|value (?:not|instead|and not)|id instead of (?:the )?value|guid/,
  api_enabled: /api enabled|api[- ]only|integration user|permission set|profile\b/,
  login_flow: /login flow|guest flow|terms of use|verification screen|screen flow/,
  action: /\baction\b|\brule\b|\bhook\b|post-?login|custom code|event hook|api\.access\.deny/,
  organization: /organi[sz]ation/,
  third_party: [
    /third[- ]party (?:app|client|application)|\btpc_|dynamic (?:client )?registration/,
    /\bdcr\b|\bmcp\b|is_first_party/,
  ],
  testing_mode: /testing|unverified|publishing status|test users?|not verified|verification/,
  workspace_admin: [
    /workspace admin/,
    /admin(?:istrator)? (?:has |had )?(?:block|restrict|approv|policy|consent)/,
    /trusted app|org(?:anization)? policy|it department/,
  ],
  quota: [
    /quota|rate[- ]?limit|throttl(?!\w{0,12} (?:the |its |all )?(?:timers?|tabs?|background))|too many|limit (?:exceeded|reached)|\b429\b/,
    /requests? per/,
  ],
  each_request: [
    /(?:each|every|per|before (?:each|every)|on (?:each|every)|for (?:each|every)) (?:api )?(?:request|call|page|message|job|record|run|invocation|time)/,
    /always refresh|no cach|not cach|without cach|in a loop|\bloop\b/,
  ],
  maintenance: /maintenance|scheduled|outage|status page|release weekend|unavailable|try again later/,
  logout: /log ?out|sign ?out|logoff|post_logout/,
  bad_client_words: [
    /field["': ]{1,5}client_(?:id|secret)|client authentication failed/,
    /invalid client(?: id| secret| credentials|_id)?\b|unknown client\b|invalid_client_(?:id|secret)\b/,
    /client (?:is )?(?:invalid|unknown|not found)\b/,
    /error validating (?:client secret|application)|invalid (?:consumer )?secret\b/,
    /client credentials are invalid|user pool client|secret hash for client/,
    /client_id['" ]{0,2} (?:is )?invalid|specify a valid client\b/,
  ],
  bad_refresh_token: [
    /\btoken has been (?:expired or )?revoked|resource["': ]{1,5}refreshtoken/,
    /value passed for the token was invalid|refresh token has not been found/,
    /cannot decrypt the refresh token/,
    /(?:refresh )?token (?:was |has )?already (?:been )?(?:used|claimed|consumed|redeemed)/,
    /refresh token (?:was |is )?(?:not found|reused|consumed)/,
    /invalid or has already been claimed|token is not active because/,
    /expired access\/refresh token/,
    /refresh[_ ]?token (?:is |was |has |has been |have been )?(?:invalid|expired|revoked|not valid|unknown|malformed|no longer)/,
    /(?:invalid|expired|unknown|bad|revoked|inactive) refresh[_ ]?token/,
    /invalid or expired refresh|(?:provided )?grant has expired/,
    /re-?authori[sz]ation (?:is )?(?:required|needed)|requires? re-?auth/,
    /token (?:is )?not active|stale[_ ]token/,
  ],
  bad_authorization_code: [
    /resource["': ]{1,5}authorizationcode|code (?:doesn'?t|does not) exist/,
    /(?:verification|authorization) code[^.|]{0,40}(?:invalid|expired|used)/,
    /error validating verification code|cannot decrypt the authorization code/,
    /code was (?:not issued|already)|value passed for the authorization code/,
    /does not match authorization code|invalid "?code"? in request/,
    /(?:invalid|expired|bad|unknown|used) (?:authori[sz]ation|auth|verification) code/,
    /(?:authori[sz]ation|auth) code (?:is |was |has |has been )?(?:invalid|expired|not valid|already)/,
    /code not valid|invalid_code\b/,
  ],
  bad_redirect: [
    /redirect ur[il] error|field["': ]{1,5}redirect_uri/,
    /(?:redirect(?:ion)?|callback|return|reply)[ _-]?(?:ur[il]s?|endpoint|address)[^|]{0,90}?(?:mis-?match\w{0,12}|(?:does ?n'?t|does not|did not|didn'?t|do not|don'?t|is not|isn'?t|not|never|no longer) (?:\w{1,20} )?(?:match|exist|registered|allowed|approved|white-?listed|configured|found|included|permitted|trusted|listed|valid|in\b|pre-?registered|supported|accepted)|invalid|malformed|illegal|unregistered|unknown|(?<!\b40[013] )unauthori[sz]ed|insecure|blocked|wrong|incorrect|must (?:exactly )?match|must be (?:registered|one of|a valid))/,
    /\b(?:mis-?match|(?:does ?n'?t|does not|did not|didn'?t|do not|don'?t|is not|isn'?t|not|never|no longer) (?:\w{1,20} )?(?:match|exist|registered|allowed|approved|white-?listed|configured|found|included|permitted|trusted|listed|valid|in\b|pre-?registered|supported|accepted)|invalid|malformed|illegal|unregistered|unknown|unauthori[sz]ed|insecure|blocked|wrong|incorrect|must (?:exactly )?match|must be (?:registered|one of|a valid))[^.|]{0,24}(?:redirect(?:ion)?|callback|return|reply)[ _-]?(?:ur[il]s?|endpoint|address)/,
    /redirect_?mismatch|url blocked|illegal redirect|reply address/,
    /can'?t load ur[il]|domain of this ur[il] is(?:n'?t| not) included/,
    /(?:registered|configured|provided) callback does not match|callback\.not\.match/,
    /unregistered redirect|redirect_ur[il] is missing (?:in the client|or not (?:white-?listed|allowed|registered))/,
  ],
  bad_verifier: [
    /verifier[^.]{0,30}(?:mismatch|invalid|wrong|fail|not match|missing|incorrect)/,
    /(?:invalid|wrong|bad|missing|failed to verify)[^.]{0,16}verifier/,
    /pkce (?:verification )?fail/,
  ],
  bad_id_token: [
    /\bid[_ ]?token[^.]{0,30}(?:expired|invalid|not valid|used too early|issued in|validation|signature|not yet)/,
    /validate ?id ?token/,
  ],
  // The network
  html: [
    /(?:return|got|receiv|sent|answer)\w{0,12}(?: back)?(?: an?| the| with)? html|<!doctype/,
    /<html|<\/?(?:head|body|title)|unexpected token ['"]?<|text\/html/,
    /invalid character '<'|character \('<'|line 1 column 1|not valid json|jsondecodeerror/,
    /json\.?parse|expecting value|unexpected character|is an html page/,
    /html (?:page|instead)|returns? html|got html/,
  ],
  dns: [
    /enotfound|eai_again|getaddrinfo|no such host|could not resolve|couldn't resolve/,
    /name or service not known|unknownhost|nxdomain|nodename nor servname|name resolution/,
    /err_name_not_resolved|dns|server misbehaving|\blookup [a-z0-9.-]{3,80}(?: on |: )/,
    /could not be resolved|cannot resolve|failed to resolve|no address associated/,
  ],
  refused: [
    /econnrefused|connection refused|actively refused|\b10061\b|err_connection_refused/,
    /refused to connect/,
  ],
  timeout: [
    /etimedout|esockettimedout|time(?:d)?[- ]?out|und_err_connect|deadline exceeded/,
    /\b10060\b|err_timed_out/,
  ],
  reset: [
    /network[_ ]error|network request failed|fetch failed|failed to fetch|econnreset/,
    /socket hang up|connection (?:was )?reset|\bepipe\b|premature (?:close|eof)/,
    /other side closed|unexpected eof|\beof\b|err_connection_reset|remote end closed/,
    /und_err_socket|connection aborted|client error \(connect\)/,
    // No answer at all.
    /(?:http_?code|http status|status(?: code)?)["']?[:= ]{1,3}0\b(?![.\d])|\berror: 0\b[^|]{0,20}http request/,
    /error sending request for url|socketerrorlistener|connecterrornt|emiterrorandclosent/,
    /ssl read: err|\berrno 104\b|curl error (?:52|55)\b/,
  ],
  unroutable: [
    /enetunreach|ehostunreach|no route to host|network is unreachable|network unreachable/,
    /ipv6/,
  ],
  untrusted: [
    /unable_to_(?:verify|get)|self[-_ ]?signed|cert_has_expired/,
    /certificate (?:verify|has expired|is not trusted|signed by unknown|validation|unknown)/,
    /pkix|x509|depth_zero|sec_error|sslcertverification|cert(?:ificate)?_verify/,
    /certificate_unknown|unknown ca|unable to (?:get|find|verify)[^.]{0,20}cert|err_cert/,
    /trustanchors|not trusted|ssl: cert|sslhandshakeexception|altname|hostname mismatch/,
    /err_tls|remote certificate (?:is|was) (?:invalid|rejected)/,
    /ssl connection could not be established|remotecertificate/,
  ],
  cert_expired: [
    /cert_has_expired|certificate (?:has )?expired|notafter/,
    /cert(?:ificate)? (?:is )?not yet valid|cert_not_yet_valid/,
  ],
  old_tls: [
    /handshake[_ ]fail|protocol version|protocol_version|\beproto\b|sslv?3/,
    /wrong version number|tlsv?1\.?[01]?\b|no shared cipher|no_shared_cipher/,
    /unsupported protocol|cipher|secure channel|handshake_failure|alert handshake/,
  ],
  hostname: [
    /altname|hostname (?:mismatch|doesn't match|verification)|does not match/,
    /err_tls_cert_altname/,
  ],
  port_taken: [
    /portinuse|cannot start the (?:oauth )?redirect server|eaddrinuse/,
    /address already in use/,
    /(?<!(?:n't|not) (?:show|see|find|list|say|report|have)\w{0,12} (?:\w{1,20} ){0,2})(?<!\bno (?:process|program|service|app|one) (?:on|at) )port \d{1,6} (?:is )?(?:already |in |being )?(?:in use|used|taken|busy|occupied)/,
    /only one usage of each socket|port (?:is )?(?:already |in )?(?:in use|taken|busy)/,
    /\b10048\b/,
  ],
  port_forbidden: [
    /\b10013\b|(?:listen|bind)[^|]{0,60}(?:eacces|permission denied)/,
    /(?:eacces|permission denied)[^.|]{0,30}(?:\bbind|listen|\bport\b|:\d{2,5}\b)/,
    /excluded port|forbidden by its access permissions/,
  ],
  no_callback: [
    /(?:page|browser|tab|terminal|command|cli|program|it) (?:just |only |still |keeps? )?(?:spins?|hangs?|loading|waits? for ?ever|is stuck)/,
    /nothing happens|waits? forever|keeps loading/,
    /(?:timed?[- ]?out|time ?out) (?:while )?waiting|login timed out/,
    /localhost (?:has )?refused|callback (?:is |was )?never/,
    /never (?:reach|call|return|redirect|come)\w{0,12}|not (?:called|reached|redirected)/,
    /(?:hangs?|stuck|waits?|waiting)[^.]{0,30}(?:browser|callback|login|redirect|authenticat)/,
    /site can'?t be reached|unable to connect|this page isn'?t working/,
  ],
  bearer: /www-authenticate|bearer|authorization header|access[ _]token/,
  no_header: [
    /no (?:authorization|auth) (?:header|token)/,
    /missing (?:authorization|auth|bearer|token)|header (?:is )?missing|not_authed/,
    /no token|without (?:a )?token|empty token|"bearer ?"|bearer undefined|bearer null/,
    /token_not_found|bad authorization header|invalid_auth_header/,
  ],
  dpop: /dpop/,
  wrong_instance: [
    /instance[_ ]?url|wrong (?:instance|host|server|pod)|\bna\d{1,6}\b|\beu\d{1,6}\b/,
    /login\.salesforce\.com\/services\/data|base url|hard-?coded|moved|migrat/,
  ],
  lightning: /\.force\.com|lightning\.force|lightning url|\.lightning\./,
  after_refresh: [
    /(?:even|right|directly|immediately|still|just) (?:after|with)[^.]{0,20}(?:refresh|new token|fresh)/,
    /fresh(?:ly)? (?:token|refreshed|issued)|new token (?:too|also|fails)/,
    /still (?:fails|401|refused)/,
  ],
} as const satisfies Readonly<Record<string, Patterns>>;

export type SignalName = keyof typeof signalPatterns;

/** Returns the circumstances that a text in lower case tells. */
export function signalsIn(text: string): ReadonlySet<SignalName> {
  const found = (Object.keys(signalPatterns) as SignalName[]).filter((name) =>
    isFound(signalPatterns[name], text),
  );
  return new Set(found);
}
