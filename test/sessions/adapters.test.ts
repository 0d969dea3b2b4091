import { situations } from "./situations/all.ts";
import { ownDriver } from "./support/drivers.ts";
import { testSituations } from "./support/tests.ts";

/** Situations in which adapters differ most. The others run with `npm run sessions`. */
const selection = ["headers_already_sent", "fetch_gets_401_not_a_redirect", "form_post_callback"];

for (const adapter of ["express", "hono", "fastify", "node"] as const)
  testSituations(
    ownDriver(adapter),
    situations.filter(({ name }) => selection.includes(name)),
  );
