import type { CauseRule } from "../rule.ts";

/** Words about a certificate authority of one's own: of a company, a home server or a test. */
const ownAuthority =
  /(?:own|internal|private|company|corporate|custom|home|enterprise|self-?managed|local|test) (?:root )?(?:ca\b|pki|cert|certificate|infrastructure)|internal[a-z -]{0,20}(?:\bca\b|pki)|self[- ]?signed(?! cert(?:ificate)? in)|depth_zero|mkcert|step-?ca|smallstep|corporate pki|signed by (?:our|my|an internal)|\bpki\b|\.(?:local|internal|lan|corp|test|localhost)\b/;

/** Words about a place where programs run without the certificates of the system. */
const bareImage =
  /alpine|docker|container|slim|scratch|distroless|busybox|kubernetes|\bpod\b|\bimage\b|lambda|cacert\.pem[^|]{0,40}(?:not|no)|trustanchors parameter|no such file[^|]{0,60}cert|certificate verify locations|ca-certificates/;

/** Hosts of providers, which no authority of one's own has signed. */
const publicHost =
  /https:\/\/[\w.-]{0,80}(?:googleapis\.com|google\.com|microsoftonline\.com|graph\.microsoft\.com|github\.com|slack\.com|salesforce\.com|auth0\.com|okta\.com|hubapi\.com|facebook\.com|amazonaws\.com|amazoncognito\.com|spotify\.com|dropbox(?:api)?\.com|anthropic\.com|openai\.com)[:/"' ]/;

/** Words about TLS that a proxy of the network opens. */
const inspected =
  /zscaler|netskope|corporate|company|office|(?<!(?:oauth2?|oidc|sso|auth|reverse|louketo|kube)[-_ ])\bproxy|vpn|firewall|mitm|inspection|intercept|antivirus|virus scanner|kaspersky|avast|eset\b|bitdefender|blue ?coat|forcepoint|fortinet|fortigate|palo alto|cisco umbrella|warp/;

/** Words about a runtime that speaks no TLS 1.2, or not by itself. */
const oldRuntime =
  /\.net (?:framework )?v?(?:[1-3](?:\.\d)?|4(?:\.[0-5](?:\.\d)?)?)\b(?!\.\d)|\b(?:java|jdk|jre)[ -]?(?:1\.)?[67]\b|python[ -]?2\b|openssl[ /]?(?:0\.9|1\.0\.0)|centos ?[56]\b|windows (?:server )?(?:2003|2008|xp|7|vista)\b|php ?5\.[0-4]\b|ruby ?(?:1\.\d|2\.[0-2])\b|android [2-4]\b|\bvb ?6\b|delphi|\btls ?1\.[012]\b|about tls\b|sslv3/;

/** An IPv4 address that cannot be reached. */
const ipv4Unreachable = [
  /(?:ehostunreach|enetunreach|no route to host|network is unreachable)[^|]{0,40}\b\d{1,3}(?:\.\d{1,3}){3}\b/,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b[^|]{0,40}(?:ehostunreach|enetunreach|no route to host|network is unreachable)/,
];

/** Words about a machine on which IPv6 is switched off. */
const ipv6Off =
  /ipv6[^|.]{0,30}(?:disabled?|off\b|not (?:enabled|available|supported)|unavailable)|(?:disabled?|switched off|turned off|without|no) ipv6|ipv6\.disable|disable_ipv6/;

/** The causes of the network, and of what answers in the place of the provider. */
export const networkRules = [
  {
    id: "server_down",
    tokenStillGood: true,
    retry: true,
    of: { server_error: 40, html: 12, connection: 6 },
    evidence: [[24, { signal: "maintenance" }]],
  },
  {
    id: "html_page",
    tokenStillGood: true,
    of: { html: 40 },
    evidence: [[-10, { status: [502, 503, 504] }]],
  },
  {
    id: "proxy_page",
    tokenStillGood: true,
    of: { html: 12 },
    evidence: [[36, { signal: ["proxy", "firewall"] }]],
  },
  {
    id: "bot_protection",
    tokenStillGood: true,
    proof: [
      [
        88,
        {
          words: [
            /attention required! \| cloudflare|just a moment\.\.\.|error code: 10\d\d/,
            /cf-mitigated|cf-chl|sorry, you have been blocked|incapsula/,
            /akamai[^|]{0,60}(?:denied|reference)|reference #\d/,
            /request blocked[^|]{0,60}(?:waf|cloudfront)|\bwaf\b[^|]{0,60}(?:block|denied|403)/,
            /the request could not be satisfied/,
          ],
        },
      ],
    ],
  },
  {
    id: "header_too_big",
    tokenStillGood: true,
    proof: [
      [
        94,
        {
          words: [
            /upstream sent too big header/,
            /request header (?:or cookie )?(?:fields? )?too (?:large|big)|header fields too large/,
            /\b431\b|headers? (?:is |are )?too large/,
            /cookie[^.|]{0,30}(?:too (?:large|big)|exceeds?|4096|larger than)/,
            /exceeds the 4kb cookie limit|size of the request headers? is too long/,
            /header overflow|\b494\b/,
          ],
        },
      ],
      // The answer to the callback sets the cookies with the tokens.
      [44, { text: /\b502\b|bad gateway/, words: /nginx|ingress/, stage: "callback" }],
    ],
    rulesOut: ["server_down", "state_lost"],
  },
  {
    id: "name_unknown",
    tokenStillGood: true,
    retry: true,
    of: { dns: 44 },
    evidence: [[-12, { words: /eai_again|temporary failure|try again/ }]],
  },
  {
    id: "name_malformed",
    tokenStillGood: true,
    proof: [
      [
        96,
        {
          words: [
            /(?:enotfound|eai_again|getaddrinfo|lookup|resolve(?: host)?:?|unknown ?host(?:exception)?:?|name resolution[^|]{0,20}) ['"]?(?:https?\b|\d{1,5}(?: |$)|undefined|null\b|none\b|your[-_.]|\$\{|\{|<|%7b|example\.)/,
            /https?:\/\/https?:?\/?\//,
            /header "?host"? contains invalid|invalid characters? in (?:the )?(?:host|domain|url)|host ?name contains invalid|invalid (?:host ?name|host header)\b/,
            // The view of an iPhone cannot show such an address.
            /webkiterrordomain[^|]{0,12}\b101\b|nsurlerrordomain[^|]{0,24}-100[02]\b/,
            /(?:invalid url|invalid uri|<url> malformed|url malformed|curl error 3\b|unsupported protocol scheme|no scheme supplied|missing schema|only absolute urls|failed to parse url|unknown url type|no host specified|protocol "" |url using bad\/illegal format)/,
          ],
          not: { words: /redirect_uri[^|]{0,160}https?:\/\/https?/ },
        },
      ],
    ],
    rulesOut: ["name_unknown", "resolver_down", "firewall", "proxy_not_used"],
  },
  {
    id: "name_of_container",
    tokenStillGood: true,
    of: { dns: 4 },
    proof: [
      [
        94,
        {
          text: /https?:\/\/(?!localhost)[a-z][a-z0-9_-]{1,40}(?::\d{2,5})?\//,
          words: [
            /can.?t be reached|name_not_resolved|server not found|dns_probe|cannot be reached/,
            /can not reach/,
          ],
        },
      ],
    ],
    rulesOut: ["callback_elsewhere", "nothing_listens", "name_unknown"],
    evidence: [
      [
        66,
        {
          words:
            /(?:enotfound|eai_again|lookup|could not resolve host:?|unknownhost(?:exception)?:?|err_name_not_resolved[^|]{0,20}|https?:\/\/) ?['"]?[a-z0-9_-]{2,40}(?=[:/'")\s]|$)(?!:\/\/)/,
          signal: "headless",
        },
      ],
      [
        40,
        {
          words: [
            /compose|service name|kubernetes|\bk8s\b|docker network|host\.docker\.internal/,
            /127\.0\.0\.11/,
          ],
        },
      ],
    ],
  },
  {
    id: "resolver_down",
    tokenStillGood: true,
    retry: true,
    of: { dns: 14 },
    evidence: [
      [
        40,
        {
          words: [
            /eai_again|temporary failure in name resolution|server misbehaving/,
            /i\/o timeout[^|]{0,40}:53|:53: |resolv\.conf|coredns|ndots/,
          ],
        },
      ],
    ],
  },
  {
    id: "firewall",
    tokenStillGood: true,
    retry: true,
    of: { connection: 22, dns: 6 },
    evidence: [
      [36, { signal: "firewall" }],
      [36, { text: ipv4Unreachable }],
      [10, { signal: "timeout" }],
      [8, { signal: ["deployed", "headless"] }],
      [-30, { stage: "callback" }],
      [-14, { signal: "refused" }],
      [-40, { signal: ["untrusted", "old_tls", "cors"] }],
    ],
  },
  {
    id: "proxy_not_used",
    tokenStillGood: true,
    retry: true,
    of: { connection: 14, dns: 12, tls: 4 },
    evidence: [
      [38, { signal: "proxy" }],
      [-30, { stage: "callback" }],
    ],
  },
  {
    id: "proxy_login",
    tokenStillGood: true,
    of: { proxy: 50 },
    proof: [
      [
        98,
        {
          words: [/\b407\b|proxy ?authentication/, /proxy[^.|]{0,30}(?:credentials|ntlm|kerberos|negotiate)/],
        },
      ],
    ],
    rulesOut: ["proxy_not_used", "firewall", "connection_lost"],
  },
  {
    id: "proxy_blocks",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /tunnel(?:ing)?(?: socket)?[^|]{0,50}(?:statuscode=|failed: |status(?: code)? ?)(?!407)\d{3}/,
            /received http code (?!407)\d{3} from proxy|proxy connect aborted/,
            /proxy[^.|]{0,40}(?:returned|responded|refused|denied|rejected|blocked|forbidden)[^.|]{0,20}/,
            /unable to tunnel through proxy[^|]{0,60}(?:403|502|503)|err_tunnel_connection_failed/,
            /https:\/\/[^|]{0,120}['"]?: (?:not found|forbidden|service unavailable|bad gateway)\b[^|]{0,200}\|[^|]{0,200}proxy/,
            /blocked by (?:the |your |our )?(?:proxy|web filter|network administrator|security policy)/,
          ],
        },
      ],
    ],
    rulesOut: ["proxy_not_used"],
  },
  {
    id: "local_address_forbidden",
    tokenStillGood: true,
    proof: [
      [
        128,
        {
          words: [
            /violates local access rules|allow_local_remote_servers|alloweduntrustedinternalconnections/,
            /requests? to (?:the )?(?:local(?:host)?(?: area)?|private|internal)(?: network| address(?:es)?| ips?)? (?:is|are) (?:not allowed|forbidden|blocked|denied)/,
            /(?:private|internal|local|loopback|reserved) (?:ip|ips|ip range|address|addresses|network|host)\b[^|.]{0,30}(?:not (?:allowed|permitted)|(?:is|are|was) (?:blocked|forbidden|denied)|by (?:the )?ssrf)/,
            /\bssrf\b[^|.]{0,40}(?:protect|filter|guard|block|reject)|(?:blocked|rejected|refused|denied)[^|.]{0,24}\bssrf\b/,
          ],
        },
      ],
    ],
    rulesOut: [
      "discovery_failed",
      "firewall",
      "proxy_blocks",
      "proxy_not_used",
      "lan_unreachable",
      "html_page",
    ],
  },
  {
    id: "proxy_down",
    tokenStillGood: true,
    retry: true,
    proof: [
      [
        88,
        {
          words: [
            /cannot connect to proxy/,
            /(?:can(?:no|')t|unable to|failed to|could not|couldn't) (?:connect to|resolve|reach)(?: the)? prox/,
            /err_proxy_connection_failed|proxyconnect tcp/,
            /proxy server[^.|]{0,40}(?:not respond|refus|unreachable)|could not resolve proxy/,
            /econnrefused[^|]{0,30}:(?:3128|8080|8888|7890|1080)/,
            /tunneling socket could not be established, cause=(?!getaddrinfo \w{1,12} (?:https?|undefined|null|\d{1,5})\b)/,
            /socks[45]?[^.|]{0,40}(?:refus|fail|error)|proxyerror\(/,
          ],
          not: { words: /\b407\b|tunnel connection failed/ },
        },
      ],
    ],
    rulesOut: ["proxy_not_used", "firewall", "name_unknown", "resolver_down"],
  },
  {
    id: "connection_lost",
    tokenStillGood: null,
    retry: true,
    of: { connection: 10 },
    evidence: [
      [30, { signal: "reset" }],
      [6, { signal: "timeout" }],
      [-60, { signal: ["untrusted", "old_tls", "cors"] }],
      [
        16,
        {
          words: [
            /awaiting headers|read timed? ?out|readtimeout|response timeout|headers timeout/,
            /body timeout/,
          ],
        },
      ],
      [-30, { stage: "callback" }],
    ],
  },
  {
    id: "address_race",
    tokenStillGood: null,
    retry: true,
    of: { connection: 1 },
    evidence: [
      [
        72,
        {
          words: [
            /aggregateerror[^|]{0,200}(?:etimedout|enetunreach)|internalconnectmultiple/,
            /autoselectfamily|happy eyeballs|failed, reason: ?(?:["']|at )[^|]{0,300}etimedout/,
          ],
        },
      ],
    ],
    // The message of Node's AggregateError is empty.
    proof: [
      [
        96,
        {
          text: [
            /failed,? reason: ?(?:["'})\]]|at [\w<]|type: |code: |$)/,
            /^(?:\w{0,20}error:? ?){0,2}aggregateerror(?: \[\w{4,14}\])?:?\s*(?:at\b|$)/,
          ],
        },
      ],
    ],
  },
  {
    id: "nothing_listens",
    tokenStillGood: true,
    of: { connection: 8, no_callback: 12 },
    evidence: [
      [30, { signal: "refused" }],
      [14, { signal: "localhost" }],
      [
        44,
        {
          words:
            /(?:netstat|lsof|ss -\w{1,20}|task ?manager)\b[^|]{0,60}(?:\bno\b|not|n't|nothing|empty)|(?:nothing|nobody|no (?:process|program|service|server))(?: is| was)? listen/,
        },
      ],
    ],
  },
  {
    id: "lan_unreachable",
    tokenStillGood: true,
    of: { connection: 1 },
    evidence: [
      [
        90,
        {
          words:
            /https?:\/\/[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}[:/ "][^|]{0,300}\b(?:192\.168|10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}:443\b/,
          signal: ["timeout", "unroutable"],
          not: { signal: "proxy" },
        },
      ],
    ],
    proof: [[96, { words: /hair-?pin|nat[- ](?:loop ?back|reflection)|split[- ](?:horizon|dns)/ }]],
    rulesOut: ["firewall", "connection_lost", "proxy_not_used"],
  },
  {
    id: "name_points_here",
    tokenStillGood: true,
    of: { connection: 1 },
    evidence: [
      [
        96,
        {
          words: [
            /https:\/\/[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.(?:com|net|org|io|cloud|dev|app)\b[^|]{0,300}(?:econnrefused|refused)[^|]{0,20}(?:127\.0\.0\.1|::1|0\.0\.0\.0):443/,
            /dial tcp (?:127\.0\.0\.1|\[::1\]|0\.0\.0\.0):443/,
          ],
          signal: "refused",
        },
      ],
    ],
    proof: [
      [
        100,
        {
          words: [
            /adguard|pi-?hole|nextdns|\bdns[- ](?:filter|blocklist|blocker|sinkhole)/,
            /blocked by (?:cname|dns)|blocklist[^|]{0,200}\b0\.0\.0\.0\b/,
            /\b0\.0\.0\.0\b[^|]{0,200}blocklist/,
          ],
        },
      ],
    ],
    rulesOut: ["container_localhost", "firewall", "nothing_listens", "callback_elsewhere"],
  },
  {
    id: "container_localhost",
    tokenStillGood: true,
    of: { connection: 2, dns: 1 },
    evidence: [
      [
        84,
        {
          words: [
            /^[\w-]{2,60}[-_]\d{1,2} {0,2}\| [^|]{0,600}(?:localhost|127\.0\.0\.1)/,
            /(?:localhost|127\.0\.0\.1|::1)(?:[^|]{0,200}\|)?[^|]{0,200}(?:docker|container|compose|kubernetes|\bpods?\b|minikube)/,
            /(?:docker|container|compose|kubernetes|\bpods?\b|minikube)[^|]{0,200}(?:localhost|127\.0\.0\.1|::1)/,
          ],
          signal: "refused",
          not: { stage: "callback" },
        },
      ],
    ],
    rulesOut: ["firewall", "proxy_not_used", "callback_elsewhere"],
  },
  {
    id: "no_ipv6",
    tokenStillGood: true,
    retry: true,
    of: { connection: 3, port: 2 },
    evidence: [
      [36, { signal: "unroutable", not: { signal: ["port_taken", "port_forbidden"] } }],
      [-40, { stage: "callback", not: { signal: ["port_taken", "port_forbidden"] } }],
      [
        -60,
        {
          text: ipv4Unreachable,
          not: { words: /ipv6/ },
        },
      ],
      // A program that listens at localhost then finds no address, and some say that the port is in use.
      [110, { signal: ["port_taken", "port_forbidden"], words: ipv6Off }],
    ],
    proof: [
      [
        104,
        {
          text: [
            /(?:eafnosupport|eaddrnotavail|address family not supported|(?:can't|cannot) assign requested address|address not available)[^|]{0,60}(?:::1|localhost)/,
            /\b(?:listen|bind)[^|]{0,60}(?:::1|localhost)[^|]{0,60}(?:eafnosupport|eaddrnotavail|address family not supported|(?:can't|cannot) assign requested address|address not available)/,
          ],
          not: { text: /\b(?:dial|connect)\b/ },
        },
      ],
    ],
    rulesOut: ["port_taken", "port_forbidden", "port_privileged"],
  },
  {
    id: "company_ca",
    tokenStillGood: true,
    of: { tls: 30 },
    evidence: [
      [34, { signal: "proxy" }],
      [30, { words: inspected }],
      [-10, { signal: "old_tls" }],
      [-30, { signal: ["cert_expired", "hostname"] }],
      [-20, { words: /depth_zero|leaf_signature|verify the first certificate/ }],
    ],
    rulesOut: ["connection_lost", "firewall"],
  },
  {
    id: "private_ca",
    tokenStillGood: true,
    of: { tls: 12 },
    evidence: [
      [48, { words: ownAuthority, not: { words: inspected } }],
      [24, { words: /depth_zero|\bself-?signed certificate\b(?! in)/ }],
      [8, { provider: "keycloak" }],
      [-30, { signal: ["cert_expired", "hostname"] }],
      [-60, { text: publicHost }],
    ],
    proof: [
      [
        140,
        {
          text: /(?:discover|openid|well-known|metadata|issuer|token|request|fetch|connect)[^|]{0,80}(?:fail|error|could not|unable)|(?:fail|error|could not|unable)[^|]{0,80}(?:discover|openid|well-known|metadata|issuer|token|request|fetch|connect)/,
          words:
            /\b(?:private|internal|own|custom|company|home ?lab|self[- ]?signed) (?:root )?(?:ca\b|cert(?:ificate)?s?\b|certificate authority|pki\b)/,
          stage: "network",
          not: [
            { signal: ["dns", "refused", "timeout", "unroutable", "old_tls", "hostname", "cert_expired"] },
            { words: inspected },
            // Then the error itself tells more.
            { text: /self[-_ ]?signed|certificate|x509|\b(?:tls|ssl)\b/ },
            { text: publicHost },
          ],
        },
      ],
    ],
    rulesOut: ["connection_lost", "firewall"],
  },
  {
    id: "ca_bundle_old",
    tokenStillGood: true,
    of: { tls: 10 },
    evidence: [
      [60, { text: /no roots provided|failed to load system roots/ }],
      // Programs in Go mostly run in small images.
      [
        26,
        {
          text: publicHost,
          words: /x509: certificate signed by unknown authority/,
          not: { words: inspected },
        },
      ],
      [44, { words: bareImage, not: { words: ownAuthority } }],
      [12, { words: bareImage }],
      [
        40,
        {
          words: [
            /old (?:java|jdk|openssl|image|server|ubuntu|centos|debian|node|python|android|windows)/,
            /centos ?[567]|openssl[ /]?1\.0|ubuntu ?1[246]|debian ?[789]\b|android [4-7]\b/,
            /dst root|let'?s encrypt|isrg/,
          ],
        },
      ],
      [-24, { signal: "hostname" }],
    ],
    rulesOut: ["connection_lost"],
  },
  {
    id: "ca_bundle_php",
    tokenStillGood: true,
    of: { tls: 1 },
    evidence: [
      [
        84,
        {
          words: [
            /curl error (?:60|77)|curl\.cainfo|xampp|wamp|laragon/,
            /guzzlehttp[^|]{0,200}certificate|openssl\.cafile/,
          ],
        },
      ],
    ],
    rulesOut: ["ca_bundle_old", "connection_lost", "old_tls"],
  },
  {
    id: "ca_bundle_python",
    tokenStillGood: true,
    of: { tls: 1 },
    evidence: [
      [
        78,
        {
          words: /mac ?os|macbook|os ?x\b|library\/frameworks\/python|darwin/,
          text: /certificate_verify_failed|local issuer|sslcertverification/,
          not: { words: inspected },
        },
      ],
    ],
    rulesOut: ["connection_lost"],
  },
  {
    id: "ca_bundle_java",
    tokenStillGood: true,
    of: { tls: 1 },
    evidence: [
      [
        76,
        {
          words: [
            /pkix|suncertpathbuilder|trustanchors|javax\.net\.ssl|keytool|\bcacerts\b/,
            /java\.security\.cert/,
          ],
          not: { words: /expired|notafter|altname|alternative/ },
        },
      ],
      [
        -60,
        {
          words: /chain|intermediate|root ca (?:is|was) (?:in|trusted|already)/,
          not: { words: /in certificate chain/ },
        },
      ],
    ],
    rulesOut: ["ca_bundle_old", "connection_lost"],
  },
  {
    id: "chain_incomplete",
    tokenStillGood: true,
    of: { tls: 6 },
    evidence: [
      [46, { words: /leaf_signature|verify the first certificate/, not: { words: inspected } }],
      [
        62,
        {
          words: [
            /(?:full|whole|complete|incomplete|missing)[ -]?chain|fullchain|intermediate/,
            /root ca (?:is|was) (?:in|trusted|already)/,
            /(?:is|already) in the (?:jvm |java )?(?:cacerts|truststore)/,
            /works? in (?:the |my )?(?:browser|chrome|firefox)/,
            /browsers? (?:are|is) (?:fine|ok|happy)/,
          ],
          not: { words: inspected },
        },
      ],
    ],
    rulesOut: ["connection_lost"],
  },
  {
    id: "cert_expired",
    tokenStillGood: true,
    of: { tls: 6 },
    evidence: [[60, { signal: "cert_expired", not: { words: /not yet valid|not_yet_valid/ } }]],
  },
  {
    id: "cert_clock",
    tokenStillGood: true,
    of: { tls: 2 },
    evidence: [
      [76, { words: /not yet valid|not_yet_valid|err_cert_date_invalid[^|]{0,80}clock/ }],
      [40, { signal: "clock", words: /clock|wrong (?:date|time)|system time|no (?:battery|rtc)|date/ }],
    ],
  },
  {
    id: "cert_hostname",
    tokenStillGood: true,
    of: { tls: 3 },
    evidence: [
      [64, { signal: "hostname" }],
      [
        64,
        {
          words: [
            /no (?:subject )?alternative (?:dns )?names?|valid for [^|]{0,80}, not|not valid for/,
            /certificate (?:is|was) (?:only )?valid for|cannot validate certificate for/,
            /namemismatch|err_cert_common_name/,
          ],
        },
      ],
    ],
    rulesOut: ["company_ca", "ca_bundle_old", "connection_lost"],
  },
  {
    id: "revocation_check",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /crypt_e_(?:no_revocation_check|revocation_offline)|80092012|80092013/,
            /revocation (?:function|server|status)[^|]{0,60}(?:unable|offline|unknown|could not)/,
            /revocationstatusunknown|offlinerevocation/,
          ],
        },
      ],
    ],
    rulesOut: ["company_ca", "ca_bundle_old"],
  },
  {
    id: "old_tls",
    tokenStillGood: true,
    of: { tls: 10 },
    evidence: [[40, { signal: "old_tls" }]],
    proof: [
      // Messages of .NET if the server wants TLS 1.2.
      [
        104,
        {
          text: /unexpected error occurred on a (?:send|receive)|could not create ssl\/tls secure channel|remote party has closed the transport/,
          not: { signal: ["untrusted", "proxy"] },
        },
      ],
      // Other old programs only lose the connection.
      [
        110,
        {
          text: /connection (?:was |has been )?(?:reset|closed|aborted)|forcibly closed|eof occurred|ssl_connect|ssl connect error|handshake|econnreset|unexpected (?:eof|end of file)|remote host closed|peer closed|transport stream|curl error 35/,
          words: oldRuntime,
          not: { signal: ["untrusted", "proxy"] },
        },
      ],
    ],
  },
  {
    id: "tls_to_plain",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /wrong[ _]version[ _]number|does not look like a tls handshake/,
            /gave http response to https client|unrecognized ssl message|plaintext connection/,
            /record too long|rx_record_too_long|packet length too long/,
            /http_request\b[^|]{0,30}ssl|not an ssl\/tls record|notsslrecord/,
          ],
        },
      ],
    ],
    rulesOut: ["old_tls", "company_ca", "ca_bundle_old", "connection_lost"],
  },
  {
    id: "plain_to_tls",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /plain http request was sent to https port|sent an http request to an https server/,
            /speaking plain http to an ssl|requires tls\b/,
          ],
        },
      ],
    ],
    rulesOut: ["old_tls", "request_format"],
  },
  {
    id: "endpoint_redirects",
    tokenStillGood: true,
    proof: [
      [
        122,
        {
          words: [
            /post [^ |]{0,120}token[^|]{0,40}['" ](?:301|302|303|308)\b/,
            /token[ _]?(?:endpoint|ur[il]|request)[^|]{0,60}(?:\b30[1238]\b|moved permanently|(?:gets?|is|was|are|being) redirected|redirects? (?:to|the)|follow\w{0,12} (?:a |the )?redirect)/,
            /\bpost\b[^|.]{0,40}(?:turn\w{0,12}|becomes?|became|chang\w{0,12}|convert\w{0,12}|arriv\w{0,12}|rewritten) (?:(?:in)?to |as )?(?:a )?get\b/,
            /redirect[^|.]{0,60}(?:loses?|lost|drops?|dropped|without|strips?)[^|.]{0,16}(?:the |its )?(?:post )?(?:body|credentials)/,
          ],
          stage: ["token-exchange", "refresh"],
          not: { words: /redirect_?uri_?mismatch|redirect ur[il] (?:mismatch|is not)/ },
        },
      ],
      // The login knew the client ID, so that it was lost on the way.
      [
        118,
        {
          words:
            /(?:client_?id|grant_?type|post data|(?:request )?body)[^|.]{0,24}(?:sent as|is|was|arrives?|received|comes? in|are) (?:an? |as )?empty(?: string)?\b|empty (?:post |request )?body/,
          stage: "token-exchange",
          grant: "authorization_code",
          not: { words: /environment|\.env\b|process\.env|content-type/ },
        },
      ],
    ],
    rulesOut: [
      "html_page",
      "code_twice",
      "code_too_old",
      "code_other_redirect",
      "redirect_scheme",
      "client_id_unset",
      "denied_upstream",
    ],
  },
  {
    id: "weak_server_tls",
    tokenStillGood: true,
    proof: [
      [
        88,
        {
          words: [
            /unsafe legacy renegotiation|dh key too small/,
            /(?:ca |ee )?(?:certificate )?key too (?:small|weak)|ca md too weak/,
            /ssl_choose_client_version:unsupported protocol|legacy sigalg/,
          ],
        },
      ],
    ],
    rulesOut: ["old_tls"],
  },
  {
    id: "cors",
    tokenStillGood: true,
    of: { cors: 50 },
    evidence: [[8, { signal: "spa" }]],
    rulesOut: ["connection_lost", "firewall", "html_page"],
  },
  {
    id: "cors_login_redirect",
    tokenStillGood: true,
    proof: [
      // The page of a login is for people, not for scripts.
      [
        126,
        {
          words:
            /(?:xmlhttprequest|fetch|ajax|axios|xhr)[^|]{0,30} '?https?:\/\/[^|\s'?]{1,100}\/authorize\b[^|]{0,600}(?:cors|access-control)/,
        },
      ],
      [
        94,
        {
          words: [
            /\(redirected from [^|]{0,300}(?:cors|cross-origin|access-control)/,
            /(?:cors|cross-origin)[^|]{0,160}redirected from/,
            /redirect is not allowed for a preflight/,
            /(?:fetch|xhr|ajax|axios)[^.|]{0,60}(?:follows|redirects?|redirected)[^.|]{0,60}(?:login|authorize|identity provider)/,
          ],
        },
      ],
    ],
    rulesOut: ["cors", "connection_lost"],
  },
  {
    id: "cors_header",
    tokenStillGood: true,
    proof: [
      [
        92,
        {
          words: [
            /request header field [a-z0-9-]{2,40} is not allowed by access-control-allow-headers/,
            /header ‘?'?[a-z0-9-]{2,40}’?'? is not allowed according to header/,
          ],
        },
      ],
    ],
    rulesOut: ["cors"],
  },
  {
    id: "cors_credentials",
    tokenStillGood: true,
    proof: [
      [
        92,
        {
          words: [
            /must not be the wildcard|credentials mode is 'include'/,
            /credential is not supported if the cors header|access-control-allow-credentials/,
          ],
        },
      ],
    ],
    rulesOut: ["cors"],
  },
  {
    id: "page_policy",
    tokenStillGood: true,
    proof: [
      [
        88,
        {
          words: [
            /content[- ]security[- ]policy[^|]{0,80}(?:connect-src|form-action|frame-src|default-src|script-src|child-src)/,
            /refused to (?:connect|load|send form)[^|]{0,200}content security policy/,
          ],
        },
      ],
    ],
    rulesOut: ["cors"],
  },
  {
    id: "popup_cut_off",
    tokenStillGood: true,
    proof: [
      [
        98,
        {
          words: [
            /cross-origin-opener-policy|cross-origin-embedder-policy/,
            /would block the window\.(?:closed|opener|close)/,
          ],
        },
      ],
      // A popup that seems closed, although nobody closed it.
      [
        112,
        {
          text: /browserautherror[^|]{0,20}user_cancel|user_cancelled: user cancelled the flow|popup[_-]closed[_-]by[_-]user|popup (?:window )?(?:was |has been )?closed by (?:the )?user/,
          words: [
            /(?:recently|suddenly|since (?:the |we |i |an? )?(?:updat|upgrad|deploy|chang|version)|immediately|at once|right away|instantly|by itself|on its own|automatically|for all users|every (?:user|time))[^|]{0,200}pop-?up/,
            /pop-?up[^|]{0,200}(?:immediately|at once|right away|instantly|by itself|on its own|automatically|still open|for all users|every (?:user|time))/,
            /(?:did|do|does|has|have)(?: not|n't) (?:clos|cancel)\w{0,12}|(?:without|nobody|no one|not) (?:is |ever )?(?:clos|cancel)\w{0,12}/,
          ],
          stage: "authorize",
        },
      ],
      // The page believes that it is closed while the user still sees it.
      [
        98,
        {
          text: /(?:window|pop-?up)[\w-]{0,10}[^.|]{0,24}(?:closed|cancell?ed)/,
          words: [
            /(?:even though|although|though|while|but|despite|yet)[^.|]{0,100}(?:complet|finish|succe|still (?:open|on\b|there|visible|shows?)|(?:did(?: not|n't)|never|not) closed?)/,
            /(?:still (?:open|on the|there|visible)|(?:did(?: not|n't)|never) close(?:d)?\b)/,
          ],
          stage: ["callback", "authorize"],
          not: { words: /\b(?:ios|android|react native|expo|electron)\b/ },
        },
      ],
    ],
    rulesOut: ["cors", "callback_unanswered", "page_policy", "denied_by_user"],
  },
  {
    id: "popup_blocked",
    tokenStillGood: null,
    proof: [
      [
        94,
        {
          words: [
            /pop-?ups?(?: window)? (?:was |were |has been |is |are |being )?blocked/,
            /pop-?up blocker|blocked (?:a |the )?pop-?up/,
            /(?:unable to|failed to|could not|cannot) open (?:a |the )?(?:login |auth\w{0,12} )?pop-?up/,
          ],
          not: { provider: "microsoft" },
        },
      ],
    ],
    rulesOut: ["callback_unanswered", "cors", "denied_by_user"],
  },
  {
    id: "cleartext_forbidden",
    tokenStillGood: true,
    proof: [
      [
        104,
        {
          words: [
            /cleartext (?:http )?(?:communication|traffic)|err_cleartext_not_permitted/,
            /app transport security|nsapptransportsecurity|nsurlerrordomain[^|]{0,40}-1022/,
            /insecure http is not allowed|usescleartexttraffic|cleartexttrafficpermitted/,
          ],
        },
      ],
    ],
    rulesOut: ["connection_lost", "firewall", "keycloak.https_required"],
  },
  {
    id: "emulator_localhost",
    tokenStillGood: true,
    of: { connection: 3, dns: 2, no_callback: 2 },
    evidence: [
      [
        100,
        {
          words: [
            /(?:localhost|127\.0\.0\.1|[\w-]\.local\b)(?:[^|]{0,200}\|)?[^|]{0,200}(?:\bandroid\b|emulator|simulator|react[- ]native|flutter|\bexpo\b|real device|physical device|on (?:a |my |the )?(?:phone|iphone|ipad))/,
            /(?:\bandroid\b|emulator|simulator|react[- ]native|flutter|\bexpo\b|real device|physical device|on (?:a |my |the )?(?:phone|iphone|ipad))[^|]{0,200}(?:localhost|127\.0\.0\.1|[\w-]\.local\b)/,
          ],
        },
      ],
    ],
    rulesOut: ["connection_lost", "firewall", "nothing_listens", "callback_elsewhere", "proxy_not_used"],
  },
  {
    id: "framed_login",
    tokenStillGood: true,
    proof: [
      [
        88,
        {
          words: [
            /x-frame-options|refused to (?:display|frame)[^|]{0,300}|frame-ancestors/,
            /in a frame because/,
          ],
        },
      ],
    ],
    rulesOut: ["cors", "page_policy"],
  },
  {
    id: "mixed_content",
    tokenStillGood: true,
    proof: [
      [
        90,
        {
          words: [
            /mixed (?:active |display )?content/,
            /insecure (?:resource|form|xmlhttprequest|endpoint)[^|]{0,80}(?:blocked|https)/,
          ],
        },
      ],
    ],
    rulesOut: ["cors"],
  },
  {
    id: "insecure_context",
    tokenStillGood: true,
    proof: [
      [
        124,
        {
          words: [
            /(?:must|only) (?:run|be used|works?|available)[^|.]{0,20}(?:on|in|over|from) (?:an? )?secure (?:origins?|contexts?)|(?:not|isn'?t) (?:in )?an? secure (?:origin|context)/,
            /crypto\.?subtle[^|.]{0,40}(?:undefined|null|not|only|unavailable|missing|secure)|(?:undefined|null)[^|.]{0,40}(?:crypto\.subtle|reading '?(?:digest|importkey|subtle))/,
            /web ?crypto(?: api)?[^|.]{0,30}(?:not available|unavailable|not supported|undefined|missing)|crypto_nonexistent|crypto object or function is not available/,
          ],
          not: { words: /\bnode(?:js)? ?v?\d|\bjest\b|jsdom|vitest|next\.?js middleware/ },
        },
      ],
    ],
    rulesOut: ["webview", "auth0.web_origin", "cors", "verifier_wrong"],
  },
] as const satisfies readonly CauseRule[];
