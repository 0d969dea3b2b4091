import { describe, expect, test } from "vitest";
import { Apps } from "../../src/work/apps.ts";

describe("the room of a worker", () => {
  test("is that of its emptiest client, so that what is leased has room whatever client it is of", () => {
    const apps = new Apps({ concurrency: 16, perApp: 8 });
    expect(apps.room(0)).toEqual({ limit: 8, exceptClients: [] });
    for (let each = 0; each < 5; each += 1) apps.begin("a");
    expect(apps.room(0)).toEqual({ limit: 3, exceptClients: [] });
    apps.begin("a");
    apps.begin("a");
    expect(apps.room(0)).toEqual({ limit: 8, exceptClients: ["a"] });
    for (let each = 0; each < 5; each += 1) apps.begin("b");
    expect(apps.room(0)).toEqual({ limit: 3, exceptClients: ["a"] });
    apps.begin("c");
    expect(apps.room(0)).toBeNull();
    apps.end("a");
    apps.end("a");
    apps.end("a");
    expect(apps.room(0)).toEqual({ limit: 3, exceptClients: [] });
  });

  test("is one at a time for a worker that may refresh one at a time", () => {
    const apps = new Apps({ concurrency: 1, perApp: 1 });
    expect(apps.room(0)).toEqual({ limit: 1, exceptClients: [] });
    apps.begin("a");
    expect(apps.room(0)).toBeNull();
    apps.end("a");
    expect(apps.room(0)).toEqual({ limit: 1, exceptClients: [] });
  });

  test("forgets a client without refreshes, and remembers one that is refused as long as it is", () => {
    const apps = new Apps({ concurrency: 4, perApp: 4 });
    apps.observe("a", 1_000);
    apps.room(999);
    expect(apps.refusedUntilMs("a")).toBe(1_000);
    apps.room(1_000);
    expect(apps.refusedUntilMs("a")).toBe(0);
  });

  test("lets one refresh find out whether a client is accepted again", () => {
    const apps = new Apps({ concurrency: 4, perApp: 4 });
    apps.begin("a");
    const end = apps.probe("a");
    expect(apps.probe("a")).toBeNull();
    expect(apps.probe("b")).not.toBeNull();
    end?.();
    expect(apps.probe("a")).not.toBeNull();
  });
});
