import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { OutcomeError } from "../errors.ts";
import type { Part } from "../tools/index.ts";
import { execute, lastWordOf } from "./execute.ts";
import { nested, withMember } from "./json-member.ts";
import { copyOf, type Replaced, replaceFile } from "./replace-file.ts";
import type { ToolRoom } from "./values.ts";

/** The block in which a tool's lines of a connection stand. */
export interface BlockName {
  readonly tool: string;
  readonly name: string;
}

/** Returns the lines of a part as they are shown. */
export function linesOf({ shellLine }: ToolRoom, part: Part): string {
  if (part.kind === "json") return JSON.stringify(nested(part.at, part.value), null, 2);
  return part.kind === "command" ? shellLine(part.argv) : part.text;
}

/** A part that has a place of its own. */
export type PlacedPart = Exclude<Part, { readonly kind: "code" }>;

/** Puts a part where it belongs, with a copy of what was there. */
export async function writePart(
  { room, nowMs, env }: { readonly room: ToolRoom; readonly nowMs: number; readonly env: NodeJS.ProcessEnv },
  part: PlacedPart,
  { tool, name }: BlockName,
): Promise<Replaced> {
  switch (part.kind) {
    case "block": {
      const change = (text: string): string => {
        const after = room.withBlock(text, tool, name, part.text);
        if (after === null) throw new OutcomeError("use_half_block", { path: part.file });
        return after;
      };
      return replaceFile(part.file, change, { mode: 0o600, nowMs });
    }
    case "json": {
      const change = (text: string): string => {
        const after = withMember(text, part.at, part.value);
        if (after === null) throw new OutcomeError("use_not_json", { path: part.file });
        return after;
      };
      return replaceFile(part.file, change, { mode: 0o600, nowMs });
    }
    case "program":
      return replaceFile(part.file, () => `${part.text}\n`, { mode: 0o755, nowMs });
    case "command":
      return await runCommand(part, { nowMs, env });
  }
}

/** Lets the tool's own command write its file. */
async function runCommand(
  { argv, current, file, isDone }: Extract<Part, { readonly kind: "command" }>,
  { nowMs, env }: { readonly nowMs: number; readonly env: NodeJS.ProcessEnv },
): Promise<Replaced> {
  const before = await execute(current, { env });
  if (before?.code === 0 && isDone(before.stdout)) return { written: false, copy: null };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const copy = copyOf(file, nowMs);
  const result = await execute(argv, { env });
  if (result?.code !== 0)
    throw new OutcomeError("use_not_written", {
      path: file,
      reason: result === undefined ? `${argv[0]}: ENOENT` : lastWordOf(result),
    });
  return { written: true, copy };
}
