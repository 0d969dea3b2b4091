// Imports nothing of Node.js: edge runtimes use it.

/** Facts that tell web apps apart. */
export interface AppIdentity {
  readonly issuer: string;
  readonly clientId: string;
  readonly baseUrl: string;
}

/** Names of an app's two cookies. */
export interface CookieNames {
  readonly session: string;
  readonly login: string;
}

/**
 * Returns the id of an app: 8 hexadecimal digits. Apps on one host need different names for their cookies, because a
 * `__Host-` cookie always has the path `/`. It keeps nothing secret.
 */
export function appIdOf({ baseUrl, clientId, issuer }: AppIdentity): string {
  // FNV-1a.
  let hash = 0x811c9dc5;
  const text = [issuer, clientId, URL.parse(baseUrl)?.href ?? baseUrl].map((part) =>
    part.replace(/\/+$/, ""),
  );
  for (const byte of new TextEncoder().encode(text.join(" ")))
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/**
 * Returns the names of an app's cookies. The prefix `__Host-` binds them to the host and to https; plain http on this
 * machine cannot have it in every browser.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3.2
 */
export function cookieNamesOf(app: AppIdentity): CookieNames {
  const prefix = URL.parse(app.baseUrl)?.protocol === "https:" ? "__Host-" : "";
  const session = `${prefix}tw-${appIdOf(app)}`;
  return { session, login: `${session}-login` };
}

/** Reads a cookie of ours from a `Cookie` header: the first of this name. A value of another form does not count. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  const start = `${name}=`;
  for (let at = 0; at < header.length; ) {
    const end = header.indexOf(";", at);
    const stop = end < 0 ? header.length : end;
    while (header.charCodeAt(at) === 32) at += 1;
    if (header.startsWith(start, at)) {
      const value = header.slice(at + start.length, stop).trim();
      return isToken(value) ? value : undefined;
    }
    at = stop + 1;
  }
  return undefined;
}

/** Whether a text has the form of our cookies' values: 256 bits in base64url. */
const isToken = (value: string): boolean => value.length === 43 && /^[\w-]+$/.test(value);
