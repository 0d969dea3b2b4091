import { InputError, type Move, nearest, Secret, type Settings, type Tokenwell } from "@tokenwell/core";
import { givenSecret } from "../app.ts";
import { ask, confirm } from "../ask.ts";
import type { CommonOptions, Context } from "../context.ts";
import { parseDurationSeconds } from "../duration.ts";
import { UsageError } from "../errors.ts";
import { setOn } from "../hooks/set.ts";
import { writeJson } from "../output.ts";

/** The settings by the names that the user types. */
const settingKeys = {
  "max-life": "maxLifeSeconds",
  "idle-life": "idleLifeSeconds",
  "access-life": "accessLifeSeconds",
  overlap: "overlapSeconds",
} as const satisfies Record<string, keyof LifetimeSettings>;

type LifetimeSettings = Omit<Settings, "clientSecret">;

const isSetting = (name: string): name is keyof typeof settingKeys => Object.hasOwn(settingKeys, name);

/** The options of `tokenwell set`. */
export interface SetCommandOptions extends CommonOptions {
  readonly clientSecretFile?: string;
  readonly clientSecret?: string | true;
  readonly yes?: boolean;
  readonly on?: readonly string[];
  /** The words after `--`. */
  readonly program?: readonly string[];
}

/**
 * Runs `tokenwell set [name] max-life=365d … secret`: writes settings that no provider reports, or a new
 * address or secret.
 */
export async function set(
  context: Context,
  words: readonly string[],
  options: SetCommandOptions,
): Promise<number> {
  const { on, program, ...rest } = options;
  if (on !== undefined) return await setOn(context, words, { on, ...(program && { program }), ...rest });
  if (program !== undefined) throw new UsageError("program_without_event");
  const { given, assignments } = splitWords(words);
  const hasSecret = assignments.includes("secret") || options.clientSecretFile !== undefined;
  if (options.clientSecret !== undefined || assignments.some((one) => one.startsWith("secret=")))
    throw new UsageError("secret_in_argv");
  if (assignments.length === 0 && !hasSecret) throw new UsageError("no_setting", { name: given ?? "NAME" });
  const address = hostIn(assignments);
  const lives = Object.fromEntries(assignments.filter((one) => !isNoLifetime(one)).map(parseAssignment));
  const clientSecret = hasSecret ? await newSecret(context, options) : undefined;
  const tokenwell = await context.open();
  const { ui, io } = context;
  const move =
    address === undefined ? undefined : await moveTo(context, tokenwell, { given, address, options });
  if (move === null) return 1;
  const settings = { ...lives, ...(clientSecret && { clientSecret }) };
  const isAll = move !== undefined && Object.keys(settings).length === 0;
  const { name, also } = isAll ? move : await tokenwell.set(given, settings);
  const done = assignments.includes("secret") || !hasSecret ? assignments : [...assignments, "secret"];
  ui.mark("done", ui.words("set.done", { name, settings: done.join(" ") }));
  if (hasSecret) ui.text(ui.words("set.secret"), 2);
  if (also.length > 0) ui.text(ui.words("set.also", { names: also.join(" ") }), 2);
  if (move) ui.text(ui.words("set.moved", { name }), 2);
  if (options.json) await writeJson(io.stdout, { name, also, ...lives, ...(move && { host: move.to }) });
  return 0;
}

const isNoLifetime = (assignment: string): boolean =>
  assignment === "secret" || assignment.startsWith("host=");

function hostIn(assignments: readonly string[]): string | undefined {
  const address = assignments.find((one) => one.startsWith("host="))?.slice("host=".length);
  if (address === "")
    throw new InputError("invalid_option", { option: "host", given: '""', takes: "acme.my.salesforce.com" });
  return address;
}

/**
 * Moves the app to another address. Refresh tokens will go there, so the user confirms if it may be another
 * provider.
 */
async function moveTo(
  context: Context,
  tokenwell: Tokenwell,
  {
    address,
    given,
    options,
  }: {
    readonly given: string | undefined;
    readonly address: string;
    readonly options: SetCommandOptions;
  },
): Promise<Move | null> {
  const { ui } = context;
  const isSameProvider = async ({ also, from, name, to }: Move): Promise<boolean> => {
    if (options.yes) return true;
    ui.mark("warning", ui.words("set.elsewhere", { name, from, to }));
    return await confirm(context, ui.words("ask.move", { names: [name, ...also].join(" "), to }), "no");
  };
  const isAnswered = options.yes === true || context.canAsk;
  return await tokenwell.move(given, address, isAnswered ? { isSameProvider } : {});
}

/** Splits the name, which comes first and may be absent, from the assignments. */
function splitWords(words: readonly string[]): {
  readonly given: string | undefined;
  readonly assignments: readonly string[];
} {
  const [first] = words;
  return first === undefined || first === "secret" || first.includes("=")
    ? { given: undefined, assignments: words }
    : { given: first, assignments: words.slice(1) };
}

async function newSecret(context: Context, options: SetCommandOptions): Promise<Secret> {
  const given = await givenSecret(context, options);
  if (given) return given;
  if (!context.canAsk)
    throw new InputError("missing_options", {
      options: ["--client-secret-file …", "TOKENWELL_CLIENT_SECRET"].join(
        `  ${context.ui.words("missing.or")}  `,
      ),
    });
  for (;;) {
    const entry = await ask(context, context.ui.words("ask.new_secret"), { hidden: true });
    if (entry !== "") return Secret.of(entry);
  }
}

function parseAssignment(assignment: string): [keyof LifetimeSettings, number | null] {
  const [name = "", value = ""] = assignment.split(/=(.*)/s);
  if (!isSetting(name)) {
    const suggestion = nearest(name, [...Object.keys(settingKeys), "host", "secret"]);
    if (suggestion === undefined) throw new UsageError("unknown_setting", { given: name });
    throw new UsageError("unknown_setting_did_you_mean", { given: name, suggestion });
  }
  if (value === "none") return [settingKeys[name], null];
  const seconds = parseDurationSeconds(value);
  if (seconds === undefined || seconds === 0)
    throw new InputError("invalid_option", {
      option: name,
      given: value === "" ? '""' : value,
      takes: "takes.life",
    });
  return [settingKeys[name], seconds];
}
