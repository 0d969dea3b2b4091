import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Note, SetUp, TokenCommand, Trial } from "../tools/index.ts";
import { type Executed, execute, lastWordOf } from "./execute.ts";

/** The result of one trial. */
export interface TrialResult {
  readonly says: Note;
  /** `absent`: the program or library is not on this machine, so nothing was tried. */
  readonly outcome: "succeeded" | "failed" | "absent";
  /** The last line that the program printed without success, or the program that is absent. */
  readonly detail: string | null;
  /** Advice if it did not succeed. */
  readonly remedy: Note | null;
}

/** Most characters of a line of a program that are shown. */
const longestLine = 200;

/** Tries a set-up with the programs of this machine. `token`: the present one, which is never shown. */
export async function tryOut(
  { tokenCommand, trials = [] }: SetUp,
  { env, token }: { readonly env: NodeJS.ProcessEnv; readonly token: string },
): Promise<readonly TrialResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-use-"));
  try {
    const all = tokenCommand === undefined ? trials : [trialOf(tokenCommand), ...trials];
    const results: TrialResult[] = [];
    for (const trial of all) results.push(await runTrial(trial, { folder, env, token }));
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the trial of the command for the token, as the tool runs it. */
function trialOf(command: TokenCommand): Trial {
  const says: Note = { key: "use.try.token" };
  const succeeds = ({ code, stdout }: Executed): boolean => code === 0 && stdout.trim() !== "";
  if ("shell" in command) return { says, argv: ["sh", "-c", command.shell], succeeds };
  const [file = "", ...args] = command.argv;
  return { says, argv: [file, ...args], succeeds, ...(command.env && { env: command.env }) };
}

interface Setting {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly token: string;
}

async function runTrial(trial: Trial, { folder, env: outer, token }: Setting): Promise<TrialResult> {
  const { argv, files = {}, input = "", probe, says, remedy = null } = trial;
  const inFolder = (text: string): string => text.replaceAll("{folder}", folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `${inFolder(text)}\n`, { mode: 0o600 });
  }
  const own = Object.entries(trial.env ?? {}).map(([name, value]) => [name, inFolder(value)]);
  const env = { ...outer, ...Object.fromEntries(own) };
  const [file, ...args] = argv;
  if (probe !== undefined && (await execute(probe, { env }))?.code !== 0)
    return { says, outcome: "absent", detail: says.facts?.library ?? probe[0], remedy };
  const words: [string, ...string[]] = [file, ...args.map(inFolder)];
  const ended = await execute(words, { env, input: typeof input === "string" ? input : input(token) });
  if (ended === undefined) return { says, outcome: "absent", detail: file, remedy };
  const succeeds = trial.succeeds ?? (({ code }) => code === 0);
  if (succeeds(ended)) return { says, outcome: "succeeded", detail: null, remedy: null };
  const detail = withoutSecrets(lastWordOf(ended, trial.notReason), token).slice(0, longestLine);
  return { says, outcome: "failed", detail, remedy };
}

/** Removes the token, and what may be the token encoded: mbsync prints the SASL message that a server refused. */
const withoutSecrets = (line: string, token: string): string =>
  line.replaceAll(token, "…").replace(/[\w+/=-]{24,}/g, "…");
