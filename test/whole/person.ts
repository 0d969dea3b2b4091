import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { examineInstallation, openTokenwell } from "@tokenwell/core";
import { type Emulator, visit } from "@tokenwell/emulator";
import { run } from "../../packages/cli/src/run.ts";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { removeFolder } from "../../packages/core/test/support/remove-folder.ts";
import { ShiftedClock } from "../../packages/core/test/support/shifted-clock.ts";
import { storeEnvironment } from "../../packages/core/test/support/test-store.ts";

/** The end of a command. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The surroundings of one command. */
export interface Surroundings {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly decision?: "allow" | "deny";
  /** Whether stderr is a terminal. Default: `false`. */
  readonly isTerminal?: boolean;
}

/** A user with a home folder, a clock and a browser, who runs the whole command in this process, without a terminal. */
export class Person {
  readonly clock = new ShiftedClock();
  readonly folder: string;
  readonly emulator: Emulator;
  readonly port: number;
  /** The account in the browser. */
  login: string;

  private constructor(emulator: Emulator, login: string, port: number, folder: string) {
    this.folder = folder;
    this.emulator = emulator;
    this.login = login;
    this.port = port;
  }

  /** `folder`: that of TOKENWELL_HOME. Default: a new one. */
  static async at(emulator: Emulator, login = "alice", folder?: string): Promise<Person> {
    const own = folder ?? mkdtempSync(join(tmpdir(), "tokenwell-person-"));
    return new Person(emulator, login, await freePort(), own);
  }

  /** The options of a login of the public app, whose callback this person's browser reaches. */
  get app(): readonly string[] {
    return ["--client-id", "demo", "--public", "--port", String(this.port)];
  }

  async run(
    argv: readonly string[],
    { input = "", env = {}, decision = "allow", isTerminal = false }: Surroundings = {},
  ): Promise<Said> {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const stderr = Object.assign(new PassThrough(), { isTTY: isTerminal, columns: 80 });
    const texts = { stdout: "", stderr: "" };
    stdout.on("data", (chunk) => {
      texts.stdout += String(chunk);
    });
    stderr.on("data", (chunk) => {
      texts.stderr += String(chunk);
    });
    stdin.end(input);
    const code = await run(argv, {
      script: join(import.meta.dirname, "..", "..", "packages", "cli", "bin", "tokenwell.cjs"),
      stdin,
      stdout,
      stderr,
      env: {
        ...{ LANG: "en_US.UTF-8", NO_COLOR: "1", HOME: this.folder, TOKENWELL_HOME: this.folder },
        ...storeEnvironment(this.folder),
        ...env,
      },
      // Its systemd does all that it is told.
      runTool: () => ({ code: 0, output: "" }),
      nowMs: () => this.clock.nowMs(),
      openTokenwell: (options) => openTokenwell({ ...options, clock: this.clock }),
      examineInstallation: (options) => examineInstallation({ ...options, clock: this.clock }),
      openBrowser: async (url) => {
        const end = await visit(url, { login: this.login, decision });
        await (await fetch(end)).text();
        return true;
      },
    });
    return { code, ...texts };
  }

  leave(): void {
    removeFolder(this.folder);
  }
}
