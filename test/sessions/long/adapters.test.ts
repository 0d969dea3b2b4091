import { situations } from "../situations/all.ts";
import { ownDriver } from "../support/drivers.ts";
import { testSituations } from "../support/tests.ts";

for (const adapter of ["hono", "fastify", "node"] as const) testSituations(ownDriver(adapter), situations);
