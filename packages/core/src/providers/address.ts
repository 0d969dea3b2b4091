import { InputError } from "../errors.ts";
import { isLoopbackHost, withScheme } from "../loopback.ts";
import { sanitize } from "../text/sanitize.ts";
import type { ProviderId } from "./provider.ts";

/**
 * Whether `hostname` is one of `patterns`. `login.example.com` is that host alone, `*.example.com` every host below it.
 */
export function matchesHost(hostname: string, patterns: readonly string[]): boolean {
  const host = hostname.toLowerCase();
  return patterns.some((pattern) =>
    pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern,
  );
}

/**
 * Judges whether requests may go to `address` for a provider whose issuer is `issuer`. https is allowed everywhere;
 * plain http, and addresses of this machine, only if the issuer itself is on this machine.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-7.1
 */
export function judgeAddress(address: URL, issuer: URL): "allowed" | "insecure" | "this_machine" {
  const loopback = isLoopbackHost(address.hostname);
  const issuerLoopback = isLoopbackHost(issuer.hostname);
  if (address.protocol !== "https:") {
    return address.protocol === "http:" && loopback && issuerLoopback ? "allowed" : "insecure";
  }
  // Metadata on the internet that sends our secret to a port of this machine has been tampered with.
  return loopback && !issuerLoopback ? "this_machine" : "allowed";
}

/** The address of a host, as the user typed it. Its query and fragment are ignored: users paste whole pages. */
export interface TypedAddress {
  readonly url: URL;
  /** The text without its secret parts, for quotation. */
  readonly given: string;
}

/**
 * Reads an address as users type or paste it: in quotation marks, without a scheme, with a page's path. Throws
 * `invalid_address` with the example of the provider `kind`, and `insecure_address` for plain http beyond this machine.
 */
export function readAddress(typed: string, kind: ProviderId): TypedAddress {
  const text = typed.trim().replace(/^[<"'`]+|[>"'`]+$/g, "");
  // The query and the user info may hold a session or a password: they are not quoted.
  const given = sanitize(text.replace(/[?#].*$|:\/\/.*@/gs, "…"));
  const url = URL.parse(withScheme(text));
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (
    !url ||
    !isWeb ||
    url.username !== "" ||
    url.password !== "" ||
    /[@\s]/.test(text.split(/[?#]/)[0] ?? "")
  )
    throw new InputError("invalid_address", { given, kind });
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    // The page that the user copied from was https, so plain http is a mistake.
    throw new InputError("insecure_address", { url: sanitize(url.origin) });
  }
  return { url, given };
}
