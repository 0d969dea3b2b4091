import { nearest, printable } from "@tokenwell/core";
import { chosenConnection } from "../chosen-connection.ts";
import type { Context } from "../context.ts";
import { OutcomeError, UsageError } from "../errors.ts";
import { writeJson, writeOut } from "../output.ts";
import { table } from "../text-layout.ts";
import type { Note, SetUp, Tool } from "../tools/index.ts";
import type { Replaced } from "../use/replace-file.ts";
import { type TrialResult, tryOut } from "../use/trials.ts";
import { type ToolRoom, type UseCommandOptions, valuesFor } from "../use/values.ts";
import { linesOf, type PlacedPart, writePart } from "../use/write.ts";

/** A tool that is set up for a connection. */
interface Usage {
  readonly room: ToolRoom;
  readonly tool: Tool;
  readonly name: string;
  readonly setUp: SetUp;
}

/** Runs `tokenwell use [tool] [name]`: prints the lines for a tool's configuration, tries them, and puts them in. */
export async function use(
  context: Context,
  [given, name]: readonly string[],
  options: UseCommandOptions,
): Promise<number> {
  // No other command needs the templates.
  const room = await import("../tools/index.ts");
  if (given === undefined) return await listTools(context, room, options);
  const tool = toolOf(given, room);
  const tokenwell = await context.open();
  const connection = await chosenConnection(context, tokenwell, name);
  const setUp = tool.setUp(valuesFor({ io: context.io, room }, tool, connection, options));
  const usage: Usage = { room, tool, name: connection.name, setUp };
  const placed = setUp.parts.filter((part) => part.kind !== "code");
  if (options.write && placed.length === 0)
    throw new UsageError("use_nothing_to_write", { tool: tool.title });
  if (!options.json) await printParts(context, usage);
  const tries = options.try === false ? [] : await tryTool(context, usage, tokenwell.token(connection.name));
  if (!options.json) for (const result of tries) sayResult(context, result);
  const hasFailed = tries.some(({ outcome }) => outcome === "failed");
  const writes = options.write && !hasFailed ? await writeAll(context, usage, placed) : [];
  if (options.json) await printJson(context, usage, { tries, writes });
  else sayRest(context, usage, options);
  if (!hasFailed) {
    if (placed.length > 0 && !options.write && !options.json) proposeWrite(context, usage, options);
    return 0;
  }
  throw new OutcomeError(options.write ? "use_failed_unwritten" : "use_failed", { tool: tool.title });
}

async function listTools(
  { io, ui }: Context,
  { toolGroups, tools }: ToolRoom,
  { json }: UseCommandOptions,
): Promise<number> {
  if (json) {
    const all = tools.map(({ id, title, group, source }) => ({
      id,
      title,
      group,
      source: source.url,
      read: source.read,
    }));
    await writeJson(io.stdout, all);
    return 0;
  }
  const widest = Math.max(...tools.map(({ id }) => id.length));
  const lines = toolGroups.flatMap((group) => [
    ui.words(`use.group.${group}`),
    ...table(
      tools.filter((tool) => tool.group === group).map(({ id, title }) => [`  ${id.padEnd(widest)}`, title]),
    ),
    "",
  ]);
  await writeOut(io.stdout, `${[...lines, ui.words("use.how")].join("\n")}\n`);
  return 0;
}

/**
 * Finds the tool of a name.
 *
 * @throws {UsageError} `unknown_tool`
 */
function toolOf(given: string, { tools }: ToolRoom): Tool {
  const id = given.toLowerCase();
  const found = tools.find((tool) => tool.id === id);
  if (found !== undefined) return found;
  const ids = tools.map((tool) => tool.id);
  const suggestion = nearest(id, ids);
  if (suggestion === undefined) throw new UsageError("unknown_tool", { given });
  throw new UsageError("unknown_tool_did_you_mean", { given, suggestion });
}

