import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { InputError } from "../errors.ts";
import { isLocalName, isLoopbackHost } from "../loopback.ts";

/** Whether an `http:` or `https:` address names this machine's loopback. An address that is none is not loopback. */
export function isLoopback(address: URL | string): boolean {
  const url = typeof address === "string" ? URL.parse(address) : address;
  return (
    url !== null && (url.protocol === "https:" || url.protocol === "http:") && isLoopbackHost(url.hostname)
  );
}

/**
 * Reads an address that a request may be sent to: https, or http on loopback, without user name and password.
 *
 * @throws InputError `invalid_address` or `insecure_address`
 */
export function readTarget(address: string): URL {
  const url = URL.parse(address);
  if (url === null) throw new InputError("invalid_address", { given: address.slice(0, 60) });
  const place = `${url.origin}${url.pathname}`;
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new InputError("invalid_address", { given: url.protocol });
  }
  // A password in an address ends up in logs and process lists; nothing here needs one.
  if (url.username !== "" || url.password !== "") throw new InputError("invalid_address", { given: place });
  if (url.protocol === "http:" && !isLoopback(url)) throw new InputError("insecure_address", { url: place });
  return url;
}

/**
 * Looks a host up, as `net.connect` wants it. `localhost` and the names under it are answered here, so that the
 * exemption of {@link isLoopback} never depends on what a name server says.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
export function lookupWith(next: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    if (!isLocalName(hostname)) {
      next(hostname, options, callback);
    } else if (options.all) {
      callback(null, [
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ]);
    } else {
      callback(null, options.family === 6 ? "::1" : "127.0.0.1", options.family === 6 ? 6 : 4);
    }
  };
}
