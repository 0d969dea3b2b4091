import { WireError } from "../errors.ts";
import type { MessageParams } from "../text/say.ts";

/** The reason why a request got no response: the suffix of a `reason.` text key. */
export type Reason =
  | "dns"
  | "lookup"
  | "refused"
  | "unroutable"
  | "tls"
  | "handshake"
  | "proxy"
  | "proxy_unreachable"
  | "timeout"
  | "reset"
  | "truncated"
  | "stopped"
  | "not_http"
  | "not_valid";

const reasons: Readonly<Record<string, Reason>> = {
  ENOTFOUND: "dns",
  EAI_NONAME: "dns",
  EAI_NODATA: "dns",
  EAI_AGAIN: "lookup",
  EAI_FAIL: "lookup",
  ESERVFAIL: "lookup",
  ECONNREFUSED: "refused",
  ENETUNREACH: "unroutable",
  EHOSTUNREACH: "unroutable",
  ENETDOWN: "unroutable",
  EHOSTDOWN: "unroutable",
  EADDRNOTAVAIL: "unroutable",
  EACCES: "unroutable",
  EPERM: "unroutable",
  ETIMEDOUT: "timeout",
  EPROTO: "handshake",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls",
  UND_ERR_INVALID_ARG: "not_valid",
  UND_ERR_HEADERS_OVERFLOW: "not_http",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "truncated",
};

// The codes of OpenSSL's verification results have no common prefix:
// https://docs.openssl.org/master/man1/openssl-verification-options/
const certificateCode = /CERT|CHAIN|CRL|ISSUER|SELF_SIGNED|CA_|PURPOSE|HOSTNAME_MISMATCH|UNABLE_TO_VERIFY/;

/** Maps a system, TLS or HTTP error to a reason, by its code and never by its text. */
export function reasonOf(error: unknown): Reason {
  const code = codeOf(error);
  const known = reasons[code];
  if (known !== undefined) return known;
  // Most parser errors of undici have no code.
  if (error instanceof Error && error.name === "HTTPParserError") return "not_http";
  if (code.startsWith("ERR_SSL_")) return "handshake";
  return certificateCode.test(code) ? "tls" : "reset";
}

/**
 * Makes the error of an exchange without a response. Drops the library's error, because HTTP parsers attach the bytes
 * that they read, which may be a token; its code stays as the fact `detail`.
 */
export function wireFailure(sent: boolean, host: string, reason: Reason, error?: unknown): WireError {
  const facts: MessageParams = { host, reason };
  const detail = error === undefined ? "" : codeOf(error);
  return new WireError(
    sent ? "no_answer" : "unreachable",
    sent,
    detail === "" ? facts : { ...facts, detail },
  );
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" && /^[A-Z0-9_]{1,64}$/.test(error.code) ? error.code : "";
}