async function printParts({ io, ui }: Context, { room, setUp }: Usage): Promise<void> {
  const home = io.env.HOME ?? "";
  for (const part of setUp.parts) {
    if (part.kind === "block" || part.kind === "json" || part.kind === "program")
      ui.text(ui.words("use.for_file", { path: shortPath(part.file, home) }));
    await writeOut(io.stdout, `${linesOf(room, part)}\n`);
    ui.blank();
  }
}

const shortPath = (file: string, home: string): string =>
  home !== "" && file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;

async function tryTool(
  { io }: Context,
  { setUp }: Usage,
  tokens: Promise<{ readonly accessToken: string }>,
): Promise<readonly TrialResult[]> {
  const { accessToken } = await tokens;
  return await tryOut(setUp, { env: io.env as NodeJS.ProcessEnv, token: accessToken });
}

function sayResult({ ui }: Context, { says, outcome, detail, remedy }: TrialResult): void {
  const sentence = ui.words(says.key, says.facts ?? {});
  const facts = { sentence, detail: printable(detail ?? "") };
  if (outcome === "succeeded") ui.mark("done", sentence);
  else if (outcome === "failed") ui.mark("failed", ui.words("use.failed", facts));
  else ui.mark("warning", ui.words("use.absent", { program: detail ?? "" }));
  if (remedy !== null) ui.text(ui.words(remedy.key, remedy.facts ?? {}), 2);
}

async function writeAll(
  context: Context,
  { room, tool, name }: Usage,
  placed: readonly PlacedPart[],
): Promise<readonly (Replaced & { readonly file: string })[]> {
  const { io, ui } = context;
  const home = io.env.HOME ?? "";
  const surroundings = { room, nowMs: ui.nowMs, env: io.env as NodeJS.ProcessEnv };
  const results = [];
  for (const part of placed) {
    const result = await writePart(surroundings, part, { tool: tool.id, name });
    results.push({ file: part.file, ...result });
    if (ui.json) continue;
    const facts = { path: shortPath(part.file, home), copy: shortPath(result.copy ?? "", home) };
    if (!result.written) ui.mark("done", ui.words("use.unchanged", facts));
    else ui.mark("done", ui.words(result.copy === null ? "use.written_new" : "use.written", facts));
  }
  return results;
}

function sayRest({ ui }: Context, { setUp }: Usage, options: UseCommandOptions): void {
  const say = ({ key, facts = {} }: Note): string => ui.words(key, facts);
  if (options.try !== false)
    for (const note of setUp.untried ?? [])
      ui.mark("warning", ui.words("use.not_tried", { what: say(note) }));
  for (const note of setUp.notes ?? []) ui.text(say(note), 2);
}

function proposeWrite({ ui }: Context, { room, tool, name }: Usage, options: UseCommandOptions): void {
  const words = ["tokenwell", "use", tool.id, name, ...givenOptions(options), "--write"];
  ui.text(ui.words("use.write", { command: room.shellLine(words) }), 2);
}

/** Returns the options of values as they were given. */
function givenOptions(options: UseCommandOptions): readonly string[] {
  const names = ["host", "user", "url", "imap", "smtp", "sasl"] as const;
  const given = names.flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, options[name]]));
  return [...given, ...(options.id ? ["--id"] : [])];
}

async function printJson(
  { io }: Context,
  { room, tool, name, setUp }: Usage,
  {
    tries,
    writes,
  }: {
    readonly tries: readonly TrialResult[];
    readonly writes: readonly (Replaced & { readonly file: string })[];
  },
): Promise<void> {
  const parts = setUp.parts.map((part) => {
    const file = part.kind === "code" ? null : part.file;
    const { written = false, copy = null } = writes.find((one) => one.file === file) ?? {};
    return { kind: part.kind, file, text: linesOf(room, part), written, copy };
  });
  await writeJson(io.stdout, {
    tool: tool.id,
    name,
    source: tool.source.url,
    read: tool.source.read,
    parts,
    tries: tries.map(({ says, outcome, detail }) => ({ what: nameOf(says), outcome, detail })),
    untried: (setUp.untried ?? []).map(nameOf),
  });
}

/** Returns a name for a sentence, which programs may know. */
const nameOf = ({ key }: Note): string => key.replace(/^use\.(?:try|untried)\./, "");
