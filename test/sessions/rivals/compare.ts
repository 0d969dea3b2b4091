import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Installed } from "../../strangers/installed/cache.ts";
import type { Stage } from "../support/stage.ts";
import { tlsProxy } from "./fronts.ts";
import { openBehindInternet } from "./provider.ts";
import { columns } from "./report.ts";
import type { Rival } from "./rival.ts";
import { authExpress, expressOpenidConnect, nextjsAuth0, type Place, prepare, tokenwell } from "./rivals.ts";
import type { Observation, Observed } from "./situation.ts";
import { cookies } from "./situations/cookies.ts";
import { ending } from "./situations/ending.ts";
import { loggingIn } from "./situations/logging-in.ts";
import { refreshing } from "./situations/refreshing.ts";

void [readFileSync, writeFileSync, columns];
const all: readonly Observed[] = [...refreshing, ...loggingIn, ...cookies, ...ending];
const rivals = { tokenwell, expressOpenidConnect, nextjsAuth0, authExpress };

let installed: Installed;
const seen = new Map<string, Observation>();

beforeAll(async () => {
  installed = await prepare();
});

describe.each(Object.entries(rivals))("%s", (_name, make: (place: Place) => Rival) => {
  test.each(all)("$name is observed", async (situation) => {
    if (installed.folder === undefined) throw new Error(installed.reason);
    const place = { folder: installed.folder, env: {} };
    const rival = make(place);
    const stages: Stage[] = [];
    try {
      const observation = await situation.observe(async (plan = {}) => {
        const stage = await openBehindInternet((env) => make({ ...place, env }), {
          front: tlsProxy,
          ...plan,
        });
        stages.push(stage);
        return stage;
      }, rival);
      seen.set(`${situation.name} ${rival.name}`, observation);
      console.log(`${situation.name} | ${rival.name} | ${observation.verdict} | ${observation.observed}`);
    } catch (cause) {
      const output = stages.map(({ app }) => app.output()).join("\n");
      throw new Error(`${String(cause)}\n${output.slice(-4000)}`, { cause });
    } finally {
      await Promise.all(stages.map((stage) => stage.close()));
    }
    expect(seen.size).toBeGreaterThan(0);
  });
});

afterAll(() => undefined);
