import type { Front, Incoming, Outgoing } from "../support/network.ts";

/** A proxy that ends TLS and says so, as most do. */
export const tlsProxy: Front = (outgoing, pass) => pass(forwarded(outgoing));

function forwarded(outgoing: Outgoing): Outgoing {
  const { host, protocol } = outgoing.url;
  const proto = protocol.replace(":", "");
  return {
    ...outgoing,
    headers: { ...outgoing.headers, "x-forwarded-proto": proto, "x-forwarded-host": host },
  };
}

/** A proxy that sends these headers and no others of its own. `host`: the inner name that the app sees. */
export function proxyWith(headers: Readonly<Record<string, string>>): Front {
  return (outgoing, pass) => pass({ ...outgoing, headers: { ...outgoing.headers, ...headers } });
}

/**
 * A naive cache that all visitors share. The key is the address; it keeps answers to GET with `s-maxage`, and by
 * heuristics those without `Cache-Control`.
 */
export function sharedCache(): { readonly front: Front; readonly hits: string[] } {
  const kept = new Map<string, Incoming>();
  const hits: string[] = [];
  const front: Front = async (outgoing, pass) => {
    const key = outgoing.url.href;
    const found = outgoing.method === "GET" ? kept.get(key) : undefined;
    if (found !== undefined) {
      hits.push(outgoing.url.pathname);
      return found;
    }
    const incoming = await pass(forwarded(outgoing));
    if (outgoing.method === "GET" && mayBeKept(incoming)) kept.set(key, incoming);
    return incoming;
  };
  return { front, hits };
}

/** Statuses that a cache may keep without being told. @see https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2 */
const heuristic = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];

function mayBeKept({ headers, status }: Incoming): boolean {
  const control = headers["cache-control"];
  if (control === undefined) return heuristic.includes(status);
  return /s-maxage=[1-9]/.test(control) && !/private|no-store/.test(control);
}
