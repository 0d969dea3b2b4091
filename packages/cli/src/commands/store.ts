import { openStores, type StoreMoveProgress, type StoreStatus, type Stores } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { readAll } from "../input.ts";
import { writeJson } from "../output.ts";

/** The options of `tokenwell store`. */
export interface StoreCommandOptions extends CommonOptions {
  readonly back?: boolean;
}

/** Runs `tokenwell store`: shows where the data is, or moves all of it to another place. */
export async function store(
  context: Context,
  [verb, given]: readonly string[],
  options: StoreCommandOptions,
): Promise<number> {
  const stores = openStores({ env: context.storeEnv });
  if (verb === undefined && !options.back) return await show(context, await stores.status(), options);
  if (verb !== "move") throw new UsageError("store_verb", { given: verb ?? "--back" });
  const target = await targetOf(context, given);
  return options.back
    ? await takeBack(context, stores, target, options)
    : await move(context, stores, target, options);
}

/** Returns where the data should move. It may hold a password, unless it comes from the command line. */
async function targetOf({ io, storeEnv }: Context, given: string | undefined): Promise<string> {
  if (given === "-") return (await readAll(io.stdin)).toString().trim();
  const target = given ?? storeEnv.TOKENWELL_STORE_TO;
  if (!target) throw new UsageError("store_where");
  if (given !== undefined && URL.parse(given)?.password) throw new UsageError("store_password");
  return target;
}

async function show({ io, ui }: Context, status: StoreStatus, { json }: CommonOptions): Promise<number> {
  if (json) {
    await writeJson(io.stdout, status);
    return 0;
  }
  const { place, state, other, counts } = status;
  ui.mark(state === "here" ? "done" : "warning", ui.words(`store.place.${state}`, { other: other ?? "" }));
  ui.table([[place]], 2);
  if (counts !== null) ui.text(ui.words("store.counts", { ...counts }));
  return 0;
}

async function move(
  context: Context,
  stores: Stores,
  target: string,
  { json }: CommonOptions,
): Promise<number> {
  const { io, ui } = context;
  const places = { from: (await stores.status()).place, to: printable(context, target) };
  const result = await stores.move(target, progressOf(context, places));
  if (json) {
    await writeJson(io.stdout, result);
    return 0;
  }
  const { counts, setting } = result;
  ui.mark("done", ui.words(counts === null ? "store.was_moved" : "store.moved", { ...counts }));
  ui.text(ui.words(setting === null ? "store.unset" : "store.set"));
  ui.table([[setting === null ? "unset TOKENWELL_STORE" : `export TOKENWELL_STORE='${setting}'`]], 2);
  if (setting !== null) ui.text(ui.words("store.set_password"));
  ui.text(ui.words("store.restart"));
  return 0;
}

/** Percent between two lines about the rows that are copied, and the rows from which on there are such lines. */
const percentStep = 10;
const manyRows = 10_000;

/** Returns what reports each step, unless a program reads the result. */
function progressOf(
  { ui }: Context,
  places: Readonly<Record<"from" | "to", string>>,
): (progress: StoreMoveProgress) => void {
  let next = percentStep;
  return (progress) => {
    if (ui.json) return;
    if (progress.step !== "copying") {
      ui.mark("done", ui.words(`store.step.${progress.step}`, places));
      return;
    }
    const percent = Math.floor((progress.rows / progress.of) * 100);
    if (progress.of < manyRows || percent < next || percent >= 100) return;
    ui.text(ui.words("store.copying", { percent }));
    next = percent + percentStep;
  };
}

/** Returns an address without user and password. */
function printable({ ui }: Context, target: string): string {
  const url = URL.parse(target);
  return url === null ? ui.words("store.file") : `postgres://${url.host}${url.pathname}`;
}

async function takeBack(
  context: Context,
  stores: Stores,
  target: string,
  options: CommonOptions,
): Promise<number> {
  const status = await stores.takeBack(target);
  if (options.json) await writeJson(context.io.stdout, status);
  else context.ui.mark("done", context.ui.words("store.back"));
  return 0;
}
