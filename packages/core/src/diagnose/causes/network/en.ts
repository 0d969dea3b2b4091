/** The causes of the network, and of what answers in the place of the provider, and their cures, in English. */
export const en = {
  "why.server_down": "The provider is down, in maintenance or overloaded.",
  "fix.server_down":
    "Look at the provider's status page.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "fix.server_down.salesforce":
    "Look at status.salesforce.com.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "fix.server_down.keycloak":
    "Look at Keycloak's own log at that second, and at its health endpoint (/health/ready on the management port): database, memory, start-up.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "fix.server_down.okta":
    "Look at status.okta.com for your cell.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "fix.server_down.slack":
    "Look at slack-status.com.\nTry again with growing pauses; keep the token, which was not judged.",
  "fix.server_down.hubspot":
    "Look at status.hubspot.com.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "why.html_page":
    "The address is wrong: it leads to a page for people, such as a login page, not to the endpoint.",
  "fix.html_page":
    "Compare host and path with the token_endpoint in the provider's discovery document.\nLook at status and Content-Type before you parse JSON.",
  "why.proxy_page": "A proxy, firewall or captive portal answered in place of the provider.",
  "fix.proxy_page":
    "Read the page: it names the product that blocked the request.\nLet the network's administrator allow the provider's hosts.",
  "why.bot_protection":
    "A protection against bots (Cloudflare, Akamai, a WAF) in front of the server took the program for one and answered with its own page.",
  "fix.bot_protection":
    "Your own server: add a rule that lets the token, discovery and key endpoints pass without a challenge.\nA provider's server: send a usual User-Agent, try from another address, and tell the provider the Ray ID or reference of the page.",
  "why.header_too_big":
    "The headers are larger than the server in between allows: usually the session cookie, which holds the tokens.",
  "fix.header_too_big":
    "Keep the session on the server (Redis), so that the cookie holds only an ID, or ask for fewer claims and groups.\nnginx, in each proxy on the way: raise proxy_buffer_size, proxy_buffers and proxy_busy_buffers_size (answers), large_client_header_buffers (requests). Node: --max-http-header-size.\nDelete the cookies of the site once.",
  "why.name_unknown":
    "The host name is misspelt, or this machine cannot resolve it: no DNS, a VPN, or a name that works only inside.",
  "fix.name_unknown":
    "Check the spelling of the host: no https:// and no path in it.\nTry nslookup with that name on the same machine, in the same container.",
  "why.name_malformed":
    "The address is put together wrongly: a scheme twice or missing, or a setting that is empty or still a placeholder (undefined, your-domain).",
  "fix.name_malformed":
    "Print the whole address that the program asks, and look at the setting for host, domain or issuer in this environment.\nA setting named domain wants the bare host (acme.example.com); one named issuer or URL wants https:// in front.\nA line break or an invisible character that was copied along counts, too: type the address anew.\nA proxy variable is http://HOST:PORT; without the scheme the port may be read as the host. Percent-encode special characters of a password in it.",
  "why.name_of_container":
    "The name is that of a service in a container network. It is known only there: the browser, the host, or another network cannot resolve it.",
  "fix.name_of_container":
    "Put both containers into the same network and use the service name there; from outside use the public host name.\nGive the identity provider one name that works on both sides (a DNS name, or extra_hosts), so that issuer and addresses agree.",
  "why.resolver_down": "The machine's name server does not answer, so that no name can be resolved just now.",
  "fix.resolver_down":
    "Look at /etc/resolv.conf in the container, and at docker --dns, systemd-resolved or CoreDNS; a VPN often replaces them.\nA name server of this machine (127.0.0.1:53: a DNS tool, filter or VPN): restart or stop it.\nTry nslookup of any well-known name there, then try again.",
  "why.firewall": "A firewall drops the connection to the provider.",
  "fix.firewall":
    "Allow outgoing HTTPS (port 443) to the provider's hosts, from the machine that sends the token requests; try curl -v to the token endpoint from there.\nIf the network lets programs out only through a proxy, set it for the program (HTTPS_PROXY).\nKubernetes: a NetworkPolicy must allow the egress; if the public name leads to an ingress of the cluster, to its pods and their port.",
  "why.proxy_not_used":
    "The network lets programs out only through a proxy, and this program does not use it.",
  "fix.proxy_not_used":
    "Set HTTPS_PROXY (and NO_PROXY for inner hosts) for this program; several runtimes need it switched on: Node 24 wants NODE_USE_ENV_PROXY=1, Java -Dhttps.proxyHost and -Dhttps.proxyPort. An old library that ignores both wants an agent (https-proxy-agent, global-agent).\nServices and containers do not inherit the variables of your shell: set them there.",
  "why.proxy_login": "The proxy asks for a user name and password (407).",
  "fix.proxy_login":
    "Set the proxy with its credentials (HTTPS_PROXY), or ask for an exception for the provider's hosts.\nThis is not an answer of the provider: its tokens are fine.",
  "why.proxy_blocks": "The proxy answered, but it does not let requests through to this host.",
  "fix.proxy_blocks":
    "Let the network's administrator allow CONNECT to the provider's hosts, port 443.\nIf the host is an inner one, put it into NO_PROXY.",
  "why.local_address_forbidden":
    "The program itself refuses requests to addresses of the local network, as a protection against forged requests (SSRF), and so never asks the provider.",
  "fix.local_address_forbidden":
    "Allow the provider's host in the program. Nextcloud: 'allow_local_remote_servers' => true in config.php. GitLab: Admin > Settings > Network > Outbound requests. Mattermost: AllowedUntrustedInternalConnections.\nOr let the provider's name lead to a public address from there.",
  "why.proxy_down":
    "The proxy that is configured cannot be reached: another address or port, switched off, or from another network.",
  "fix.proxy_down":
    "Look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY of the program, and correct or remove them.\nThe proxy's own address is http://HOST:PORT, also for https targets.",
  "why.connection_lost":
    "The connection broke before the answer came. If it was a refresh, the provider may already have rotated the token.",
  "fix.connection_lost":
    "Try again; at a refresh that rotates only within the provider's overlap, with the same token.\nLook for timeouts shorter than the provider's answer, and for idle connections that a proxy closes.",
  "why.address_race":
    "Node tries the addresses of a host in turn and gives each only 250 milliseconds, which is too short for this network, or none of them can be reached from it.",
  "fix.address_race":
    "If IPv6 does not work there (VPN, Tailscale), prefer IPv4: NODE_OPTIONS=--dns-result-order=ipv4first.\nFor a slow network start with --network-family-autoselection-attempt-timeout=2000, or call net.setDefaultAutoSelectFamilyAttemptTimeout(2000).",
  "why.nothing_listens":
    "Nothing listens at the address: the program that should answer is not running there, or the port is another one.",
  "fix.nothing_listens":
    "Check host and port, and whether the program still waits there.\nCallback of a login, and the program runs elsewhere (ssh, container, WSL, notebook): paste the address from the browser there, or forward the port.\nRequest from a container: localhost is the container itself; use the name of the service, or host.docker.internal.",
  "why.lan_unreachable":
    "The name leads to an address of the own network, which the app does not reach from its container or segment, or the router does not lead back inside.",
  "fix.lan_unreachable":
    "Try curl -v https://HOST from the container.\nPut both services on one Docker network with the public name as an alias of the provider's proxy, or set extra_hosts: HOST:host-gateway.\nLet the host's firewall pass the container's subnet on 443; or turn on hairpin NAT in the router.",
  "why.name_points_here":
    "The public name of the provider leads to this machine itself: an entry in the hosts file, a DNS filter, or a local proxy that has ended.",
  "fix.name_points_here":
    "Look at what it resolves to (nslookup, getent hosts) and remove the entry from hosts, or let the DNS filter pass the provider's hosts.\nIf a local proxy or VPN program is meant to answer there, start it.",
  "why.container_localhost":
    "In a container, localhost is the container itself; the server that is meant runs elsewhere.",
  "fix.container_localhost":
    "Use the service name of the other container, or host.docker.internal for a server on the host.\nIf the browser needs the same address (an issuer), give the server one name that works inside and outside: extra_hosts, or a public host name.",
  "fix.container_localhost.keycloak":
    "Let the app ask Keycloak by its service name (http://keycloak:8080), and send the browser to the public address: KC_HOSTNAME=https://public-name with KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true.\nFor a server on the host use host.docker.internal.",
  "why.no_ipv6":
    "The program uses an IPv6 address, which this machine or its network does not have; localhost may stand for one (::1), too.",
  "fix.no_ipv6":
    "Repair IPv6 or prefer IPv4 for this program (Node: NODE_OPTIONS=--dns-result-order=ipv4first).\nIf it cannot open the port of the callback: let it listen on 127.0.0.1 in place of localhost, or take ::1 localhost out of the hosts file; the callback URL stays.",
  "why.company_ca":
    "A proxy or virus scanner in the network opens TLS and signs with a certificate authority that this program does not know.",
  "fix.company_ca":
    "Give the program the authority's certificate: NODE_EXTRA_CA_CERTS or node --use-system-ca, REQUESTS_CA_BUNDLE, SSL_CERT_FILE, or Java's truststore.\nKeep the certificate check on: a token must not go to a server that cannot prove its name.",
  "why.private_ca":
    "The server's certificate is self-signed or of an authority of your own, which this program does not know.",
  "fix.private_ca":
    "Give the program the authority's certificate: NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, SSL_CERT_FILE, Java's truststore, or the program's own setting for a CA file.\nIn a container mount it and run update-ca-certificates.\nKeep the certificate check on.",
  "why.ca_bundle_old":
    "The list of certificate authorities in this image or on this machine is missing or too old.",
  "fix.ca_bundle_old":
    "Install ca-certificates in the image (apk add ca-certificates, apt-get install ca-certificates; in scratch copy /etc/ssl/certs/ca-certificates.crt), or update image and runtime (docker build --pull --no-cache).\nKeep the certificate check on.",
  "why.ca_bundle_php": "PHP's curl has no list of certificate authorities, as on Windows and in XAMPP.",
  "fix.ca_bundle_php":
    "Download cacert.pem from curl.se/ca, and set its path in php.ini as curl.cainfo and openssl.cafile; restart the web server.\nKeep the certificate check on.",
  "why.ca_bundle_python":
    "Python from python.org on macOS has no certificate authorities until they are installed once.",
  "fix.ca_bundle_python":
    "Run Install Certificates.command in the folder /Applications/Python 3.x once, or set SSL_CERT_FILE to the path that python -m certifi prints.\nKeep the certificate check on.",
  "why.ca_bundle_java":
    "The Java that runs the program does not know the authority that signed the server's certificate.",
  "fix.ca_bundle_java":
    "Import the authority's certificate into the truststore of the very Java that runs the program (several may be installed): keytool -importcert -cacerts -file ca.pem -alias NAME, or -Djavax.net.ssl.trustStore=….\nIf the server is public, update Java; if it is yours, let it send the intermediate certificates, too.\nKeep the certificate check on.",
  "fix.ca_bundle_java.keycloak":
    "Keycloak calls out: put the certificate as PEM into conf/truststores or name it with --truststore-paths.\nA program that calls Keycloak: keytool -importcert -cacerts -file ca.pem -alias NAME, in the truststore of the very Java that runs it (several may be installed).\nKeep the certificate check on.",
  "why.chain_incomplete":
    "The server sends its own certificate without the intermediate one. Browsers fetch it themselves, programs do not.",
  "fix.chain_incomplete":
    "Configure the full chain at the server (fullchain.pem; ssl_certificate in nginx), on each node behind the load balancer.\nCheck with openssl s_client -connect HOST:443 -showcerts.\nKeep the certificate check on.",
  "why.cert_expired": "The server's certificate has expired.",
  "fix.cert_expired":
    "The server's operator must renew the certificate and reload the server.\nIf browsers accept it, the clock or the certificate list of this machine is out of date: set the clock, update ca-certificates.",
  "why.cert_clock":
    "The clock of this machine is wrong, so that a valid certificate seems to lie outside its time.",
  "fix.cert_clock":
    "Set the clock (NTP), in virtual machines and on boards without a battery, too; then try again.",
  "why.cert_hostname": "The certificate is for another name than the host that was asked.",
  "fix.cert_hostname":
    "Use the host name that the certificate has; check DNS, proxies and an address in place of a name.",
  "why.revocation_check":
    "Windows could not check whether the certificate was revoked: the list of the authority cannot be reached from here.",
  "fix.revocation_check":
    "Let the firewall or proxy allow the CRL and OCSP hosts that the certificate names (port 80).\nA proxy that signs anew must offer such a list itself.",
  "why.old_tls":
    "The program and the server share no TLS version or cipher, usually because the runtime is old.",
  "fix.old_tls":
    "Update the runtime or library so that it speaks TLS 1.2 with ECDHE or TLS 1.3.\n.NET Framework: build for 4.7 or newer, or set ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12 before the first request. Java: 8 or newer. Python, PHP, Ruby: a build with OpenSSL 1.0.1 or newer.\nAn old Windows: switch TLS 1.2 on in the system, too.",
  "why.tls_to_plain":
    "The program speaks TLS, but plain http answers: the port, the scheme, or the proxy's scheme is wrong.",
  "fix.tls_to_plain":
    "Compare scheme and port: https goes to the TLS port (443, 8443), http to the other (80, 8080).\nIf a proxy is set, its own address usually begins with http://.",
  "why.plain_to_tls": "Plain http was sent to a port that speaks https.",
  "fix.plain_to_tls":
    "Write https:// in the address.\nBehind a proxy that ends TLS, forward to the http port of the server, or speak https to it.",
  "why.endpoint_redirects":
    "The address of the token endpoint is not the exact one: the server redirects (http to https, a slash, an old host), and the client follows without the body and credentials of its POST, or ends at a page.",
  "fix.endpoint_redirects":
    "Enter the endpoints as the discovery document or the provider's guide has them now: https, host, path, slash at the end.\ncurl -si -X POST ADDRESS shows whether it redirects, and where to.\nSecret and authentication method need no change.",
  "why.weak_server_tls":
    "The server, or a proxy in between, speaks an outdated kind of TLS that OpenSSL 3 refuses.",
  "fix.weak_server_tls":
    "Let the operator of the server or proxy update it (TLS 1.2 with secure renegotiation, larger keys).\nLowering the level of your own client is a stopgap only.",
  "why.cors": "A web page called an endpoint that is meant for servers, or its origin is not registered.",
  "fix.cors":
    "Exchange and refresh on a server, or register the page's origin and the app as single-page.\nDo not send a client secret from a browser.",
  "fix.cors.auth0": "Applications > your app > Settings > Allowed Origins (CORS): add the page's origin.",
  "fix.cors.salesforce": "Setup > CORS: add the page's origin and tick Enable CORS for OAuth endpoints.",
  "fix.cors.microsoft": "Register the redirect URI under Single-page application, not under Web.",
  "fix.cors.keycloak":
    "Clients > your client > Settings > Web origins: add the page's origin, scheme, host and port only (http://localhost:4200, without a path, slash or star), or + for those of the redirect URIs.\nIf the origin is there, look at Keycloak's log: errors and pages of a proxy come without CORS headers.",
  "fix.cors.okta":
    "Security > API > Trusted Origins: add the page's origin with CORS (and Redirect).\nApplications > your app must be a Single-Page App; its Sign-in redirect URIs must have the same origin.",
  "fix.cors.slack":
    "Slack's token endpoint is for servers: exchange the code in your back end, which keeps the client secret.",
  "fix.cors.hubspot":
    "HubSpot's API and token endpoint are for servers: exchange the code and call the API in your back end.",
  "fix.cors.github":
    "GitHub's token endpoint is for servers: exchange the code in your back end, which keeps the client secret.",
  "why.cors_login_redirect":
    "A call by script (fetch, XHR) was answered with a redirect to the login page, which a script cannot follow to another site.",
  "fix.cors_login_redirect":
    "Let the API answer 401 to such calls instead of redirecting, and let the page then go to the login as a whole (window.location).\nRegistering an origin at the provider does not help here.",
  "why.cors_header": "The script adds a header that the endpoint does not allow from browsers.",
  "fix.cors_header":
    "Remove the header from requests to the provider, for instance a default or interceptor of axios (X-Requested-With, Authorization, tracing headers).",
  "why.cors_credentials":
    "The script sends cookies (credentials: include), which this endpoint does not allow.",
  "fix.cors_credentials":
    'Send requests to the token endpoint without cookies: credentials: "omit", withCredentials = false.\nOn a server of your own answer with the exact origin instead of *.',
  "why.page_policy": "The page's own Content-Security-Policy forbids the request, the form or the frame.",
  "fix.page_policy":
    "Add the provider's origin to the directive that the message names (connect-src, frame-src, form-action) in the page's Content-Security-Policy.\nChrome checks form-action along all redirects after the form and blames the first address: allow every host of the chain, the app's callback too.",
  "why.popup_cut_off":
    "The header Cross-Origin-Opener-Policy (or -Embedder-Policy) of the page or of the login page cuts the popup off from the page that opened it.",
  "fix.popup_cut_off":
    "Send Cross-Origin-Opener-Policy: same-origin-allow-popups with the page that opens the popup, and no Cross-Origin-Embedder-Policy; the redirect page needs the same, without X-Frame-Options or a Content-Security-Policy that stops its script.\nIf the login page sends the header itself, or it does not help, use a redirect in place of the popup, or take the result by a BroadcastChannel: popup.closed is true then while the window is open.\nIf the login works nevertheless, the line in the console is only a warning.",
  "why.popup_blocked":
    "The browser blocked the popup, because no click opened it, or blocks all of the page.",
  "fix.popup_blocked":
    "Open the popup at once in the handler of the click, before any await or request, or use a redirect.\nAllow popups of the page in the browser.",
  "why.cleartext_forbidden": "The phone's system allows apps no http, only https.",
  "fix.cleartext_forbidden":
    "Use https for the provider, the callback and the API.\nOnly while developing, with an own server: Android network_security_config (cleartextTrafficPermitted for that host) in the debug build, iOS NSAllowsLocalNetworking or an exception domain.",
  "why.emulator_localhost":
    "On a phone or in an emulator, localhost is the device itself, not the computer with the server; names in .local are often not known there.",
  "fix.emulator_localhost":
    "Android emulator: 10.0.2.2 is the computer; or adb reverse tcp:8080 tcp:8080, after which localhost works, on a phone at USB too. iOS simulator: localhost is the computer.\nPhone in the same network: the computer's IP address, or a tunnel with https.\nThe issuer and the redirect URI must use the same address as the app.",
  "why.framed_login": "The login page was opened in a frame, which the provider forbids.",
  "fix.framed_login":
    "Open the login in the whole window or in a popup, not in an iframe.\nOnly with a provider of your own: allow your origin in frame-ancestors.",
  "fix.framed_login.salesforce":
    "Open the login in the whole window or in a popup, not in an iframe.\nAn app that is shown inside of Salesforce: use Canvas with its signed request, which needs no login in the frame.",
  "fix.framed_login.keycloak":
    "Open the login in the whole window or in a popup, not in an iframe.\nIf it must be framed: Realm settings > Security defenses > Content-Security-Policy: add your origin to frame-ancestors.",
  "why.mixed_content": "A page that came by https calls an address with http, which browsers block.",
  "fix.mixed_content":
    "Use https for every address of the provider.\nIf the provider is your own and builds http addresses behind a proxy, let the proxy send X-Forwarded-Proto and the server trust it.",
  "fix.mixed_content.keycloak":
    "Keycloak builds http addresses behind the proxy: set KC_PROXY_HEADERS=xforwarded and KC_HOSTNAME=https://…, and let the proxy send X-Forwarded-Proto.",
  "why.insecure_context":
    "The page is served by http from another host than localhost; there browsers offer no Web Crypto (crypto.subtle), which the library needs.",
  "fix.insecure_context":
    "In development open it at http://localhost:PORT; everywhere else serve it by https (mkcert, the dev server's https option, a tunnel).\nOn a phone: https, or adb reverse tcp:PORT tcp:PORT and localhost there.\nCapacitor, Ionic, Cordova: let the app load from https://localhost or capacitor://localhost, not from http and an address of the network (live reload).\nSettings and callback URLs at the provider are not concerned.",
} as const;
