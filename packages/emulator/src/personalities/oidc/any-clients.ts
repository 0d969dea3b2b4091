import type { Payload, Provider } from "oidc-provider";
import { isLoopbackUrl } from "../../loopback-address.ts";
import type { EmulatedClient } from "../../options.ts";
import { MemoryStore } from "./memory-store.ts";

/** The clients that are not registered in the options: each id is a public client of this machine. */
export class AnyClients extends MemoryStore {
  readonly #register: (clientId: string) => Payload;

  /** `register` returns the metadata of a client, as oidc-provider reads it. */
  constructor(register: (clientId: string) => Payload) {
    super();
    this.#register = register;
  }

  override async find(clientId: string): Promise<Payload> {
    return this.#register(clientId);
  }
}

/** Accepts every loopback callback of clients that the options do not name. oidc-provider compares the path. */
export function acceptLoopbackCallbacks({ Client }: Provider, named: readonly EmulatedClient[]): void {
  const ids = new Set(named.map(({ clientId }) => clientId));
  const { prototype } = Client;
  const isRegistered = prototype.redirectUriAllowed;
  prototype.redirectUriAllowed = function isAllowed(uri) {
    return ids.has(this.clientId) ? isRegistered.call(this, uri) : isLoopbackUrl(uri);
  };
}
