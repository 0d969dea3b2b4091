import { situations } from "../situations/all.ts";
import { nextDriver } from "../support/next.ts";
import { testSituations } from "../support/tests.ts";

testSituations(await nextDriver(), situations);
