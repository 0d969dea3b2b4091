import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { OutcomeError, UsageError } from "./errors.ts";

/** What an emulator says of itself when it can be used. */
export interface EmulatorInfo {
  readonly issuer: string;
  /** For NODE_EXTRA_CA_CERTS; `null` without TLS. */
  readonly caFile: string | null;
  readonly hosts: Readonly<Record<string, { readonly origin: string }>>;
  readonly apps: readonly { readonly clientId: string; readonly clientSecret: string | null }[];
}

/** The emulator, in a process of its own. */
export class EmulatorProcess {
  readonly info: EmulatorInfo;
  /** Resolves when it has gone. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, facts: EmulatorInfo, ended: Promise<void>) {
    this.#child = child;
    this.info = facts;
    this.ended = ended;
  }

  /** Starts it. Throws `no_emulator` where its package is not installed, `emulator_failed` where it does not run. */
  static async start(args: readonly string[]): Promise<EmulatorProcess> {
    const { main, preload } = emulatorFiles();
    const child = spawn(process.execPath, ["--require", preload, main, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += String(chunk);
    });
    const closed = once(child, "close");
    const failed = closed.then(([code]) => {
      // 2: it was started with what it does not take.
      const Failure = code === 2 ? UsageError : OutcomeError;
      throw new Failure("emulator_failed", { what: said.replace(/^emulator: /, "").trim() });
    });
    failed.catch(() => undefined);
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), failed]);
    return new EmulatorProcess(
      child,
      JSON.parse(String(line)) as EmulatorInfo,
      closed.then(() => undefined),
    );
  }

  /** Ends it, with all that it knew. */
  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.ended;
  }
}

/** Where the scripts of the emulator's package are: found only when they are needed, and may be left out. */
export function emulatorFiles(): { readonly main: string; readonly preload: string } {
  try {
    return {
      main: fileURLToPath(import.meta.resolve("@tokenwell/emulator/main")),
      preload: fileURLToPath(import.meta.resolve("@tokenwell/emulator/preload")),
    };
  } catch {
    throw new OutcomeError("no_emulator");
  }
}
