/** A cookie that a browser keeps. */
export interface KeptCookie {
  readonly name: string;
  readonly value: string;
  /** Host that set it; a cookie without `Domain` goes to no other. */
  readonly host: string;
  readonly isHostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: "strict" | "lax" | "none";
  /** Instant after which it is gone; `null`: the end of the browser's session. */
  readonly expiresMs: number | null;
  /** The `Set-Cookie` line as it came. */
  readonly line: string;
}

/** What decides whether a request carries a cookie. */
export interface CookieRequest {
  readonly url: URL;
  readonly isCrossSite: boolean;
  /** Whether it is a top-level navigation by GET or HEAD. */
  readonly isSafeNavigation: boolean;
}

/**
 * The cookies of one browser, kept by the rules of RFC 6265bis.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis
 */
export class CookieJar {
  readonly #nowMs: () => number;
  #cookies: KeptCookie[] = [];
  /** Lines that the browser refused, with the reason. */
  readonly refused: { readonly line: string; readonly reason: string }[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Lists the cookies that are alive. */
  list(): readonly KeptCookie[] {
    const nowMs = this.#nowMs();
    this.#cookies = this.#cookies.filter(({ expiresMs }) => expiresMs === null || nowMs < expiresMs);
    return [...this.#cookies];
  }

  /** Returns the `Cookie` header of a request; `""` for none. */
  headerOf(request: CookieRequest): string {
    return this.list()
      .filter((cookie) => isSent(cookie, request))
      .sort((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  }

  /**
   * Keeps the cookies of a response, or drops those that it deletes. `isCrossSitePart`: a page of another site asked for
   * the response as a part of itself, such as an image: it may set no cookie but those with `SameSite=None`.
   */
  keep(url: URL, lines: readonly string[], isCrossSitePart = false): void {
    for (const line of lines) {
      const cookie = parse(url, line, this.#nowMs());
      const isForeign = isCrossSitePart && cookie.sameSite !== "none";
      const reason = isForeign ? "SameSite in a part of a page of another site" : refusalOf(cookie, url);
      if (reason !== undefined) {
        this.refused.push({ line, reason });
        continue;
      }
      this.#cookies = this.#cookies.filter(
        ({ host, name, path }) => name !== cookie.name || host !== cookie.host || path !== cookie.path,
      );
      this.#cookies.push(cookie);
    }
  }

  /** Puts a cookie into the jar as an attacker would who has access to the browser. */
  plant(cookie: Partial<KeptCookie> & Pick<KeptCookie, "name" | "value" | "host">): void {
    this.remove(cookie.name);
    this.#cookies.push({
      isHostOnly: true,
      path: "/",
      secure: true,
      httpOnly: true,
      sameSite: "lax",
      expiresMs: null,
      line: "",
      ...cookie,
    });
  }

  /** Removes every cookie of a name. */
  remove(name: string): void {
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name);
  }
}

/** Returns the registrable part of an address with its scheme: what browsers call a site. */
export function siteOf({ hostname, protocol }: URL): string {
  return `${protocol}//${hostname.split(".").slice(-2).join(".")}`;
}

function parse(url: URL, line: string, nowMs: number): KeptCookie {
  const [pair = "", ...rest] = line.split(";").map((part) => part.trim());
  const [name = "", value = ""] = pair.split(/=(.*)/s);
  const attributes = new Map(
    rest.map((attribute) => {
      const [key = "", text = ""] = attribute.split(/=(.*)/s);
      return [key.toLowerCase(), text] as const;
    }),
  );
  const domain = attributes.get("domain")?.replace(/^\./, "");
  const path = attributes.get("path");
  return {
    name,
    value,
    host: domain || url.hostname,
    isHostOnly: !domain,
    path: path?.startsWith("/") ? path : url.pathname.replace(/\/[^/]*$/, "") || "/",
    secure: attributes.has("secure"),
    httpOnly: attributes.has("httponly"),
    sameSite: sameSiteOf(attributes.get("samesite")),
    expiresMs: expiryOf(attributes, nowMs),
    line,
  };
}

function sameSiteOf(text: string | undefined): KeptCookie["sameSite"] {
  const given = text?.toLowerCase();
  return given === "strict" || given === "none" ? given : "lax";
}

function expiryOf(attributes: ReadonlyMap<string, string>, nowMs: number): number | null {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return nowMs + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get("expires") ?? "");
  return Number.isNaN(expires) ? null : expires;
}

/** Returns why a browser does not keep a cookie. */
function refusalOf({ host, isHostOnly, name, path, sameSite, secure, value }: KeptCookie, url: URL) {
  const isSecureOrigin = url.protocol === "https:" || url.hostname === "localhost";
  if (name === "") return "no name";
  if (name.length + value.length > 4096) return "larger than 4096 bytes";
  if (secure && !isSecureOrigin) return "Secure over http";
  if (sameSite === "none" && !secure) return "SameSite=None without Secure";
  if (url.hostname !== host && !url.hostname.endsWith(`.${host}`)) return "another domain";
  const isHostPrefixed = name.toLowerCase().startsWith("__host-");
  if (isHostPrefixed && !(secure && isHostOnly && path === "/" && url.protocol === "https:"))
    return "__Host- without Secure, with Domain, or with another path";
  if (name.toLowerCase().startsWith("__secure-") && !secure) return "__Secure- without Secure";
  return undefined;
}

function isSent(
  { host, isHostOnly, path, sameSite, secure }: KeptCookie,
  { isCrossSite, isSafeNavigation, url }: CookieRequest,
): boolean {
  const isHost = url.hostname === host || (!isHostOnly && url.hostname.endsWith(`.${host}`));
  const folder = path.endsWith("/") ? path : `${path}/`;
  const isPath = url.pathname === path || url.pathname.startsWith(folder);
  const isTransport = !secure || url.protocol === "https:" || url.hostname === "localhost";
  const isSite = !isCrossSite || sameSite === "none" || (sameSite === "lax" && isSafeNavigation);
  return isHost && isPath && isTransport && isSite;
}
