import { afterAll, beforeAll, describe, test } from "vitest";
import { missingOf, toolchains } from "./toolchains.ts";
import { scenarios, Trial } from "./trial.ts";

// Programs that start within a moment; `npm run try-snippets` installs and runs the others, with more providers.

let trial: Trial;
beforeAll(async () => {
  const [salesforce] = scenarios;
  if (salesforce) trial = await Trial.of(salesforce);
});
afterAll(() => trial.close());

describe.concurrent("the snippets log in, rotate the refresh token and call the API, with an odd secret, over https", () => {
  for (const toolchain of toolchains) {
    const missing = missingOf(toolchain);
    const isRun = missing === undefined && toolchain.isQuick === true;
    const why = missing === undefined ? "npm run try-snippets" : `no ${missing}`;
    test.skipIf(!isRun)(`In ${toolchain.id}${isRun ? "" : `: not run, ${why}`}`, async () => {
      await trial.try(toolchain);
    });
  }
});
