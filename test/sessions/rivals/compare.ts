import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Installed } from "../../strangers/installed/cache.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { tlsProxy } from "./fronts.ts";
import { columns } from "./report.ts";
import type { Rival } from "./rival.ts";
import { authExpress, expressOpenidConnect, nextjsAuth0, prepare } from "./rivals.ts";
import type { Observation, Observed } from "./situation.ts";
import { cookies } from "./situations/cookies.ts";
import { ending } from "./situations/ending.ts";
import { loggingIn } from "./situations/logging-in.ts";
import { refreshing } from "./situations/refreshing.ts";

void [readFileSync, writeFileSync, columns];
const all: readonly Observed[] = [...refreshing, ...loggingIn, ...cookies, ...ending];
const rivals = { expressOpenidConnect, nextjsAuth0, authExpress };

let installed: Installed;
const seen = new Map<string, Observation>();

beforeAll(async () => {
  installed = await prepare();
});

describe.each(Object.entries(rivals))("%s", (_name, make: (folder: string) => Rival) => {
  test.each(all)("$name is observed", async (situation) => {
    if (installed.folder === undefined) throw new Error(installed.reason);
    const rival = make(installed.folder);
    const stages: Stage[] = [];
    try {
      const observation = await situation.observe(async (plan = {}) => {
        const stage = await openStage(rival, { front: tlsProxy, ...plan });
        stages.push(stage);
        return stage;
      }, rival);
      seen.set(`${situation.name} ${rival.name}`, observation);
      console.log(`${situation.name} | ${rival.name} | ${observation.verdict} | ${observation.observed}`);
    } finally {
      await Promise.all(stages.map((stage) => stage.close()));
    }
    expect(seen.size).toBeGreaterThan(0);
  });
});

afterAll(() => undefined);
