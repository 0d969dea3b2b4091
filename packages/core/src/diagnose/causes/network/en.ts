/** The causes of the network, and of what answers in the place of the provider, and their cures, in English. */
export const en = {
  "why.server_down": "The provider is down, in maintenance or overloaded.",
  "fix.server_down":
    "Look at the provider's status page.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "fix.server_down.salesforce":
    "Look at status.salesforce.com.\nTry again with growing pauses; keep the refresh token, which was not judged.",
  "why.html_page":
    "The address is wrong: it leads to a page for people, such as a login page, not to the endpoint.",
  "fix.html_page":
    "Compare host and path with the token_endpoint in the provider's discovery document.\nLook at status and Content-Type before you parse JSON.",
  "why.proxy_page": "A proxy, firewall or captive portal answered in place of the provider.",
  "fix.proxy_page":
    "Read the page: it names the product that blocked the request.\nLet the network's administrator allow the provider's hosts.",
  "why.name_unknown":
    "The host name is misspelt, or this machine cannot resolve it: no DNS, a VPN, or a name that works only inside.",
  "fix.name_unknown":
    "Check the spelling of the host: no https:// and no path in it.\nTry nslookup with that name on the same machine, in the same container.",
  "why.firewall": "A firewall drops the connection to the provider.",
  "fix.firewall":
    "Allow outgoing HTTPS (port 443) to the provider's hosts, from the machine that sends the token requests.\nTry curl -v to the token endpoint from there.",
  "why.proxy_not_used":
    "The network lets programs out only through a proxy, and this program does not use it.",
  "fix.proxy_not_used":
    "Set HTTPS_PROXY (and NO_PROXY for inner hosts) for this program; several runtimes need it switched on.",
  "why.proxy_login": "The proxy asks for a user name and password (407).",
  "fix.proxy_login":
    "Set the proxy with its credentials (HTTPS_PROXY), or ask for an exception for the provider's hosts.\nThis is not an answer of the provider: its tokens are fine.",
  "why.connection_lost":
    "The connection broke before the answer came. If it was a refresh, the provider may already have rotated the token.",
  "fix.connection_lost":
    "Try again; at a refresh that rotates only within the provider's overlap, with the same token.\nLook for timeouts shorter than the provider's answer, and for idle connections that a proxy closes.",
  "why.nothing_listens":
    "Nothing listens at the address: the program that should answer is not running there, or the port is another one.",
  "fix.nothing_listens":
    "Check host and port, and whether the program still waits there.\nFrom a container, localhost is the container itself.",
  "why.no_ipv6": "The machine tries an IPv6 address that its network cannot reach.",
  "fix.no_ipv6": "Repair IPv6 or prefer IPv4 for this program.",
  "why.company_ca":
    "A proxy in the network opens TLS and signs with a certificate authority that this program does not know.",
  "fix.company_ca":
    "Give the program the authority's certificate: NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, SSL_CERT_FILE, or Java's truststore.\nKeep the certificate check on: a token must not go to a server that cannot prove its name.",
  "why.ca_bundle_old":
    "The list of certificate authorities on this machine is missing or too old, or the server does not send its whole chain.",
  "fix.ca_bundle_old":
    "Install ca-certificates in the image, or update the runtime.\nA server of your own must send the intermediate certificates, too.\nKeep the certificate check on.",
  "why.cert_expired": "The certificate has expired, or the clock of this machine is wrong.",
  "fix.cert_expired":
    "Compare the date of this machine with the right time.\nIf the date is right, the server's operator must renew the certificate.",
  "why.cert_hostname": "The certificate is for another name than the host that was asked.",
  "fix.cert_hostname":
    "Use the host name that the certificate has; check DNS, proxies and an address in place of a name.",
  "why.old_tls":
    "The program and the server share no TLS version or cipher, usually because the runtime is old; or plain http was sent to an https port.",
  "fix.old_tls":
    "Update the runtime or library so that it speaks TLS 1.2 with ECDHE or TLS 1.3.\nCheck scheme and port.",
  "why.cors": "A web page called an endpoint that is meant for servers, or its origin is not registered.",
  "fix.cors":
    "Exchange and refresh on a server, or register the page's origin and the app as single-page.\nDo not send a client secret from a browser.",
  "fix.cors.auth0": "Applications > your app > Settings > Allowed Origins (CORS): add the page's origin.",
  "fix.cors.salesforce": "Setup > CORS: add the page's origin and tick Enable CORS for OAuth endpoints.",
  "fix.cors.microsoft": "Register the redirect URI under Single-page application, not under Web.",
} as const;
