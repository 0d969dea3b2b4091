/** Port of the default redirect URI. */
export const defaultCallbackPort = 9355;

/** Builds the redirect URI at a port of this machine. */
export const loopbackRedirectUri = (port = defaultCallbackPort): string =>
  `http://localhost:${port}/callback`;

const mappedLoopback = /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/;

/**
 * Whether a host, spelled as {@link URL} spells it, is this machine: `localhost` and every name under it,
 * `127.0.0.0/8`, `[::1]`, and `127.0.0.0/8` mapped into IPv6. The one rule of this library: plain http is allowed
 * if and only if this says yes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export function isLoopbackHost(hostname: string): boolean {
  // The URL parser has made every spelling of an IPv4 address (0x7f.1, 2130706433) one of four decimal parts.
  return (
    isLocalName(hostname) ||
    /^127(?:\.\d+){3}$/.test(hostname) ||
    hostname === "[::1]" ||
    mappedLoopback.test(hostname)
  );
}

/** Whether a name is `localhost` or one under it, which no name server may say anything about. */
export function isLocalName(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(hostname);
}
