import { situations } from "./situations/all.ts";
import { ownDriver } from "./support/drivers.ts";
import { testSituations } from "./support/tests.ts";

/** Situations in which adapters differ most. The others run with `npm run sessions`. */
const selection = [
  "parallel_expiry_one_refresh",
  "headers_already_sent",
  "fetch_gets_401_not_a_redirect",
  "form_post_callback",
  "step_up_ignored_by_provider",
  "public_address_comes_from_the_settings",
];

for (const adapter of ["hono", "fastify", "node"] as const)
  testSituations(
    ownDriver(adapter),
    situations.filter(({ name }) => selection.includes(name)),
  );
