import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { visit } from "@tokenwell/emulator";
import { onTestFinished } from "vitest";
import { bundled } from "../support/bundle.ts";
import type { Home } from "../tokenwell/home.ts";
import type { LoginChildOptions } from "./login-child.ts";

const script = await bundled(new URL("login-child.ts", import.meta.url));

/** Another process that logs in to the same store. It is killed when the test is finished, if not before. */
export class LoginProcess {
  /** Address of the authorization request. */
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #next: () => Promise<string>;

  private constructor(url: string, child: ChildProcess, next: () => Promise<string>) {
    this.url = url;
    this.#child = child;
    this.#next = next;
  }

  /** Begins a login in a new process. */
  static async begin(
    home: Home,
    login: LoginChildOptions["login"],
    hangsAt?: LoginChildOptions["hangsAt"],
  ): Promise<LoginProcess> {
    const options = { home: home.folder, issuer: home.emulator.issuer, login, ...(hangsAt && { hangsAt }) };
    const child = spawn(process.execPath, [script, JSON.stringify(options)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => {
      const line = await lines.next();
      if (line.done) throw new Error("the other process has ended");
      return String(JSON.parse(line.value));
    };
    const started = new LoginProcess(await next(), child, next);
    onTestFinished(() => started.kill());
    return started;
  }

  /** Visits the login page, and pastes where it ends. */
  async complete(how: Parameters<typeof visit>[1] = {}): Promise<string> {
    return await this.paste(await visit(this.url, how));
  }

  /** Pastes a callback. Returns the step at which the process hangs, "done", or the code of its error. */
  async paste(callback: string): Promise<string> {
    this.#child.stdin?.write(`${callback}\n`);
    return await this.#next();
  }

  /** Kills the process, as a power cut does. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await closed;
  }
}
