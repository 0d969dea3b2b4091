import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Installed } from "../../strangers/installed/cache.ts";
import type { Stage } from "../support/stage.ts";
import { tlsProxy } from "./fronts.ts";
import { openBehindInternet } from "./provider.ts";
import { writeReport } from "./report.ts";
import type { Rival } from "./rival.ts";
import {
  authExpress,
  expressOpenidConnect,
  nextjsAuth0,
  type Place,
  prepare,
  tokenwell,
  versions,
} from "./rivals.ts";
import type { Observation, Observed } from "./situation.ts";
import { cookies } from "./situations/cookies.ts";
import { ending } from "./situations/ending.ts";
import { loggingIn } from "./situations/logging-in.ts";
import { refreshing } from "./situations/refreshing.ts";

const situations: readonly Observed[] = [...refreshing, ...loggingIn, ...cookies, ...ending];
const rivals = [
  ["Tokenwell", tokenwell],
  ["express-openid-connect", expressOpenidConnect],
  ["@auth0/nextjs-auth0", nextjsAuth0],
  ["Auth.js", authExpress],
] as const;

let installed: Installed;
const seen = new Map(situations.map(({ name }) => [name, new Map<string, Observation>()] as const));

beforeAll(async () => {
  installed = await prepare();
});

// A run of a part prints what it saw, and leaves the report as it is.
afterAll(() => {
  const isWhole = [...seen.values()].every(({ size }) => size === rivals.length);
  if (isWhole) writeReport(seen, versions);
});

describe.each(rivals)("%s", (_name, make) => {
  test.each(situations)("$name is observed", async (situation) => {
    const observation = await observe(situation, make);
    const { name } = make({ folder: "", env: {} });
    seen.get(situation.name)?.set(name, observation);
    console.log(`${situation.name} | ${name} | ${observation.verdict} | ${observation.observed}`);
    if (name === "Tokenwell") expect(observation).not.toMatchObject({ verdict: "wrong" });
  });
});

/** Plays a situation with a library, and closes what it opened. An error tells what the app has logged. */
async function observe(situation: Observed, make: (place: Place) => Rival): Promise<Observation> {
  if (installed.folder === undefined) throw new Error(installed.reason);
  const { folder } = installed;
  const stages: Stage[] = [];
  try {
    return await situation.observe(
      async (plan = {}) => {
        const stage = await openBehindInternet((env) => make({ folder, env }), { front: tlsProxy, ...plan });
        stages.push(stage);
        return stage;
      },
      make({ folder, env: {} }),
    );
  } catch (cause) {
    const output = stages.map(({ app }) => app.output()).join("\n");
    throw new Error(`${String(cause)}\n${output.slice(-4000)}`, { cause });
  } finally {
    await Promise.all(stages.map((stage) => stage.close()));
  }
}
