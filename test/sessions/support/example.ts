import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "vitest";
import { adoptChild, compiled, preload, repository, Words } from "../../strangers/children.ts";
import { type AppDriver, type AppPlan, ownRoutes, type RunningApp } from "./app.ts";

/** Folder of an app in `examples/`. */
export type ExampleName = "express" | "hono" | "fastify" | "node" | "next";

const clockByMessage = fileURLToPath(new URL("../apps/clock-by-message.mjs", import.meta.url));

/** Returns the driver of an example: its own program, in a process of its own, set up by the environment alone. */
export function exampleDriver(name: ExampleName): AppDriver {
  return {
    name: `examples/${name}`,
    routes: ownRoutes,
    logoutMethod: "POST",
    features: new Set(),
    open: (plan) => ExampleApp.start(name, plan),
  };
}

/** Builds the example for Next.js as its readers do. */
export async function buildNextExample(): Promise<void> {
  const cwd = `${repository}examples/next`;
  const next = `${repository}node_modules/next/dist/bin/next`;
  const env = { ...plainEnv(), NEXT_TELEMETRY_DISABLED: "1" };
  await promisify(execFile)(process.execPath, [next, "build"], { cwd, env });
}

/** A running example, with the API that it calls. */
class ExampleApp implements RunningApp {
  readonly ports: readonly number[];
  readonly #child: ChildProcess;
  readonly #api: Server;
  readonly #words = new Words();
  readonly #ended: Promise<unknown[]>;

  private constructor(child: ChildProcess, api: Server, port: number) {
    this.#child = child;
    this.#api = api;
    this.ports = [port];
    this.#ended = once(child, "close");
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => this.#words.add(text));
    void this.#ended.then(() => this.#words.end());
  }

  static async start(name: ExampleName, plan: AppPlan): Promise<ExampleApp> {
    const api = await openOrders(plan.apiBase);
    const port = plan.port || (await freePort());
    const child = spawn(process.execPath, ["--require", preload, "--import", clockByMessage, "server.ts"], {
      cwd: `${repository}examples/${name}`,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...plainEnv(),
        ISSUER: plan.issuer,
        CLIENT_ID: plan.clientId,
        CLIENT_SECRET: plan.clientSecret,
        BASE_URL: plan.baseUrl,
        AUDIENCE: plan.audience,
        API_BASE: addressOf(api),
        PORT: String(port),
        TOKENWELL_HOME: plan.home,
      },
    });
    adoptChild(child);
    const app = new ExampleApp(child, api, port);
    await app.#words.matching(new RegExp(`^http://localhost:${port}$`, "m"));
    return app;
  }

  async advance(ms: number): Promise<void> {
    const moved = once(this.#child, "message");
    this.#child.send({ advanceMs: ms });
    await moved;
  }

  output(): string {
    return this.#words.text;
  }

  /** Stops it as a server manager does, and expects that it ends by itself. */
  async close(): Promise<void> {
    this.#child.kill("SIGTERM");
    const [code, signal] = await this.#ended;
    this.#api.closeAllConnections();
    this.#api.close();
    expect([code, signal, this.output()]).toEqual([0, null, expect.any(String)]);
  }
}

const plainEnv = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_ENV: "production",
  ...compiled,
});

/** Opens an API that lists orders to a token which the provider's own API accepts. */
async function openOrders(providerApi: string): Promise<Server> {
  const server = createServer(async ({ headers, url }, response) => {
    const { status } = await fetch(`${providerApi}hello`, {
      headers: { authorization: headers.authorization ?? "" },
    });
    response.writeHead(url === "/orders" ? status : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? { orders: [{ id: 1 }] } : { error: status }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const addressOf = (server: Server): string => `http://localhost:${(server.address() as AddressInfo).port}/`;

/** Finds a free port of this machine. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
