import { isLoopbackHost } from "../loopback.ts";

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
