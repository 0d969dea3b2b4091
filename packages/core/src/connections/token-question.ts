import type { Client, Connection } from "../model.ts";
import type { TokenQuestion } from "../oauth/revocation.ts";
import type { Secret } from "../secret.ts";
import type { Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";

/** The connection that a token belongs to; `null` if none has it. A stored state fits. */
export interface TokenOwner {
  readonly client: Client;
  readonly connection: Pick<Connection, "id"> | null;
}

/**
 * Builds a question about a token of a connection. It remembers the method of client authentication that works; a
 * failure to store that is ignored, since the next question finds the method again.
 */
export function questionAbout(
  { egress, store }: { readonly egress: Egress; readonly store: Store },
  { client, connection }: TokenOwner,
  token: Secret,
  hint: TokenQuestion["hint"],
): TokenQuestion {
  return {
    server: client,
    client,
    token,
    hint,
    fetch: (url, init) => egress.fetch(url, init),
    behaviour: client.behaviour,
    remember: async (revise) => {
      if (!connection) return;
      const update = store.connections.update(connection.id, (now) => ({
        change: { client: { behaviour: revise(now.client.behaviour) } },
        result: undefined,
      }));
      await update.catch(() => undefined);
    },
  };
}
