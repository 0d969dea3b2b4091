import { expect, onTestFinished, test } from "vitest";
import type { SessionOptions } from "../src/api.ts";
import { nextSessions } from "../src/next.ts";
import { Stage } from "./support/stage.ts";

/** Options of a Next.js app, which a test may change between requests. */
function optionsOf({ clock, home, issuer }: Stage): {
  -readonly [Name in keyof SessionOptions]: SessionOptions[Name];
} {
  return {
    issuer: issuer.issuer,
    clientId: "next",
    baseUrl: "https://next.example.com",
    home,
    env: {},
    clock,
  };
}

test("nextSessions() reads no option before the first request, so that a build needs none", async () => {
  let reads = 0;
  const web = nextSessions(() => {
    reads += 1;
    throw new TypeError("no settings here");
  });
  expect([Object.keys(web.handlers), reads]).toEqual([["GET", "POST"], 0]);
  await expect(web.sessions()).rejects.toThrow("no settings here");
  expect(reads).toBe(1);
});

test("Sessions that could not be opened are opened by the next request", async () => {
  const options = optionsOf(await Stage.open());
  const web = nextSessions(() => options);
  options.baseUrl = "";
  for (let times = 0; times < 2; times += 1)
    await expect(web.sessions()).rejects.toMatchObject({ code: "invalid_option" });
  options.baseUrl = "https://next.example.com";
  const sessions = await web.sessions();
  onTestFinished(() => sessions.close());
  expect(await sessions.list({ subject: "nobody" })).toEqual([]);
});

test("The modules of an app share the sessions of a process, and another app has its own", async () => {
  const options = optionsOf(await Stage.open());
  const [first, second] = [nextSessions(() => options), nextSessions(() => ({ ...options }))];
  const opened = await Promise.all([first.sessions(), second.sessions(), first.sessions()]);
  expect(new Set(opened).size).toBe(1);
  const other = await nextSessions(() => ({ ...options, clientId: "other" })).sessions();
  onTestFinished(async () => {
    await opened[0].close();
    await other.close();
  });
  expect(other).not.toBe(opened[0]);
});
