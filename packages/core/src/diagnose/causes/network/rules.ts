import type { CauseRule } from "../rule.ts";

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
    id: "name_unknown",
    tokenStillGood: true,
    retry: true,
    of: { dns: 44 },
  },
  {
    id: "firewall",
    tokenStillGood: true,
    retry: true,
    of: { connection: 22, dns: 6 },
    evidence: [
      [36, { signal: "firewall" }],
      [10, { signal: "timeout" }],
      [8, { signal: ["deployed", "headless"] }],
    ],
  },
  {
    id: "proxy_not_used",
    tokenStillGood: true,
    retry: true,
    of: { connection: 14, dns: 12, tls: 4 },
    evidence: [[38, { signal: "proxy" }]],
  },
  {
    id: "proxy_login",
    tokenStillGood: true,
    of: { proxy: 50 },
    proof: [[72, { words: /\b407\b|proxy authentication/ }]],
  },
  {
    id: "connection_lost",
    tokenStillGood: null,
    retry: true,
    of: { connection: 10 },
    evidence: [
      [30, { signal: "reset" }],
      [6, { signal: "timeout" }],
    ],
  },
  {
    id: "nothing_listens",
    tokenStillGood: true,
    of: { connection: 8, no_callback: 12 },
    evidence: [
      [30, { signal: "refused" }],
      [14, { signal: "localhost" }],
    ],
  },
  {
    id: "no_ipv6",
    tokenStillGood: true,
    retry: true,
    of: { connection: 3 },
    evidence: [[36, { signal: "unroutable" }]],
  },
  {
    id: "company_ca",
    tokenStillGood: true,
    of: { tls: 28 },
    evidence: [
      [34, { signal: "proxy" }],
      [-10, { signal: "old_tls" }],
      [-20, { signal: ["cert_expired", "hostname"] }],
    ],
  },
  {
    id: "ca_bundle_old",
    tokenStillGood: true,
    of: { tls: 16 },
    evidence: [
      [
        26,
        {
          words:
            /alpine|docker|slim|old (?:java|jdk|openssl|image|server|ubuntu|centos)|ca-certificates|cacert|truststore|keystore|jdk|java/,
        },
      ],
      [-20, { signal: ["cert_expired", "hostname"] }],
    ],
  },
  {
    id: "cert_expired",
    tokenStillGood: true,
    of: { tls: 6 },
    evidence: [
      [44, { signal: "cert_expired" }],
      [14, { signal: "clock" }],
    ],
  },
  {
    id: "cert_hostname",
    tokenStillGood: true,
    of: { tls: 3 },
    evidence: [[44, { signal: "hostname" }]],
  },
  {
    id: "old_tls",
    tokenStillGood: true,
    of: { tls: 10 },
    evidence: [[40, { signal: "old_tls" }]],
  },
  {
    id: "cors",
    tokenStillGood: true,
    of: { cors: 50 },
    evidence: [[8, { signal: "spa" }]],
  },
] as const satisfies readonly CauseRule[];
