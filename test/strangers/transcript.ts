import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { repository } from "./children.ts";
import type { Ended } from "./running.ts";
import type { Terminal } from "./terminal.ts";

const folder = `${repository}packages/cli/test/transcripts/`;

/** Set to `write`, the files are written anew instead of compared. Read the difference before it is committed. */
const isWriting = process.env.TOKENWELL_TRANSCRIPTS === "write";

/** Parts that differ from machine to machine: the home folder, the ports of the callback and of the provider. */
export interface Setting {
  readonly machine: { readonly folder: string };
  readonly port: number;
  readonly provider: { readonly port: number };
}

/**
 * What the command said in a scenario, as its file shows it. Below each call stands in brackets how it ended and
 * where its lines went; a session on a terminal is what a person sees at its end.
 */
export class Transcript {
  readonly #name: string;
  readonly #scene: Setting;
  readonly #blocks: string[] = [];

  constructor(name: string, scene: Setting) {
    this.#name = name;
    this.#scene = scene;
  }

  /** A call without a terminal. */
  command(args: readonly string[], { code, stdout, stderr }: Ended, note?: string): void {
    const channels = stdout === "" ? "stderr" : stderr === "" ? "stdout" : "both";
    const data = normalised(stdout, this.#scene);
    const lines = channels === "both" ? data.replace(/^.+$/gm, marked) + stderr : data + stderr;
    const where = lines === "" ? "silent" : channels === "both" ? "marked is stdout" : `all on ${channels}`;
    this.#add(args, lines, `exit ${code}, ${where}`, note);
  }

  /** A session on a terminal, to its end. */
  async session(args: readonly string[], terminal: Terminal, note?: string): Promise<void> {
    const { code } = await terminal.ended;
    this.#add(args, `${terminal.screen}\n`, `exit ${code}, on a terminal`, note);
  }

  /** Compares with the file, byte for byte. */
  verify(): void {
    const text = this.#blocks.join("\n");
    const path = `${folder}${this.#name}.txt`;
    if (isWriting) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, text);
    }
    expect(text).toBe(readFileSync(path, "utf8"));
  }

  #add(args: readonly string[], output: string, end: string, note: string | undefined): void {
    const shown = ["tokenwell", ...args].map((arg) => (/[\s"]/.test(arg) ? `'${arg}'` : arg)).join(" ");
    const remark = note === undefined ? "" : `# ${note}\n`;
    this.#blocks.push(normalised(`${remark}$ ${shown}\n${output}[${end}]\n`, this.#scene));
  }
}

const marked = (line: string): string => `${line.padEnd(68)}  (stdout)`;

/** A time zone in which it is eight in the morning: what happens within hours is of one day, whenever the tests run. */
export function morning(): string {
  const ahead = 8 - new Date().getUTCHours();
  const hours = ahead < -12 ? ahead + 24 : ahead;
  // Its sign is the other way round: Etc/GMT-9 is nine hours ahead.
  return `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
}

/**
 * What differs from run to run, put to one value: ports to 41873 (the provider's) and 9355 (the callback's), times of
 * day to 14:02:11, dates to 2026-11-22, ages and waits to 12, durations to 38 ms, what is random in addresses and
 * tokens to `…`, the machine's folder to `~`, and a store on a server to its file. Everything else is compared as it is.
 */
export function normalised(text: string, { machine, port, provider }: Setting): string {
  return (
    text
      .replaceAll(machine.folder, "~")
      .replaceAll(/postgres:\/\/127\.0\.0\.1:\d+\/\w+/g, "~/.local/share/tokenwell/tokenwell.db")
      .replaceAll(`:${provider.port}`, ":41873")
      .replaceAll(`%3A${provider.port}`, "%3A41873")
      .replaceAll(`:${port}`, ":9355")
      .replaceAll(`%3A${port}`, "%3A9355")
      .replaceAll(`--port ${port}`, "--port 9355")
      .replaceAll(/\b(state|nonce|code|code_challenge)=[\w.-]{20,}/g, "$1=…")
      .replaceAll(/\b(5Aep861|00D\w{12}!AQ4AQ)[\w.-]{20,}/g, "$1…")
      .replaceAll(/(CANARY_[a-z_]*?_)[\w-]{20,}/g, "$1…")
      .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "eyJ…")
      .replaceAll(/\bissued_at=\d{13}\b/g, "issued_at=…")
      .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-11-22T12:48:00Z")
      .replaceAll(/\b\d{4}-\d\d-\d\d\b(?!T)/g, "2026-11-22")
      .replaceAll(/\b\d\d:\d\d:\d\d\b/g, "14:02:11")
      // A time of day, not the end of an address.
      .replaceAll(/(?<=\bat |[^\w:])\d\d:\d\d(?=[ ,.)、。]|$)/gm, "14:02")
      .replaceAll(/\b\d+ ms\b/g, "38 ms")
      .replaceAll(/\b\d+(?= s ago| 秒前)/g, "12")
      .replaceAll(/(?<=Waiting |try in |から |最長 )\d+(?= s\b| 秒)/g, "12")
      .replaceAll(/\d+(?= 秒待ちます| 秒後)/g, "12")
  );
}
