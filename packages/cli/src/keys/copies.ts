import { writeFile } from "node:fs/promises";
import { InputError, type Keys, Secret, StoreError } from "@tokenwell/core";
import { ask } from "../ask.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { readInput } from "../input.ts";
import { withProblemJson, writeJson, writeOut } from "../output.ts";
import type { KeysCommandOptions } from "./options.ts";
import { generatePassphrase } from "./passphrase.ts";

/** Characters that a passphrase has at least. */
const minCharacters = 12;

/** Runs `tokenwell keys backup <file>`: writes a copy of the key, sealed with a passphrase unless `--bare`. */
export async function backUp(
  context: Context,
  keys: Keys,
  path: string,
  options: KeysCommandOptions,
): Promise<number> {
  const { ui, io } = context;
  if (options.bare && options.passphraseFile !== undefined) throw new UsageError("keys_bare_or_passphrase");
  // Before any question: a key that does not fit the data, or has none, is not worth a copy.
  await keys.backup(null);
  const passphrase = options.bare ? null : await newPassphrase(context, options);
  const text = await keys.backup(passphrase);
  if (path === "-") await writeOut(io.stdout, text);
  else await create(path, text);
  if (options.json && path !== "-")
    await writeJson(io.stdout, { file: path, protected: passphrase !== null });
  if (options.json) return 0;
  if (path !== "-") ui.mark("done", ui.words("keys.backed_up", { path }));
  ui.text(ui.words(passphrase === null ? "keys.bare" : "keys.apart"), 2);
  ui.text(ui.words("keys.to_restore", { path: path === "-" ? "FILE" : path }), 2);
  return 0;
}

/** Runs `tokenwell keys restore <file>`: puts the key back, if it fits the data. */
export async function restore(
  context: Context,
  keys: Keys,
  path: string,
  options: KeysCommandOptions,
): Promise<number> {
  const { ui, io } = context;
  const copy = Secret.of((await readInput(path, io.stdin)).toString());
  const given = await givenPassphrase(context, options);
  const { status, wasThere, setAside } = await keys.restore(copy, given).catch(async (error: unknown) => {
    const isAsked = error instanceof StoreError && error.code === "passphrase_missing" && given === undefined;
    if (!isAsked) throw error;
    if (!context.canAsk || path === "-") throw missing("--passphrase-file FILE");
    return await keys.restore(
      copy,
      Secret.of(await ask(context, ui.words("ask.passphrase"), { hidden: true })),
    );
  });
  if (options.json) {
    await writeJson(io.stdout, { ...withProblemJson(status), wasThere, setAside });
    return 0;
  }
  const place = ui.words(`keys.place.${status.place}`, { location: status.location });
  ui.mark("done", ui.words(wasThere ? "keys.was_there" : "keys.restored", { place }));
  if (setAside !== null) ui.text(ui.words("keys.set_aside", { path: setAside }), 2);
  return 0;
}

/** Creates a file that only this user may read. Overwrites none: it may be the copy of another key. */
async function create(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    if (reason === "EEXIST") throw new UsageError("keys_file_exists", { path });
    throw new UsageError("keys_file_unwritable", { path, reason });
  }
}

async function newPassphrase(context: Context, options: KeysCommandOptions): Promise<Secret> {
  const { ui } = context;
  const given = await givenPassphrase(context, options);
  if (given !== undefined) {
    if (given.expose().length < minCharacters)
      throw new UsageError("keys_passphrase_short", { count: minCharacters });
    return given;
  }
  if (!context.canAsk) throw missing(`--passphrase-file FILE  ${ui.words("missing.or")}  --bare`);
  for (;;) {
    const first = await ask(context, ui.words("ask.new_passphrase"), { hidden: true });
    if (first === "") {
      const made = generatePassphrase();
      ui.mark("done", ui.words("keys.passphrase_made"));
      ui.line(`  ${made}`);
      return Secret.of(made);
    }
    if (first.length < minCharacters) {
      ui.mark("failed", ui.words("keys.passphrase_too_short", { count: minCharacters }));
    } else if ((await ask(context, ui.words("ask.passphrase_again"), { hidden: true })) === first) {
      return Secret.of(first);
    } else ui.mark("failed", ui.words("keys.passphrase_differs"));
  }
}

/** Reads the first line of `--passphrase-file`. */
async function givenPassphrase(
  { io }: Context,
  { passphraseFile }: KeysCommandOptions,
): Promise<Secret | undefined> {
  if (passphraseFile === undefined) return undefined;
  const [line = ""] = (await readInput(passphraseFile, io.stdin)).toString().split(/\r?\n/);
  return Secret.of(line);
}

const missing = (options: string): InputError => new InputError("missing_options", { options });
