import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { HostHandler, HostName } from "./hosts.ts";

/** What a Hono application of the emulator finds in its environment: Node's own objects, and which host was asked. */
export interface HostEnv {
  readonly Bindings: HttpBindings & { readonly host: HostName };
}

/** A request at one host of the provider. */
export type HostContext = Context<HostEnv>;

/** Lets a Hono application answer at every host. */
export function nodeHandler(app: Hono<HostEnv>): HostHandler {
  return (host, incoming, outgoing) => {
    const listener = getRequestListener(
      // The emulator listens with node:http alone, so these are its objects.
      (request) => app.fetch(request, { host, incoming, outgoing }),
      { overrideGlobalObjects: false },
    );
    return listener(incoming, outgoing);
  };
}
