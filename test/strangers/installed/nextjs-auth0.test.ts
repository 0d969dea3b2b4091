import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Visit, Visitor } from "@tokenwell/emulator";
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

/** The application, its provider, and a person with a browser. */
class App {
  readonly origin: string;
  readonly provider: World["provider"];
  readonly person: Visitor;
  readonly #world: World;
  #stop: () => Promise<void> = async () => {};

  private constructor(world: World, origin: string) {
    this.#world = world;
    this.provider = world.provider;
    this.origin = origin;
    this.person = new Visitor([origin, world.provider.issuer]);
  }

  static async open(overlapSeconds: number): Promise<App> {
    const origin = `http://localhost:${await freePort()}`;
    const redirectUris = [`${origin}/auth/callback`];
    const world = await openAuth0({
      rotation: "strict",
      auth0: { apis: [{ identifier: auth0Api, accessTokenSeconds: 3600 }] },
      clients: [{ clientId: "web", clientSecret: secret, redirectUris, auth0: { overlapSeconds } }],
    });
    onTestFinished(world.internet.enter());
    const app = new App(world, origin);
    app.#stop = await serve(world, Number(new URL(origin).port));
    return app;
  }

  async logIn(): Promise<Visit> {
    const asked = await this.person.open(`${this.origin}/auth/login`);
    return this.person.submit(asked.url, { login: "alice", password: "any" });
  }

  async token(): Promise<Readonly<Record<string, string>>> {
    return JSON.parse((await this.person.open(`${this.origin}/token`)).text);
  }

  /** Moves the clocks. That of a process is set when it starts, and the session is in the browser's cookie. */
  async advance(ms: number): Promise<void> {
    await this.provider.advance(ms);
    await this.#stop();
    this.#stop = await serve(this.#world, Number(new URL(this.origin).port));
  }
}

test("it logs in, keeps a session, refreshes expired access tokens with rotation, and logs out", async () => {
  const app = await App.open(0);
  const { origin, person, provider } = app;
  expect((await person.open(origin)).text).toContain("No session");
  expect(await app.token()).toMatchObject({ code: "missing_session" });
  const home = await app.logIn();
  expect([home.url.href, home.status]).toEqual([`${origin}/`, 200]);
  expect(home.text).toContain("Session of alice@emulator.example");

  const seen = [(await app.token()).token];
  for (let round = 1; round <= 3; round += 1) {
    expect((await app.token()).token).toBe(seen.at(-1));
    await app.advance(2 * hourMs);
    const fresh = (await app.token()).token;
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

test.each([
  ["loses the login", "without overlap", 0, { refreshed: 1, refused: 4, grantsRevoked: 1 }],
  ["keeps the login", "with an overlap of 30 seconds", 30, { refreshed: 5, refused: 0, grantsRevoked: 0 }],
])(
  "it %s when five requests meet an expired token at once, %s",
  async (_what, _how, overlapSeconds, summary) => {
    const app = await App.open(overlapSeconds);
    await app.logIn();
    await app.advance(2 * hourMs);
    // The first answer comes when all have asked. Each request refreshes on its own, with the token in the cookie.
    await app.provider.arm({ fault: "delay", where: "after", ms: 2000 });
    await Promise.all(Array.from({ length: 5 }, () => app.token()));
    expect(await app.provider.summary()).toMatchObject({ refreshes: 5, mostPresentations: 5, ...summary });
  },
);
