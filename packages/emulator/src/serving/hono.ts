import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { HostHandler, HostName } from "./hosts.ts";

/** The environment of the emulator's Hono applications: Node's own objects, and the host of the request. */
export interface HostEnv {
  readonly Bindings: HttpBindings & { readonly host: HostName };
}

/** A request at one host of the provider. */
export type HostContext = Context<HostEnv>;

/** Creates a handler for every host from a Hono application. */
export function nodeHandler(app: Hono<HostEnv>): HostHandler {
  return (host, incoming, outgoing) => {
    const listener = getRequestListener(
      // The emulator listens with node:http only, so the objects are those of node:http.
      (request) => app.fetch(request, { host, incoming, outgoing }),
      { overrideGlobalObjects: false },
    );
    return listener(incoming, outgoing);
  };
}
