import { InputError, nearest, Secret, type Settings } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { parseDurationSeconds } from "../duration.ts";
import { UsageError } from "../errors.ts";
import { givenSecret } from "../login/app.ts";
import { ask } from "../login/questions.ts";
import { writeJson } from "../output.ts";

/** The settings by the names that people type. */
const settings = {
  "max-life": "maxLifeSeconds",
  "idle-life": "idleLifeSeconds",
  "access-life": "accessLifeSeconds",
  overlap: "overlapSeconds",
} as const satisfies Record<string, keyof Lives>;

type Lives = Omit<Settings, "clientSecret">;

const isSetting = (name: string): name is keyof typeof settings => Object.hasOwn(settings, name);

/** The options of `tokenwell set`. */
export interface SetOptions extends CommonOptions {
  readonly clientSecretFile?: string;
  readonly clientSecret?: string | true;
}

/** `tokenwell set [name] max-life=365d … secret`: what no provider tells a client. */
export async function set(context: Context, words: readonly string[], options: SetOptions): Promise<number> {
  const { given, assignments } = split(words);
  const hasSecret = assignments.includes("secret") || options.clientSecretFile !== undefined;
  if (options.clientSecret !== undefined || assignments.some((one) => one.startsWith("secret=")))
    throw new UsageError("secret_in_argv");
  if (assignments.length === 0 && !hasSecret) throw new UsageError("no_setting", { name: given ?? "NAME" });
  const lives = Object.fromEntries(assignments.filter((one) => one !== "secret").map(read));
  const clientSecret = hasSecret ? await newSecret(context, options) : undefined;
  const tokenwell = await context.open();
  const { name, also } = await tokenwell.set(given, { ...lives, ...(clientSecret && { clientSecret }) });
  const { ui, io } = context;
  const done = assignments.includes("secret") || !hasSecret ? assignments : [...assignments, "secret"];
  ui.mark("done", ui.words("set.done", { name, settings: done.join(" ") }));
  if (hasSecret) ui.text(ui.words("set.secret"), 2);
  if (also.length > 0) ui.text(ui.words("set.also", { names: also.join(" ") }), 2);
  if (options.json) await writeJson(io.stdout, { name, also, ...lives });
  return 0;
}

/** A name comes first; without one there is a setting. */
function split(words: readonly string[]): {
  readonly given: string | undefined;
  readonly assignments: readonly string[];
} {
  const [first] = words;
  return first === undefined || first === "secret" || first.includes("=")
    ? { given: undefined, assignments: words }
    : { given: first, assignments: words.slice(1) };
}

async function newSecret(context: Context, options: SetOptions): Promise<Secret> {
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

function read(assignment: string): [keyof Lives, number | null] {
  const [name = "", value = ""] = assignment.split(/=(.*)/s);
  if (!isSetting(name)) {
    const suggestion = nearest(name, Object.keys(settings));
    if (suggestion === undefined) throw new UsageError("unknown_setting", { given: name });
    throw new UsageError("unknown_setting_did_you_mean", { given: name, suggestion });
  }
  if (value === "none") return [settings[name], null];
  const seconds = parseDurationSeconds(value);
  if (seconds === undefined || seconds === 0)
    throw new InputError("invalid_option", {
      option: name,
      given: value === "" ? '""' : value,
      takes: "takes.life",
    });
  return [settings[name], seconds];
}
