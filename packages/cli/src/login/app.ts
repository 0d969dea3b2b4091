import { readFile } from "node:fs/promises";
import { InputError, type KnownApp, Secret } from "@tokenwell/core";
import { shortened } from "../commands/status.ts";
import { type Context, readAll } from "../context.ts";
import { UsageError } from "../errors.ts";

/** What of the command line says which app it is. */
export interface AppOptions {
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly public?: boolean;
}

/** The app that a login goes through. */
export interface App {
  readonly clientId: string;
  /** `null`: a public client. */
  readonly clientSecret: Secret | null;
}

/** Where a login goes, as far as it concerns the app. */
export interface AppQuestion {
  readonly options: AppOptions;
  /** Apps that this provider has accepted before, the latest first. */
  readonly known: readonly KnownApp[];
  readonly host: string;
  readonly redirectUri: string;
  /** Whether one that is known is used without asking: the connection was named. */
  readonly isAgain: boolean;
}

/**
 * The app to log in through: the one given, one that is known, or one that is asked for. Without a terminal nothing
 * is asked: throws `missing_options` with the list of what would be.
 */
export async function findApp(context: Context, question: AppQuestion): Promise<App> {
  const { options, known } = question;
  const secret = await givenSecret(context, options);
  if (options.clientId !== undefined) {
    const same = known.find((app) => app.clientId === options.clientId);
    if (secret !== undefined) return { clientId: options.clientId, clientSecret: secret };
    if (same) return same;
    return { clientId: options.clientId, clientSecret: await askSecret(context) };
  }
  const [latest] = known;
  if (latest && secret === undefined && (await isWanted(context, latest, question))) return latest;
  if (!context.canAsk) throw missing(context, secret === undefined);
  context.ui.text(
    context.ui.words("login.app_needed", { host: question.host, redirectUri: question.redirectUri }),
  );
  const clientId = await askLine(context, "ask.client_id");
  return { clientId, clientSecret: secret === undefined ? await askSecret(context) : secret };
}

/** From the file, the environment, or the word that there is none; `undefined` where nothing was said. */
async function givenSecret({ io }: Context, options: AppOptions): Promise<Secret | null | undefined> {
  const inEnvironment = io.env.TOKENWELL_CLIENT_SECRET;
  // Children and crash reports need not have it.
  delete io.env.TOKENWELL_CLIENT_SECRET;
  const file = options.clientSecretFile;
  if (options.public) {
    if (file !== undefined)
      throw new UsageError("excluded", { one: "--public", other: "--client-secret-file" });
    return null;
  }
  if (file === undefined) return inEnvironment ? Secret.of(inEnvironment) : undefined;
  const text = file === "-" ? (await readAll(io.stdin)).toString("utf8") : await readText(file);
  const secret = text.trim();
  if (secret === "")
    throw new InputError("invalid_option", {
      option: "--client-secret-file",
      given: file,
      takes: "takes.secret",
    });
  return Secret.of(secret);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError("file_unreadable", { path, reason: (error as NodeJS.ErrnoException).code ?? "?" });
  }
}

async function isWanted(context: Context, app: KnownApp, question: AppQuestion): Promise<boolean> {
  if (question.isAgain || !context.canAsk) return true;
  const facts = { clientId: shortened(app.clientId), host: question.host, names: app.usedBy.join(", ") };
  const key = app.usedBy.length > 0 ? "ask.use_app" : "ask.use_app_before";
  const answer = await ask(context, context.ui.words(key, facts));
  return !/^n/i.test(answer);
}

async function askLine(context: Context, key: "ask.client_id"): Promise<string> {
  for (;;) {
    const entry = await ask(context, context.ui.words(key));
    if (entry !== "") return entry;
  }
}

async function askSecret(context: Context): Promise<Secret | null> {
  if (!context.canAsk) throw missing(context, true, false);
  const entry = await ask(context, context.ui.words("ask.client_secret"), true);
  return entry === "" ? null : Secret.of(entry);
}

/** A question and, on the line below, its answer: as T1 has it. */
async function ask({ ui, keyboard }: Context, question: string, hidden = false): Promise<string> {
  ui.mark("ask", question);
  const entry = await keyboard.ask(`  ${ui.symbol("prompt")} `, { hidden });
  // Taken off the screen: an empty answer would go on with the login.
  if (entry === undefined) throw new InputError("login_stopped");
  // Of a paste of several lines the first: what stands below an id may be its secret.
  return entry.trim().split("\n")[0]?.trim() ?? "";
}

function missing({ ui }: Context, needsSecret: boolean, needsId = true): InputError {
  const or = `  ${ui.words("missing.or")}  `;
  const secret = ["--client-secret-file …", "TOKENWELL_CLIENT_SECRET", "--public"].join(or);
  const options = [...(needsId ? ["--client-id …"] : []), ...(needsSecret ? [secret] : [])];
  return new InputError("missing_options", { options: options.join("\n") });
}
