import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild } from "../../strangers/children.ts";
import type { AppDriver, AppPlan, RunningApp } from "../support/app.ts";
import type { Browser, Page } from "../support/browser.ts";
import type { Stage } from "../support/stage.ts";

const clock = new URL("programs/clock.cjs", import.meta.url).pathname;

/** A library of others, or ours, in an app that is written as the library's documentation says. */
export interface Rival extends AppDriver {
  /** Begins a login as a person does who wants to see a page: the answer redirects to the provider. */
  begin(stage: Stage, browser: Browser, path: string): Promise<Page>;
  /** Begins a login by the library's own route with a place to return to. Absent: the route takes none. */
  beginWith?(stage: Stage, browser: Browser, returnTo: string): Promise<Page>;
  logOut(stage: Stage, browser: Browser): Promise<Page>;
}

/** How a child process runs an app. */
export interface Program {
  readonly cwd: string;
  readonly arguments: (port: number) => readonly string[];
  readonly env: (plan: AppPlan) => Readonly<Record<string, string>>;
  /** Settings of the app that the library spells otherwise. */
  readonly settings?: (plan: AppPlan) => Readonly<Record<string, unknown>>;
}

/** Starts the processes of an app, whose clock the test moves. */
export async function openPrograms(program: Program, plan: AppPlan): Promise<RunningApp> {
  const parts = await Promise.all(Array.from({ length: plan.processes }, () => startProgram(program, plan)));
  let offsetMs = plan.clockOffsetMs;
  return {
    ports: parts.map(({ port }) => port),
    async advance(ms) {
      offsetMs += ms;
      await Promise.all(parts.map(({ child }) => tell(child, { offsetMs })));
    },
    output: () => parts.map(({ output }) => output.join("")).join("\n"),
    async close() {
      await Promise.all(parts.map(({ child }) => end(child)));
    },
  };
}

async function startProgram(program: Program, plan: AppPlan) {
  const port = await freePort();
  const options = ["--require", clock, `--max-http-header-size=${plan.maxHeaderBytes}`];
  const child = spawn(process.execPath, [...options, ...program.arguments(port)], {
    cwd: program.cwd,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      NODE_ENV: "production",
      NODE_USE_ENV_PROXY: "1",
      APP_SETTINGS: JSON.stringify({ ...settingsOf(plan), ...program.settings?.(plan), port }),
      ...program.env(plan),
    },
  });
  adoptChild(child);
  const output: string[] = [];
  const ready = Promise.withResolvers<void>();
  for (const pipe of [child.stdout, child.stderr])
    pipe?.setEncoding("utf8").on("data", (words: string) => {
      output.push(words);
      if (words.includes("Ready in")) ready.resolve();
    });
  child.on("message", (message: object) => {
    if ("ready" in message) ready.resolve();
  });
  child.once("exit", () => ready.reject(new Error(`the app has ended:\n${output.join("")}`)));
  await ready.promise;
  return { port, child, output };
}

/** What every app is told. */
function settingsOf(plan: AppPlan): Readonly<Record<string, unknown>> {
  const { audience, baseUrl, clientId, clientSecret, guardsEverything, home, issuer, options, quietPaths } =
    plan;
  return {
    baseUrl,
    issuer,
    clientId,
    clientSecret,
    audience,
    home,
    quietPaths,
    scope: "openid profile email offline_access read:hello",
    allProtected: guardsEverything,
    idleSeconds: 86_400,
    absoluteSeconds: 604_800,
    ...options,
  };
}

async function tell(child: ChildProcess, message: object): Promise<void> {
  child.send(message);
  await once(child, "message");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
