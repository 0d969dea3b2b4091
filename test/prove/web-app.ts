import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Visitor } from "@tokenwell/emulator";
import { request } from "undici";
import { adoptChild, compiled, preload } from "../strangers/children.ts";
import type { Provider } from "../strangers/provider.ts";

const program = fileURLToPath(new URL("session-child.ts", import.meta.url));

/** Public address of the app. Nothing listens there: the test is the load balancer. */
export const baseUrl = "http://localhost:9356";

export const clientSecret = "CANARY_client_secret_of_web";

/** Answer of the app to a request. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One server process of the app. */
class ServerProcess {
  isAlive = true;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #port = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    if (!child.stdout) throw new TypeError("no stdout");
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin?.on("error", () => undefined);
    child.once("exit", () => {
      this.isAlive = false;
    });
  }

  static async start(
    home: string,
    { issuer, offsetMs, store }: { issuer: string; offsetMs: number; store: string | undefined },
  ): Promise<ServerProcess> {
    const env = store === undefined ? {} : { TOKENWELL_STORE: store };
    const options = {
      ...{ issuer, clientId: "web", clientSecret, baseUrl, home, env },
      ...{ idleSeconds: null, absoluteSeconds: null },
    };
    const child = spawn(process.execPath, ["--require", preload, program, JSON.stringify(options)], {
      env: { PATH: "/usr/bin:/bin", TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(offsetMs), ...compiled },
      stdio: ["pipe", "pipe", "inherit"],
    });
    adoptChild(child);
    const started = new ServerProcess(child);
    started.#port = Number(await started.#line());
    return started;
  }

  async advance(ms: number): Promise<void> {
    this.#child.stdin?.write(`${ms}\n`);
    await this.#line();
  }

  async get(path: string, headers: Readonly<Record<string, string>>): Promise<WebAnswer> {
    const answer = await request(`http://127.0.0.1:${this.#port}${path}`, { headers });
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
  }

  async kill(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  async #line(): Promise<string | undefined> {
    return (await this.#lines.next()).value;
  }
}

/** A web app of two server processes on one store, its provider, and one clock for all. */
export class ProvenWebApp {
  readonly provider: Provider;
  readonly #home: string;
  readonly #store: string | undefined;
  #offsetMs = 0;
  #turn = 0;
  #processes: readonly ServerProcess[] = [];
  #starting: Promise<void> | undefined;

  constructor(parts: {
    readonly home: string;
    readonly provider: Provider;
    readonly store: string | undefined;
  }) {
    this.#home = parts.home;
    this.#store = parts.store;
    this.provider = parts.provider;
  }

  async start(): Promise<void> {
    this.#processes = [await this.#started(), await this.#started()];
  }

  /** Moves every clock. Nothing may be under way: what is sent after a jump of the clock is held back. */
  async advance(ms: number): Promise<void> {
    await this.#starting;
    this.#offsetMs += ms;
    await this.provider.advance(ms);
    await Promise.all(this.#processes.map((process) => process.advance(ms)));
  }

  /** Kills one process, and starts another in its place. */
  async kill(index: number): Promise<void> {
    const victim = this.#processes[index];
    if (!victim) throw new TypeError(`no process ${index}`);
    await victim.kill();
    this.#starting = this.#started().then((next) => {
      this.#processes = this.#processes.map((process) => (process === victim ? next : process));
    });
  }

  /** Sends a request to one of the processes in turn, and to the other one if it dies. */
  async get(path: string, headers: Readonly<Record<string, string>>): Promise<WebAnswer> {
    this.#turn += 1;
    for (let tries = 0; ; tries += 1) {
      const living = this.#processes.filter(({ isAlive }) => isAlive);
      const process = living[(this.#turn + tries) % living.length];
      try {
        if (process) return await process.get(path, headers);
      } catch (error) {
        if (tries > 20) throw error;
      }
    }
  }

  /** Logs a user in, and returns the cookie of the session. */
  async logIn(login: string): Promise<string> {
    const navigation = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    const begun = await this.get("/auth/login", navigation);
    const origins = Object.values(this.provider.hosts).map(({ origin }) => origin);
    const end = await new Visitor(origins).authorize(String(begun.headers.location), { login });
    const { pathname, search } = new URL(end);
    const answer = await this.get(`${pathname}${search}`, { ...navigation, cookie: cookiesOf(begun) });
    const cookie = cookiesOf(answer);
    if (cookie === "") throw new Error(`the login of ${login} ends with ${answer.status}: ${answer.body}`);
    return cookie;
  }

  async close(): Promise<void> {
    await this.#starting;
    await Promise.all(this.#processes.map((process) => process.kill()));
  }

  async #started(): Promise<ServerProcess> {
    const { issuer } = this.provider;
    return await ServerProcess.start(this.#home, { issuer, offsetMs: this.#offsetMs, store: this.#store });
  }
}

/** Returns the cookies that an answer sets, without those that it removes, for a `Cookie` header. */
function cookiesOf({ headers }: WebAnswer): string {
  const set = [headers["set-cookie"] ?? []].flat();
  return set
    .filter((line) => !line.includes("Max-Age=0"))
    .map((line) => line.split(";")[0])
    .join("; ");
}
