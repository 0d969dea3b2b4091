import { InputError, nearest, type Settings } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { parseDurationSeconds } from "../duration.ts";
import { UsageError } from "../errors.ts";
import { writeJson } from "../output.ts";

/** The settings by the names that people type. */
const settings = {
  "max-life": "maxLifeSeconds",
  "idle-life": "idleLifeSeconds",
  "access-life": "accessLifeSeconds",
  overlap: "overlapSeconds",
} as const satisfies Record<string, keyof Settings>;

const isSetting = (name: string): name is keyof typeof settings => Object.hasOwn(settings, name);

/** `tokenwell set [name] max-life=365d …`: what no provider tells a client. */
export async function set(
  context: Context,
  words: readonly string[],
  options: CommonOptions,
): Promise<number> {
  const [first] = words;
  const given = first === undefined || first.includes("=") ? undefined : first;
  const assignments = given === undefined ? words : words.slice(1);
  if (assignments.length === 0) throw new UsageError("no_setting", { name: given ?? "NAME" });
  const wanted = Object.fromEntries(assignments.map(read));
  const tokenwell = await context.open();
  const { name, also } = await tokenwell.set(given, wanted);
  const { ui, io } = context;
  ui.mark("done", ui.words("set.done", { name, settings: assignments.join(" ") }));
  if (also.length > 0) ui.text(ui.words("set.also", { names: also.join(" ") }), 2);
  if (options.json) await writeJson(io.stdout, { name, also, ...wanted });
  return 0;
}

function read(assignment: string): [keyof Settings, number | null] {
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
