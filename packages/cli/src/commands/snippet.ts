import {
  type ClientDescription,
  InputError,
  isProviderId,
  nearest,
  providerAt,
  providerOf,
  type Tokenwell,
} from "@tokenwell/core";
import { apiUrlOf } from "../api-url.ts";
import { chosenName } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { writeJson, writeOut } from "../output.ts";
import type { Format, Language, Say, Snippet, Step } from "../snippet/index.ts";
import { variant } from "../text/words.ts";
import { table, wrap } from "../text-layout.ts";

/** The options of `tokenwell snippet`. */
export interface SnippetCommandOptions extends CommonOptions {
  /** Every `--lang`: one of code, and one of the user's languages as everywhere. */
  readonly lang?: readonly string[];
  readonly step?: string;
  readonly host?: string;
  readonly clientId?: string;
  readonly public?: boolean;
  readonly scope?: string;
  readonly audience?: string;
  readonly callback?: string;
  readonly api?: string;
}

type Room = typeof import("../snippet/index.ts");

/** Columns of a remark in code, without the sign of the comment. */
const remarkColumns = 76;

/** Runs `tokenwell snippet [target] --lang L`: prints ready code for the requests of a client. Sends no token. */
export async function snippet(
  context: Context,
  [given]: readonly string[],
  options: SnippetCommandOptions,
): Promise<number> {
  const { io } = context;
  // The generator is of no use to any other command.
  const room = await import("../snippet/index.ts");
  const wanted = options.lang?.findLast((lang) => lang !== "en" && lang !== "ja");
  if (wanted === undefined) return await listLanguages(context, room);
  const output = outputOf(wanted, room);
  const step = stepOf(options.step, room, output);
  const client = await describe(context, given, { ...options, code: wanted });
  const snippets = write(context, room, { output, step, client, name: given ?? client.provider, options });
  if (options.json) await writeJson(io.stdout, { provider: client.provider, lang: output.id, snippets });
  else await writeOut(io.stdout, snippets.map(({ code }) => `${code}\n`).join("\n"));
  return 0;
}

/** Lists the values of `--lang` if none was given. */
async function listLanguages({ io, ui, canAsk }: Context, { languages, formats }: Room): Promise<number> {
  if (!canAsk) throw new UsageError("no_snippet_language", { languages: idsOf([...languages, ...formats]) });
  const rows = [...languages, ...formats].map(({ id, title }) => [`  --lang ${id}`, title]);
  await writeOut(io.stdout, [ui.words("snippet.languages"), "", ...table(rows), ""].join("\n"));
  return 0;
}

const idsOf = (all: readonly { readonly id: string }[]): string => all.map(({ id }) => id).join(", ");

/** Finds the language or the format that the user named. */
function outputOf(wanted: string, { languages, formats }: Room): Language | Format {
  const all = [...languages, ...formats];
  const name = wanted.toLowerCase();
  const found = all.find(({ id, aliases }) => id === name || aliases.includes(name));
  if (found !== undefined) return found;
  const suggestion = nearest(
    name,
    all.map(({ id }) => id),
  );
  const facts = { given: wanted, languages: idsOf(all) };
  if (suggestion === undefined) throw new UsageError("unknown_snippet_language", facts);
  throw new UsageError("unknown_snippet_language_did_you_mean", { ...facts, suggestion });
}

/** Returns the step that the user named; `undefined`: all of them. */
function stepOf(given: string | undefined, { steps }: Room, output: Language | Format): Step | undefined {
  if (given === undefined) return undefined;
  const step = steps.find((one) => one === given);
  if (step === undefined)
    throw new InputError("invalid_option", { option: "--step", given, takes: "takes.snippet_step" });
  if (!("comment" in output))
    throw new UsageError("excluded", { one: `--lang ${output.id}`, other: "--step" });
  return step;
}

/** Describes the client that the command line names: of a connection, of a provider, or at an address. */
async function describe(
  context: Context,
  given: string | undefined,
  options: SnippetCommandOptions & { readonly code: string },
): Promise<ClientDescription> {
  const tokenwell = await context.open();
  const target = given ?? (await onlyName(context, tokenwell, options.code));
  const { host, clientId, scope, audience, callback } = options;
  const app = {
    clientId: clientId ?? "YOUR_CLIENT_ID",
    isPublic: options.public === true,
    ...(scope !== undefined && { scope }),
    ...(callback !== undefined && { redirectUri: callback }),
  };
  if (isProviderId(target) && target !== "oidc") {
    const { asksForAudience } = providerOf(target);
    const api = audience ?? (asksForAudience ? "YOUR_API_IDENTIFIER" : undefined);
    const address = addressOf(target, host);
    return await tokenwell.describeClient({
      address,
      provider: target,
      ...app,
      ...(api && { audience: api }),
    });
  }
  if (/[.:/]/.test(target)) {
    if (host !== undefined) throw new UsageError("host_twice", { given: target, host });
    return await tokenwell.describeClient({ address: target, ...app, ...(audience && { audience }) });
  }
  const other = (["host", "clientId", "public", "scope", "audience", "callback"] as const).find(
    (option) => options[option] !== undefined,
  );
  if (other !== undefined)
    throw new UsageError("snippet_of_connection", { name: target, option: optionNames[other] });
  return await tokenwell.describeClient({ name: target });
}

const optionNames = {
  host: "--host",
  clientId: "--client-id",
  public: "--public",
  scope: "--scope",
  audience: "--audience",
  callback: "--callback",
} as const;

async function onlyName(context: Context, tokenwell: Tokenwell, lang: string): Promise<string> {
  if ((await tokenwell.names()).length === 0) throw new UsageError("no_snippet_target", { lang });
  return await chosenName(context, tokenwell, undefined);
}

/** Returns the address of a provider: the given host, its default, or a placeholder. */
function addressOf(provider: string, host: string | undefined): string {
  if (host === undefined) return providerOf(provider).defaultHost ?? "your-tenant.us.auth0.com";
  const owner = providerAt(host).id;
  if (owner !== "oidc" && owner !== provider)
    throw new UsageError("excluded", { one: provider, other: `--host ${host}` });
  return host;
}

interface Order {
  readonly output: Language | Format;
  readonly step: Step | undefined;
  readonly client: ClientDescription;
  readonly name: string;
  readonly options: SnippetCommandOptions;
}

function write({ ui }: Context, room: Room, { output, step, client, name, options }: Order): Snippet[] {
  const requests = room.requestsOf(client, apiUrlOf(client, options.api));
  const codeMinutes = Math.round(providerOf(client.provider).authorizationCodeLifetimeSeconds / 60);
  const say: Say = (key, facts) => ui.words(variant(key, client.provider), facts);
  const remarksOn = (of: Step): readonly string[] => {
    const file = "needs" in output ? room.fileOf(output, of) : undefined;
    const needs = "needs" in output ? output.needs : {};
    return room
      .remarksOn(of, { client, requests, codeMinutes, file, needs }, say)
      .flatMap((remark) => wrap(remark, remarkColumns));
  };
  if ("comment" in output)
    return (step === undefined ? room.steps : [step]).map((of) =>
      room.writeStep(output, requests, of, remarksOn(of)),
    );
  const remarks = {
    authorize: remarksOn("authorize"),
    exchange: remarksOn("exchange"),
    refresh: remarksOn("refresh"),
    call: remarksOn("call"),
  };
  return [room.writeFile(output, requests, { name, remarks })];
}
