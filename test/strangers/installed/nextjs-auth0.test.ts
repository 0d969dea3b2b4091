import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Visitor } from "@tokenwell/emulator";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild, preload } from "../children.ts";
import { outcomesOf, secret } from "../clients.ts";
import { auth0Api, auth0Origins, openAuth0, type World } from "../world.ts";
import { type Installed, installOnce } from "./cache.ts";

// @auth0/nextjs-auth0 as it is, in a real Next.js application that is built and started as in production.
const packages = ["@auth0/nextjs-auth0@4.30.0", "next@16.4.6", "react@19.2.1", "react-dom@19.2.1"];
const source = fileURLToPath(new URL("../programs/nextjs-auth0", import.meta.url));
const hourMs = 3_600_000;

let installed: Installed;

beforeAll(async () => {
  installed = await installOnce(
    `nextjs-auth0-${packages.map((name) => name.split("@").at(-1)).join("-")}`,
    install,
  );
  if (installed.folder === undefined) return;
  cpSync(source, installed.folder, { recursive: true });
  await promisify(execFile)(process.execPath, [nextIn(installed.folder), "build"], {
    cwd: installed.folder,
    env: environment({ APP_BASE_URL: "http://localhost" }),
  });
});
beforeEach((context) => {
  if (installed.folder === undefined) context.skip(installed.reason);
});

async function install(folder: string): Promise<void> {
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", [...args, ...packages]);
}

const nextIn = (folder: string): string => join(folder, "node_modules/next/dist/bin/next");

function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    AUTH0_DOMAIN: new URL(auth0Origins.tenant).host,
    AUTH0_CLIENT_ID: "web",
    AUTH0_CLIENT_SECRET: secret,
    AUTH0_SECRET: "0".repeat(64),
    ...more,
  };
}

/** Starts the application with the clock of its provider, and returns a function that stops it. */
async function serve({ internet, provider }: World, port: number): Promise<() => Promise<void>> {
  const cwd = installed.folder ?? "";
  const child = spawn(process.execPath, [nextIn(cwd), "start", "--port", String(port)], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    env: environment({
      ...internet.env,
      NODE_USE_ENV_PROXY: "1",
      APP_BASE_URL: `http://localhost:${port}`,
      NODE_OPTIONS: `--require ${preload}`,
      TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(provider.offsetMs),
    }),
  });
  adoptChild(child);
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  onTestFinished(stop);
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("Ready in")) break;
  }
  child.stdout.resume();
  return stop;
}

test("it logs in, keeps a session, refreshes expired access tokens with rotation, and logs out", async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const world = await openAuth0({
    rotation: "strict",
    auth0: { apis: [{ identifier: auth0Api, accessTokenSeconds: 3600 }] },
    clients: [{ clientId: "web", clientSecret: secret, redirectUris: [`${origin}/auth/callback`] }],
  });
  const { provider } = world;
  const token = async (): Promise<Readonly<Record<string, string>>> =>
    JSON.parse((await person.open(`${origin}/token`)).text);
  onTestFinished(world.internet.enter());
  let stop = await serve(world, port);
  const person = new Visitor([origin, provider.issuer]);

  expect((await person.open(origin)).text).toContain("No session");
  expect(await token()).toMatchObject({ code: "missing_session" });
  const asked = await person.open(`${origin}/auth/login`);
  const home = await person.submit(asked.url, { login: "alice", password: "any" });
  expect([home.url.href, home.status]).toEqual([`${origin}/`, 200]);
  expect(home.text).toContain("Session of alice@emulator.example");

  const seen = [(await token()).token];
  for (let round = 1; round <= 3; round += 1) {
    expect((await token()).token).toBe(seen.at(-1));
    await provider.advance(2 * hourMs);
    // The clock of a process is set when it starts. The session is in the cookie.
    await stop();
    stop = await serve(world, port);
    const fresh = (await token()).token;
    expect(await provider.accepts(fresh ?? "")).toBe(true);
    expect(seen).not.toContain(fresh);
    seen.push(fresh);
  }
  expect(await outcomesOf(provider)).toEqual([
    "code: exchanged",
    ...Array.from({ length: 3 }, () => "refresh: rotated"),
  ]);
  expect(await provider.summary()).toMatchObject({ spent: 0, grantsRevoked: 0 });

  expect((await person.open(`${origin}/auth/logout`)).url.origin).toBe(origin);
  expect((await person.open(origin)).text).toContain("No session");
  // Logged out at Auth0, too: the user is asked again.
  expect((await person.open(`${origin}/auth/login`)).text).toContain('id="login"');
});
