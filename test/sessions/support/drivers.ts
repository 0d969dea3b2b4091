import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { testStoreVariable } from "../../../packages/core/test/support/test-store.ts";
import { adoptChild, compiled } from "../../strangers/children.ts";
import type { OpenApp } from "../apps/open.ts";
import {
  type AdapterName,
  type AppDriver,
  type AppPlan,
  type Feature,
  ownRoutes,
  type RunningApp,
} from "./app.ts";
import { Console } from "./console.ts";

const features: readonly Feature[] = [
  "processes",
  "sensitive",
  "lists",
  "limits",
  "backchannel",
  "form_post",
  "store",
  "streams",
  "base_path",
  "data",
];

const program = fileURLToPath(new URL("../apps/process.ts", import.meta.url));

/** Returns the driver of one of our adapters: an app in this process, or in several of its own. */
export function ownDriver(adapter: AdapterName): AppDriver {
  return {
    name: adapter,
    routes: ownRoutes,
    logoutMethod: "POST",
    features: new Set(features),
    open: async (plan) => {
      if (plan.processes > 1) return await openProcesses(plan, [program, adapter]);
      const { openApp } = await import("../apps/adapters.ts");
      return await openHere(plan, (given) => openApp(adapter, given));
    },
  };
}

async function openHere(plan: AppPlan, open: (plan: AppPlan) => Promise<OpenApp>): Promise<RunningApp> {
  const log = Console.listen();
  try {
    const app = await open(plan);
    return {
      ports: [app.port],
      advance: async (ms) => app.clock.advance(ms),
      output: () => log.text,
      close: async () => {
        await app.close();
        log.end();
      },
    };
  } catch (cause) {
    log.end();
    throw cause;
  }
}

/** Starts processes of an app, which are moved and stopped by messages. `command`: the program with its arguments. */
export async function openProcesses(
  plan: AppPlan,
  command: readonly string[],
  cwd?: string,
): Promise<RunningApp> {
  const started: AppProcess[] = [];
  const close = async () => {
    await Promise.all(started.map((process) => process.close()));
  };
  try {
    for (let index = 0; index < plan.processes; index += 1) {
      started.push(await AppProcess.start({ ...plan, port: index === 0 ? plan.port : 0 }, command, cwd));
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    ports: started.map(({ port }) => port),
    advance: async (ms) => {
      await Promise.all(started.map((process) => process.advance(ms)));
    },
    output: () => started.map((process) => process.output).join("\n"),
    close,
  };
}

/** One process of an app. */
class AppProcess {
  output = "";
  port = 0;
  readonly #child;
  readonly #ended: Promise<unknown>;

  private constructor(command: readonly string[], cwd: string | undefined, plan: AppPlan) {
    const size = `--max-http-header-size=${plan.maxHeaderBytes}`;
    this.#child = spawn(process.execPath, [size, ...command], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...compiled },
        [testStoreVariable]: process.env[testStoreVariable],
        PGPASSFILE: process.env.PGPASSFILE,
      },
      ...(cwd === undefined ? {} : { cwd }),
    });
    adoptChild(this.#child);
    this.#ended = once(this.#child, "close");
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
  }

  static async start(plan: AppPlan, command: readonly string[], cwd?: string): Promise<AppProcess> {
    const started = new AppProcess(command, cwd, plan);
    const ready = await started.#ask({ plan });
    started.port = Number(ready.port);
    return started;
  }

  async advance(ms: number): Promise<void> {
    await this.#ask({ advanceMs: ms });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.connected) this.#child.send({ close: true });
    await this.#ended;
  }

  async #ask(message: object): Promise<Readonly<Record<string, unknown>>> {
    const answered = once(this.#child, "message");
    this.#child.send(message);
    const ended = this.#ended.then(() => {
      throw new Error(`the app's process has ended:\n${this.output}`);
    });
    const [answer] = (await Promise.race([answered, ended])) as [Record<string, unknown>];
    if (answer.failure !== undefined) throw new Error(`${answer.failure}\n${this.output}`);
    return answer;
  }
}
