/** Facts of a request that the sessions read, whatever the framework. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query, as the client sent them. */
  readonly target: string;
  /** Returns a header by its name in small letters; `undefined` if it is absent. */
  header(name: string): string | undefined;
  /** Reads the body; `null` if it is longer than `maxBytes`. */
  text(maxBytes: number): Promise<string | null>;
}

/** Adapts a web-standard request. */
export function incomingOf(request: Request): IncomingRequest {
  return {
    method: request.method,
    target: targetOf(request.url),
    // A server may make the headers when they are first read.
    header: (name) => request.headers.get(name) ?? undefined,
    text: (maxBytes) => readText(request, maxBytes),
  };
}

/** Returns path and query of an address, without parsing it: a parser would change the path. */
function targetOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  return start < 0 ? "/" : url.slice(start);
}

async function readText(request: Request, maxBytes: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let bytes = 0; reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Whether the browser only fetches in advance: nothing may begin, and it is no activity. */
export function isPrefetch(request: IncomingRequest): boolean {
  const purpose = request.header("sec-purpose") ?? request.header("purpose") ?? request.header("x-moz") ?? "";
  return /prefetch|preview|prerender/i.test(purpose) || request.header("next-router-prefetch") !== undefined;
}

/** Words of programs' `User-Agent`. Cubot makes phones. */
const bots = /(?<!cu)bot\b|crawl|spider|slurp|facebookexternalhit|preview/i;

/**
 * Whether a user looks at the answer in a tab of the browser, so that a login may begin: by `Sec-Fetch-*`, or else by
 * `Accept`. `isLenient`: also if the client says nothing of either, as curl does.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function isNavigation(request: IncomingRequest, isLenient = false): boolean {
  if (request.method === "HEAD" || request.method === "OPTIONS" || isPrefetch(request)) return false;
  if (request.header("rsc") !== undefined || bots.test(request.header("user-agent") ?? "")) return false;
  const mode = request.header("sec-fetch-mode");
  if (mode !== undefined) {
    const destination = request.header("sec-fetch-dest") ?? "document";
    return mode === "navigate" && destination === "document";
  }
  if (request.header("x-requested-with") !== undefined) return false;
  const accept = request.header("accept");
  if (isLenient && (accept === undefined || accept.trim() === "*/*")) return true;
  return accept !== undefined && /\btext\/html\b/.test(accept);
}

/** Whether the answer is shown in a frame of another page. */
export const isFrame = (request: IncomingRequest): boolean =>
  /^(?:iframe|frame|embed|object|fencedframe)$/.test(request.header("sec-fetch-dest") ?? "");

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** Whether a request may change something. */
export const isUnsafe = ({ method }: IncomingRequest): boolean => !safeMethods.has(method);

/**
 * Whether a request that may change something comes from a page of the app, or of a trusted origin: by `Origin`, or else
 * by `Sec-Fetch-Site`, or else by `Referer`. A client that sends none of them is no browser of today, and the cookie's
 * `SameSite` keeps the older ones out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9700
 */
export function isFromApp(request: IncomingRequest, origins: ReadonlySet<string>): boolean {
  const origin = request.header("origin");
  if (origin !== undefined) return origins.has(origin);
  const site = request.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const referer = request.header("referer");
  return referer === undefined || origins.has(URL.parse(referer)?.origin ?? "");
}
