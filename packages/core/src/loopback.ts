/** Port of the default redirect URI. */
export const defaultCallbackPort = 9355;

/** Builds the redirect URI at a port of this machine. */
export const loopbackRedirectUri = (port = defaultCallbackPort): string =>
  `http://localhost:${port}/callback`;

const mappedLoopback = /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/;

/**
 * Whether a host, in the spelling of {@link URL}, is this machine: `localhost` and its subdomains, `127.0.0.0/8`,
 * `[::1]` and `127.0.0.0/8` mapped into IPv6. Plain http is allowed if and only if this returns `true`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export function isLoopbackHost(hostname: string): boolean {
  // The URL parser normalises every IPv4 spelling (0x7f.1, 2130706433) to four decimal parts.
  return (
    isLocalName(hostname) ||
    /^127(?:\.\d+){3}$/.test(hostname) ||
    hostname === "[::1]" ||
    mappedLoopback.test(hostname)
  );
}

/** Adds the scheme that an address lacks: http for this machine, where https is rare, otherwise https. */
export function withScheme(address: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address;
  const { hostname = "" } = URL.parse(`https://${address}`) ?? {};
  return `${isLoopbackHost(hostname) ? "http" : "https"}://${address}`;
}

/** Whether a name is `localhost` or a subdomain of it, which no name server may resolve. */
export function isLocalName(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(hostname);
}
