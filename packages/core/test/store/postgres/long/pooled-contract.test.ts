import { describe } from "vitest";
import { missingPgBouncer, PgBouncer } from "../../../support/postgres/pgbouncer.ts";
import { storeContract } from "../../contract/store-contract.ts";
import { freshOptions, open } from "../open-store.ts";

const reason = missingPgBouncer();
let bouncer: Promise<PgBouncer> | undefined;

// Two connections to the server for all stores: each transaction may meet what another one has left in a session.
describe.skipIf(reason)(`a store in PostgreSQL behind PgBouncer ${reason ?? ""}`, () => {
  storeContract(
    async (clock) => {
      const options = await freshOptions(clock);
      bouncer ??= PgBouncer.start(options.url, { poolSize: 2 });
      return await open({ ...options, url: (await bouncer).url(options.url) });
    },
    { isEmbedded: false },
  );
});
