import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type ErrorCode, openTokenwell, TokenwellError } from "@tokenwell/core";
import { type Emulator, startEmulator } from "@tokenwell/emulator";
import { Person } from "../whole/person.ts";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const command = pathOf("../../packages/cli/bin/tokenwell.cjs");
const names = ["acme", "beta", "gamma"] as const;

/** Moves a store to an empty database and back, killed after each change that a move makes. Returns the number of kills, and what is wrong. */
export async function movesUnderKills(url: string): Promise<{
  readonly kills: number;
  readonly violations: readonly string[];
}> {
  await using store = await MovingStore.at(url);
  const violations: string[] = [];
  const ended = { there: false, back: false };
  let kills = 0;
  for (let changes = 1; !ended.there || !ended.back; changes += 1) {
    for (const way of ["there", "back"] as const) {
      const { isOver, wrong } = await store.moveKilledAfter(changes);
      violations.push(...wrong.map((one) => `${way}, after ${changes} changes: ${one}`));
      ended[way] = isOver;
      if (!isOver) kills += 1;
    }
    if (violations.length > 0) break;
  }
  return { kills, violations };
}

type Env = Readonly<Record<string, string>>;

/** A person with connections whose refresh tokens rotate strictly, in a store that moves between a file and a database. */
export class MovingStore implements AsyncDisposable {
  readonly #emulator: Emulator;
  readonly #person: Person;
  readonly #url: string;
  #isInFile = true;

  private constructor(emulator: Emulator, person: Person, url: string) {
    this.#emulator = emulator;
    this.#person = person;
    this.#url = url;
  }

  /** Logs in. `url`: an empty database. */
  static async at(url: string): Promise<MovingStore> {
    const emulator = await startEmulator({ rotation: "strict" });
    const person = await Person.at(emulator);
    for (const name of names) {
      const { code, stderr } = await person.run(["login", emulator.issuer, ...person.app, "--name", name]);
      if (code !== 0) throw new Error(stderr);
    }
    return new MovingStore(emulator, person, url);
  }

  /**
   * Moves the store to its other place, by a process that is killed after so many changes, while another process
   * refreshes; then by one that is not. Returns what is wrong; `isOver` if the first one came to its end.
   */
  async moveKilledAfter(
    changes: number,
  ): Promise<{ readonly wrong: readonly string[]; readonly isOver: boolean }> {
    const [from, to] = this.#isInFile ? [this.#file, this.#database] : [this.#database, this.#file];
    const target = this.#isInFile ? this.#url : "file";
    const wrong: string[] = [];
    const refresher = await this.#startRefresher(from);
    const { status, signal } = await this.#move(from, target, changes);
    if (signal === null && status !== 0) wrong.push(`the move ended with ${status}`);
    const usable = await Promise.all([this.#refresh(from), this.#refresh(to)]);
    if (usable.filter((codes) => codes.every((code) => code === "")).length > 1)
      wrong.push("there are two owners");
    const isOver = signal === null;
    if (!isOver) {
      const again = await this.#move(from, target);
      if (again.status !== 0) wrong.push(`the second call ended with ${again.status}: ${again.stderr}`);
    }
    this.#isInFile = !this.#isInFile;
    const ended = await refresher.end;
    if (ended.some((line) => line !== "running" && line !== "store_moved")) wrong.push(ended.join(", "));
    const [old, fresh] = await Promise.all([this.#refresh(from), this.#refresh(to)]);
    if (old.some((code) => code !== "store_moved")) wrong.push(`the old side: ${old.join(", ")}`);
    if (fresh.some((code) => code !== "")) wrong.push(`the new side: ${fresh.join(", ")}`);
    const { spent, refused, mostPresentations } = this.#emulator.ledger.summary();
    if (spent + refused > 0 || mostPresentations > 1)
      wrong.push(`${spent} spent, ${refused} refused, one shown ${mostPresentations} times`);
    return { wrong, isOver };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#person.leave();
    await this.#emulator.close();
  }

  get #file(): Env {
    return { TOKENWELL_HOME: this.#person.folder };
  }

  get #database(): Env {
    return { ...this.#file, TOKENWELL_STORE: this.#url };
  }

  /** Refreshes each connection in a place. Returns the codes of the errors, "" for none. */
  async #refresh(env: Env): Promise<readonly (ErrorCode | "")[]> {
    const codeOf = (error: unknown): ErrorCode => {
      if (error instanceof TokenwellError) return error.code;
      throw error;
    };
    try {
      const tokenwell = await openTokenwell({ env });
      const codes: (ErrorCode | "")[] = [];
      for (const name of names)
        codes.push(
          await tokenwell.token(name, { refresh: true }).then(
            () => "" as const,
            (error: unknown) => codeOf(error),
          ),
        );
      await tokenwell.close();
      return codes;
    } catch (error) {
      return [codeOf(error)];
    }
  }

  async #move(env: Env, target: string, changes?: number): Promise<End> {
    const require = changes === undefined ? [] : ["--require", pathOf("dies-after.cjs")];
    const child = start([...require, command, "store", "move"], {
      ...{ ...env, TOKENWELL_STORE_TO: target },
      ...(changes !== undefined && { TEST_DIES_AFTER: String(changes) }),
    });
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += String(chunk);
    });
    const [status, signal] = (await once(child, "close")) as [number | null, string | null];
    return { status, signal, stderr };
  }

  async #startRefresher(env: Env): Promise<{ readonly end: Promise<readonly string[]> }> {
    const child = start([pathOf("refresher.mjs"), ...names], env);
    if (child.stdout === null) throw new TypeError("a child has an output");
    const lines = createInterface({ input: child.stdout });
    const seen: string[] = [];
    lines.on("line", (line) => seen.push(line));
    await once(lines, "line");
    return { end: once(child, "close").then(() => seen) };
  }
}

interface End {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

const start = (words: readonly string[], env: Env): ChildProcess =>
  spawn(process.execPath, words, {
    env: { PATH: process.env.PATH, LANG: "en_US.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
