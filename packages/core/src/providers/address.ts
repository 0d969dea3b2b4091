const mappedLoopback = /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/;

/**
 * Whether a host, spelled as {@link URL} spells it, is this machine: `localhost` and names under it,
 * `127.0.0.0/8`, `[::1]`, and `127.0.0.0/8` mapped into IPv6.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
export function isLoopbackHost(hostname: string): boolean {
  const isLocalName = /^(?:.+\.)?localhost\.?$/.test(hostname);
  return (
    isLocalName || /^127(?:\.\d+){3}$/.test(hostname) || hostname === "[::1]" || mappedLoopback.test(hostname)
  );
}

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
