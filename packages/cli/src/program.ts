import { InputError, nearest } from "@tokenwell/core";
import { Command, CommanderError, Option } from "commander";
import { type SplitArgv, splitArgv } from "./argv.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { emulator } from "./commands/emulator.ts";
import { explain } from "./commands/explain.ts";
import { exportToken } from "./commands/export.ts";
import { help, overview } from "./commands/help.ts";
import { importToken } from "./commands/import.ts";
import { keys } from "./commands/keys.ts";
import { login } from "./commands/login.ts";
import { logout } from "./commands/logout.ts";
import { mcp } from "./commands/mcp.ts";
import { move } from "./commands/move.ts";
import { remote } from "./commands/remote.ts";
import { renew } from "./commands/renew.ts";

import { request } from "./commands/request.ts";
import { run } from "./commands/run.ts";
import { set } from "./commands/set.ts";
import { snippet } from "./commands/snippet.ts";
import { status } from "./commands/status.ts";
import { store } from "./commands/store.ts";
import { token } from "./commands/token.ts";
import { upkeep } from "./commands/upkeep.ts";
import { use } from "./commands/use.ts";
import { work } from "./commands/work.ts";
import type { CommonOptions, Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import { writeOut } from "./output.ts";
import type { HelpTopic } from "./text/words.ts";

/** The words and options that a command takes, and the function that runs it. */
interface CommandSpec {
  readonly maxWords: number;
  readonly options: readonly Option[];
  /** Whether the words after `--` are another program, which `run` gets as the option `program`. */
  readonly takesProgram: boolean;
  readonly run: (context: Context, words: readonly string[], options: object) => Promise<number>;
}

type ProgramOptions = CommonOptions & {
  readonly lang?: readonly string[];
  readonly help?: boolean;
  readonly version?: boolean;
};

const flags = (...all: string[]): Option[] => all.map((one) => new Option(one));
const repeated = (all: string): Option =>
  new Option(all).argParser((value: string, before: string[] = []) => [...before, value]);

/** Gives the options of a command their type: commander knows only their names. */
function commandSpec<T>(
  run: (context: Context, words: readonly string[], options: T) => Promise<number>,
  mostWords: number,
  options: readonly Option[],
  takes: "program" | "words" = "words",
): CommandSpec {
  const takesProgram = takes === "program";
  return {
    maxWords: mostWords,
    options,
    takesProgram,
    run: (context, words, given) => run(context, words, given as T),
  };
}

const endpoints = flags(
  "--authorize-url <url>",
  "--token-url <url>",
  "--revoke-url <url>",
  "--userinfo-url <url>",
);

/** The options that a first login and a renewal take. */
const loginFlags = flags(
  ...["--client-id <id>", "--client-secret-file <file>", "--client-secret [secret]", "--scope <scope>"],
  ...["--audience <api>", "--port <n>", "--callback <url>", "--replace-account", "--no-test", "--no-browser"],
  "--register",
);

/** Every command. The compiler requires its help, `help.<verb>` in the text tables. */
const commands: Readonly<Record<string, CommandSpec>> = {
  login: commandSpec(login, 2, [
    ...flags("--host <host>", "--public", "--name <name>", "--api <url>"),
    ...loginFlags,
    ...endpoints,
    ...flags("--print", "--with-secret", "--on <address>"),
  ]),
  renew: commandSpec(renew, 1, loginFlags),
  token: commandSpec(token, 2, [
    ...flags("--min-ttl <time>", "--refresh", "--id", "--wait <seconds>", "--as <form>", "--user <name>"),
    repeated("--allow-host <host>"),
  ]),
  run: commandSpec(
    run,
    Number.POSITIVE_INFINITY,
    flags("--env <variable>", "--min-ttl <time>", "--refresh", "--wait <seconds>"),
    "program",
  ),
  use: commandSpec(
    use,
    2,
    flags(
      ...["--write", "--no-try", "--host <host>", "--user <name>", "--url <url>"],
      ...["--imap <host>", "--smtp <host>", "--sasl <mechanism>", "--id"],
    ),
  ),
  request: commandSpec(request, 2, [
    ...flags("-X, --method <method>", "-d, --data <text>", "--data-file <file>", "-i, --include"),
    repeated("-H, --header <header>"),
    repeated("--allow-host <host>"),
  ]),
  status: commandSpec(status, 1, flags("--check", "--exit-code")),
  explain: commandSpec(
    explain,
    Number.POSITIVE_INFINITY,
    flags("--provider <provider>", "--stage <stage>", "--grant <grant>", "--status <n>", "--context <words>"),
  ),
  snippet: commandSpec(
    snippet,
    1,
    flags(
      ...["--step <step>", "--host <host>", "--client-id <id>", "--public", "--scope <scope>"],
      ...["--audience <api>", "--callback <url>", "--api <url>"],
    ),
  ),
  doctor: commandSpec(doctor, 0, []),
  logout: commandSpec(logout, 1, flags("--local")),
  set: commandSpec(
    set,
    9,
    [...flags("--client-secret-file <file>", "--client-secret [secret]", "--yes"), repeated("--on <events>")],
    "program",
  ),
  export: commandSpec(exportToken, 1, flags("--refresh-token", "--yes", "--with-secret")),
  import: commandSpec(importToken, 2, [
    ...flags("--host <host>", "--client-id <id>", "--client-secret-file <file>", "--public", "--name <name>"),
    ...flags("--api <url>", "--client-secret [secret]"),
    ...endpoints,
  ]),
  move: commandSpec(move, 2, flags("--back")),
  remote: commandSpec(remote, 0, []),
  upkeep: commandSpec(upkeep, 1, flags("--adopt", "--hooks", "--print")),
  keys: commandSpec(keys, 2, flags("--check", "--bare", "--passphrase-file <file>", "--everywhere")),
  work: commandSpec(work, 0, flags("--concurrency <n>", "--per-app <n>", "--log")),
  store: commandSpec(store, 2, flags("--back")),
  mcp: commandSpec(mcp, 2, [repeated("--allow <rule>")]),
  emulator: commandSpec(
    emulator,
    1,
    flags("--port <n>", "--tls", "--rotation <kind>", "--any-app", "--options <json>"),
  ),
  demo: commandSpec(demo, 0, flags("--show-naive")),
  help: commandSpec(help, 1, []),
} satisfies Partial<Record<HelpTopic | "help", CommandSpec>>;

/** Runs the command that the command line names and returns its exit code. */
export async function runProgram(
  argv: readonly string[],
  context: Context,
  version: string,
): Promise<number> {
  let code = 0;
  const { own, rest } = programOf(argv);
  const program = withoutOwnOutput(new Command("tokenwell"));
  for (const option of flags("--json", "--verbose", "-V, --version", "-h, --help")) program.addOption(option);
  program.addOption(repeated("--lang <language>"));
  const common = (command?: string): ProgramOptions => {
    const options = program.opts<ProgramOptions>();
    // Only snippet takes a language of code.
    const lang = options.lang?.find((given) => given !== "en" && given !== "ja");
    if (lang !== undefined && command !== "snippet")
      throw new InputError("invalid_option", { option: "--lang", given: lang, takes: "takes.language" });
    context.ui.verbose = options.verbose === true;
    return options;
  };
  program.action(async ([given]: string[]) => {
    if (given !== undefined) throw unknown("command", given, Object.keys(commands));
    if (common().version) await writeOut(context.io.stdout, `${version}\n`);
    else code = await overview(context);
  });
  for (const [name, { maxWords: mostWords, options, run }] of Object.entries(commands)) {
    const command = withoutOwnOutput(program.command(name));
    for (const option of options) command.addOption(option);
    command.action(async (words: string[], given: object) => {
      const all = { ...common(name), ...given, ...(rest && { program: rest }) };
      if (all.help) code = await help(context, [name]);
      else if (words.length > mostWords) throw new UsageError("too_many_words", { command: name });
      else code = await run(context, words, all);
    });
  }
  try {
    await program.parseAsync([...own], { from: "user" });
  } catch (error) {
    throw error instanceof CommanderError ? toUsageError(error, program, own) : error;
  }
  return code;
}

/** Splits off the words after `--` if the command takes a program there. */
function programOf(argv: readonly string[]): SplitArgv {
  const split = splitArgv(argv);
  const name = split.own.find((word) => Object.hasOwn(commands, word)) ?? "";
  return commands[name]?.takesProgram ? split : { own: argv, rest: undefined };
}

/** Turns off commander's own help, suggestions and output. */
function withoutOwnOutput(command: Command): Command {
  return command
    .argument("[words...]")
    .helpOption(false)
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
}

/** Translates an error of commander into ours. */
function toUsageError(error: CommanderError, program: Command, argv: readonly string[]): UsageError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const name = argv.find((word) => Object.hasOwn(commands, word)) ?? "";
  if (error.code === "commander.unknownOption") {
    const known = [...program.options, ...(commands[name]?.options ?? [])].map((option) => option.long ?? "");
    const given = quoted.replace(/=.*$/s, "");
    if (known.includes(given)) return new UsageError("option_takes_no_value", { given, command: name });
    return unknown("option", given, known, name);
  }
  if (error.code === "commander.optionMissingArgument") {
    const given = /--[\w-]+/.exec(quoted)?.[0] ?? quoted;
    return new UsageError("option_needs_value", { given, command: name });
  }
  return new UsageError("too_many_words", { command: name });
}

function unknown(
  kind: "command" | "option",
  given: string,
  candidates: readonly string[],
  command = "",
): UsageError {
  const suggestion = nearest(given, candidates);
  if (suggestion === undefined) return new UsageError(`unknown_${kind}`, { given, command });
  return new UsageError(`unknown_${kind}_did_you_mean`, { given, suggestion, command });
}
