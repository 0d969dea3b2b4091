import { readdirSync, readFileSync } from "node:fs";
import type { RecordedSecret } from "@tokenwell/emulator";

/** Something that came from our processes, in which nothing secret may be found. */
export interface Artefact {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Everything that was gathered over a scenario. */
export class Evidence {
  readonly artefacts: Artefact[] = [];

  add(name: string, content: string | Buffer): void {
    this.artefacts.push({ name, bytes: Buffer.from(content) });
  }

  addFiles(moment: string, contents: ReadonlyMap<string, Buffer>): void {
    for (const [path, bytes] of contents) this.add(`${path} (${moment})`, bytes);
  }

  /** What any other program on this machine sees of a process: its command line, and for its owner its environment. */
  addProcess(moment: string, pid: number): void {
    for (const each of [pid, ...descendantsOf(pid)]) {
      for (const what of ["cmdline", "environ"]) {
        this.add(`/proc/${each}/${what} (${moment})`, readFileSync(`/proc/${each}/${what}`));
      }
    }
  }
}

/** Where a secret was found, and in what form; never the secret itself. */
export interface Leak {
  readonly kind: string;
  readonly form: string;
  readonly where: string;
}

/** Every place in which a secret stands, whole or so much of it that the rest can be guessed, in any usual form. */
export function leaksOf(secrets: readonly RecordedSecret[], artefacts: readonly Artefact[]): Leak[] {
  const leaks: Leak[] = [];
  for (const { kind, value } of secrets) {
    for (const [form, needle] of formsOf(value)) {
      for (const { name, bytes } of artefacts) {
        if (bytes.includes(needle)) leaks.push({ kind, form, where: name });
      }
    }
  }
  return leaks;
}

/** The forms in which a text may stand somewhere: as it is, encoded alone, or encoded as a part of something longer. */
export function formsOf(value: string): [form: string, needle: Buffer][] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString("hex");
  const forms: [string, string][] = [
    ["raw", value],
    ["hex", hex],
    ["HEX", hex.toUpperCase()],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const inner = base64Within(bytes, offset);
      return [
        [`base64 at ${offset}`, inner],
        [`base64url at ${offset}`, inner.replaceAll("+", "-").replaceAll("/", "_")],
      ];
    }),
    ["url", encodeURIComponent(value)],
    ["form", new URLSearchParams({ v: value }).toString().slice(2)],
    ...partsOf(value),
  ];
  const utf16: [string, Buffer] = ["utf16", Buffer.from(value, "utf16le")];
  return [...forms.map(([form, text]): [string, Buffer] => [form, Buffer.from(text)]), utf16];
}

/** The characters of base64 that a text has for certain when it begins so many bytes after a multiple of three. */
function base64Within(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const text = whole.toString("base64").replace(/=+$/, "");
  const first = [0, 2, 3][offset] ?? 0;
  return text.slice(first, whole.length % 3 === 0 ? undefined : -1);
}

/** The ends of a secret, and the claims of an ID token. Our own words may show how it begins. */
function partsOf(value: string): [string, string][] {
  // Tokens of Salesforce have dots at random, and what stands between them may be two characters.
  const [, claims] = value.startsWith("eyJ") ? value.split(".") : [];
  const end = value.slice(-16);
  return [["end", end], ...(claims === undefined ? [] : [["claims", claims] as [string, string]])];
}

function descendantsOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" "))
    .filter((child) => child !== "")
    .flatMap((child) => [Number(child), ...descendantsOf(Number(child))]);
}
