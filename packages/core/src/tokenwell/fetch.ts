import type { FetchOptions } from "../api/fetch.ts";
import { InputError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import type { Egress, WireRequest, WireResponse, WireStream } from "../wire/egress.ts";

/** Maximum size of an API's response body, in bytes. */
const maxBytes = 256 * 1024 * 1024;
const deadlineMs = 10 * 60_000;
const maxRedirects = 5;

/**
 * Resolves an address against a connection's API. An absolute address must have the API's origin or an allowed host, so
 * that no other server gets the token. Throws `foreign_host`, `insecure_host` or `invalid_address`.
 */
export function resolveAddress(
  address: string,
  base: string,
  name: string,
  allowHosts: readonly string[],
): URL {
  const folder = base.endsWith("/") ? base : `${base}/`;
  // URL reads "//host/…" and "/\host" as another host, which the check below refuses.
  const relative = address.startsWith("/") && !/^\/[/\\]/.test(address);
  const target = relative ? URL.parse(`${folder.slice(0, -1)}${address}`) : URL.parse(address, folder);
  if (!target) throw new InputError("invalid_address", { given: address.slice(0, 80) });
  const api = new URL(base);
  if (target.origin === api.origin) return target;
  const { host, hostname, protocol } = target;
  if (protocol === "http:" && !(api.protocol === "http:" && isLoopbackHost(hostname)))
    throw new InputError("insecure_host", { host, name });
  if (!allowHosts.includes(host)) throw new InputError("foreign_host", { host, name });
  return target;
}

/** Sends a request with a token and follows redirects. Drops the token once a redirect changes the origin. */
export async function callApi(
  egress: Egress,
  target: URL,
  accessToken: string,
  options: FetchOptions,
): Promise<Response> {
  const authorization = `Bearer ${accessToken}`;
  let url = target;
  let { method = options.body === undefined ? "GET" : "POST", body } = options;
  let withToken = true;
  for (let hops = 0; ; hops += 1) {
    const request = {
      method: method.toUpperCase() as WireRequest["method"],
      url: url.href,
      headers: { ...plainHeaders(options.headers), ...(withToken && { authorization }) },
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
    };
    const answer = await (options.stream
      ? egress.stream(request)
      : egress.send({ ...request, deadlineMs, maxBytes }));
    const next = hops < maxRedirects ? redirectTarget(answer, url) : null;
    if (!next || (options.stream && next.origin !== url.origin)) return toResponse(answer);
    if (answer.body instanceof ReadableStream) await answer.body.cancel();
    if (next.origin !== url.origin) withToken = false;
    // RFC 9110 section 15.4: 303 changes the method to GET, and in practice so do 301 and 302 after a POST.
    if (answer.status === 303 || (answer.status < 303 && method.toUpperCase() === "POST")) {
      method = "GET";
      body = undefined;
    }
    url = next;
  }
}

/** Returns the caller's headers without `Authorization`, which redirects would send to other hosts. */
function plainHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization"),
  );
}

function redirectTarget(answer: WireResponse | WireStream, from: URL): URL | null {
  const location = answer.headers.get("location");
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === null) return null;
  return URL.parse(location, from);
}

/**
 * Headers of one connection. The body is whole when the caller gets it, and an app may pass the response on.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

function toResponse({ body, headers, status }: WireResponse | WireStream): Response {
  const bodiless = [101, 204, 205, 304].includes(status);
  const whole = body instanceof Uint8Array ? Uint8Array.from(body) : body;
  const response = new Response(bodiless ? null : whole, { status, headers });
  const named = headers.get("connection")?.split(",") ?? [];
  for (const name of [...hopByHop, ...named.map((one) => one.trim()).filter((one) => /^[\w-]+$/.test(one))])
    response.headers.delete(name);
  return response;
}
