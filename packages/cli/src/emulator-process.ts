import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { OutcomeError, UsageError } from "./errors.ts";

/** The addresses and apps that an emulator reports when it is ready. */
export interface EmulatorInfo {
  readonly issuer: string;
  /** The file for NODE_EXTRA_CA_CERTS; `null` without TLS. */
  readonly caFile: string | null;
  readonly hosts: Readonly<Record<string, { readonly origin: string }>>;
  /** Identifiers of the APIs that a token can be for; empty if a token is for all of the provider. */
  readonly apis: readonly string[];
  readonly apps: readonly { readonly clientId: string; readonly clientSecret: string | null }[];
}

/** An emulator that runs as a child process. */
export class EmulatorProcess {
  readonly info: EmulatorInfo;
  /** Resolves when the process has exited. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, facts: EmulatorInfo, ended: Promise<void>) {
    this.#child = child;
    this.info = facts;
    this.ended = ended;
  }

  /**
   * Starts an emulator.
   *
   * @throws {OutcomeError} `no_emulator` if its package is not installed, `emulator_failed` if it does not
   * start.
   */
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
      // Exit code 2: invalid arguments.
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

  /** Ends the process; its state is lost. */
  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.ended;
  }
}

/**
 * Returns the paths of the emulator's scripts. They are resolved when needed, because the package is
 * optional.
 */
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
