import { createRequire } from "node:module";
import type { Client, Headers } from "undici";

/** The parts of `undici` that the HTTP client uses. */
export interface Undici {
  readonly Client: typeof Client;
  readonly Headers: typeof Headers;
}

let loaded: Undici | undefined;

/**
 * Loads the parts at the first call. The entry of the package loads another fetch, caches, WebSocket and mocks besides,
 * which takes 80 ms longer.
 */
export function loadUndici(): Undici {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  loaded = {
    Client: require("undici/lib/dispatcher/client.js"),
    Headers: require("undici/lib/web/fetch/headers.js").Headers,
  };
  return loaded;
}
