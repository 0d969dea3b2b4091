import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { InputError } from "../errors.ts";
import { isLocalName, isLoopbackHost } from "../loopback.ts";

/** Whether an address is an `http:` or `https:` URL of this machine's loopback. */
export function isLoopback(address: URL | string): boolean {
  const url = typeof address === "string" ? URL.parse(address) : address;
  return (
    url !== null && (url.protocol === "https:" || url.protocol === "http:") && isLoopbackHost(url.hostname)
  );
}

/**
 * Parses an address that requests may go to: https, or http on loopback, without user name and password.
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
  // Logs and process lists show addresses, and with them a password.
  if (url.username !== "" || url.password !== "") throw new InputError("invalid_address", { given: place });
  if (url.protocol === "http:" && !isLoopback(url)) throw new InputError("insecure_address", { url: place });
  return url;
}

/**
 * Makes a lookup function for `net.connect`. It resolves `localhost` and its subdomains itself, so that
 * {@link isLoopback} does not depend on a name server.
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
