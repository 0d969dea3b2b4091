import type { KeyStatus, Keys, KeyUse } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { formatDay } from "../dates.ts";
import { exitCodeOf } from "../error-text.ts";
import { withProblemJson, writeJson, writeOut } from "../output.ts";
import { table } from "../text-layout.ts";
import type { Ui } from "../ui.ts";
import type { KeysCommandOptions } from "./options.ts";

/** Runs `tokenwell keys`: tells where the key is; with `--check`, what every value is sealed under. */
export async function showKey(context: Context, keys: Keys, options: KeysCommandOptions): Promise<number> {
  const { ui, io } = context;
  const status = await keys.status();
  const use = options.check && status.problem === null && status.hasData ? await keys.count() : null;
  if (options.json) await writeJson(io.stdout, withProblemJson({ ...status, ...(use && { use }) }));
  else {
    const lines = table(rowsOf(status, use, ui));
    await writeOut(io.stdout, `${lines.join("\n")}\n`);
    if (status.alsoIn !== null) ui.mark("warning", ui.words("keys.also_in", { path: status.alsoIn }));
    if (use?.isRotating) ui.mark("warning", ui.words("keys.rotating"));
    if (use !== null && use.damaged > 0) ui.mark("warning", ui.words("keys.damaged", { count: use.damaged }));
  }
  if (status.problem === null) return 0;
  if (!options.json) ui.error(status.problem);
  return exitCodeOf(status.problem);
}

function rowsOf(
  { place, location, id, hasData, problem }: KeyStatus,
  use: KeyUse | null,
  ui: Ui,
): readonly (readonly string[])[] {
  const none = problem === null && !hasData ? ui.words("keys.unmade") : ui.words("keys.unreadable");
  return [
    [ui.words("keys.label.place"), ui.words(`keys.place.${place}`, { location })],
    [ui.words("keys.label.id"), id ?? none],
    ...(use === null
      ? []
      : [
          ...(use.since === null ? [] : [[ui.words("keys.label.since"), formatDay(use.since.getTime())]]),
          [
            ui.words("keys.label.values"),
            ui.words("keys.values", { newest: use.newest, earlier: use.earlier }),
          ],
        ]),
  ];
}
