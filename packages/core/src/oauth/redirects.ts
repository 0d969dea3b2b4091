import { ProviderError } from "../errors.ts";
import type { Fetch } from "../providers/provider.ts";

const maxRedirects = 3;

/** A response, and the address that it came from. */
export interface FetchedDocument {
  readonly url: string;
  readonly response: Response;
}

/**
 * Gets a public document and follows up to three redirects within its origin, and others that `mayFollow` allows. It
 * never falls back to http, nor sends a user name or password. A redirect that is not followed is the response.
 *
 * Throws `too_many_redirects`, and what `fetch` throws.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4
 */
export async function getDocument(
  address: string,
  options: Omit<Parameters<Fetch>[1], "method" | "body">,
  fetch: Fetch,
  mayFollow: (next: URL) => boolean = () => false,
): Promise<FetchedDocument> {
  const first = new URL(address);
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url.href, { ...options, method: "GET", body: undefined });
    const next = redirectTarget(response, url);
    if (next === null || (next.origin !== first.origin && !mayFollow(next)))
      return { url: url.href, response };
    if (redirects === maxRedirects)
      throw new ProviderError("too_many_redirects", { host: first.host, url: first.href });
    url = next;
  }
}

function redirectTarget({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get("location");
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null;
  const next = URL.parse(location, from);
  const isSafe = next?.protocol === "https:" || (next?.protocol === "http:" && from.protocol === "http:");
  return isSafe && next.username === "" && next.password === "" ? next : null;
}
