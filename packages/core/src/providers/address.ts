import { InputError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import { sanitize } from "../text/sanitize.ts";
import type { ProviderId } from "./provider.ts";

/**
 * Whether a provider whose issuer is `issuer` may be talked to at `address`. One rule: https everywhere; plain
 * http, and addresses of this machine, only where the issuer itself is on this machine.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-7.1
 */
export function judgeAddress(address: URL, issuer: URL): "allowed" | "insecure" | "this_machine" {
  const loopback = isLoopbackHost(address.hostname);
  const issuerLoopback = isLoopbackHost(issuer.hostname);
  if (address.protocol !== "https:") {
    return address.protocol === "http:" && loopback && issuerLoopback ? "allowed" : "insecure";
  }
  // A provider on the internet that sends our secret to a port of this machine has been tampered with.
  return loopback && !issuerLoopback ? "this_machine" : "allowed";
}

/** What a person typed as the address of a host. Query and fragment do not count: people paste whole pages. */
export interface TypedAddress {
  readonly url: URL;
  /** Fit to be quoted. */
  readonly given: string;
}

/**
 * Reads an address as people type or paste it: quoted, without scheme, with the page they were on. Throws
 * `invalid_address` with the provider's own example, and `insecure_address` for plain http anywhere but on this machine.
 */
export function readAddress(typed: string, kind: ProviderId): TypedAddress {
  const text = typed.trim().replace(/^[<"'`]+|[>"'`]+$/g, "");
  // Not quoted in full: it may hold a session or a password.
  const given = sanitize(text.replace(/[?#].*$|:\/\/.*@/gs, "…"));
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
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
    // Nobody means it: the page in the address bar was https.
    throw new InputError("insecure_address", { url: sanitize(url.origin) });
  }
  return { url, given };
}
