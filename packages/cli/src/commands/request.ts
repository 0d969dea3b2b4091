import { InputError, LoginNeededError, providerOf, type Tokenwell } from "@tokenwell/core";
import { chosenName } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { OutcomeError, UsageError } from "../errors.ts";
import { readInput } from "../input.ts";
import { writeOut } from "../output.ts";

/** The options of `tokenwell request`. */
export interface RequestCommandOptions extends CommonOptions {
  readonly method?: string;
  readonly header?: readonly string[];
  readonly data?: string;
  readonly dataFile?: string;
  readonly allowHost?: readonly string[];
  readonly include?: boolean;
}

/** Milliseconds after a refresh in which the library does not refresh again for a 401: a new token is no better. */
const refreshFloorMs = 30_000;

/** Runs `tokenwell request [name] <address>`: writes the API's response to stdout, byte for byte. */
export async function request(
  context: Context,
  words: readonly string[],
  options: RequestCommandOptions,
): Promise<number> {
  const [name, address] = targetOf(words);
  const headers = headersOf(options.header ?? []);
  const body = await bodyOf(context, options);
  const method = options.method?.toUpperCase() ?? (body === undefined ? "GET" : "POST");
  if (body !== undefined && !Object.keys(headers).some((one) => one.toLowerCase() === "content-type"))
    headers["Content-Type"] = "application/json";
  const tokenwell = await context.open();
  const { accessToken: first } = await tokenwell.token(name);
  const response = await tokenwell.fetch(name, address, {
    method,
    headers,
    ...(body !== undefined && { body }),
    ...(options.allowHost && { allowHosts: options.allowHost }),
  });
  await writeResponse(context, response, options.include === true);
  if (response.ok) return 0;
  const status = `${response.status} ${response.statusText}`.trim();
  const facts = { method, address, status };
  if (response.status !== 401) throw new OutcomeError("http_status", facts);
  const own = await chosenName(context, tokenwell, name);
  throw new OutcomeError(await refusalCodeOf(context, tokenwell, { name: own, first }), {
    ...facts,
    name: own,
  });
}

/** Writes a response to stdout, and ends its last line on a terminal, which shows the next line beside it otherwise. */
async function writeResponse({ io, ui }: Context, response: Response, hasHead: boolean): Promise<void> {
  const { stdout } = io;
  let last = "\n".charCodeAt(0);
  if (hasHead) await writeOut(stdout, headOf(response));
  for await (const chunk of response.body ?? []) {
    await writeOut(stdout, chunk);
    last = chunk.at(-1) ?? last;
  }
  if (last !== "\n".charCodeAt(0) && stdout.isTTY === true && ui.isTerminal) ui.blank();
}

/**
 * Returns the sentence of a 401: the token is for no API, was too new to be refreshed, or was refreshed in vain.
 * `first` is the token before the request.
 *
 * @throws {LoginNeededError} if the provider has ended the login meanwhile
 */
async function refusalCodeOf(
  { ui }: Context,
  tokenwell: Tokenwell,
  { name, first }: { readonly name: string; readonly first: string },
): Promise<"http_status" | "http_status_fresh" | "http_status_repeated" | "http_status_no_audience"> {
  const { accessToken } = await tokenwell.token(name);
  const [one] = await tokenwell.status(name);
  if (one?.problem instanceof LoginNeededError) throw one.problem;
  // A token for an API is a JWT of three parts; one that only opens userinfo is opaque or encrypted.
  const isForApi = accessToken.split(".").length === 3;
  if (one && providerOf(one.provider).asksForAudience && !isForApi) return "http_status_no_audience";
  if (accessToken !== first) return "http_status_repeated";
  const last = one?.refresh.last?.getTime() ?? 0;
  return ui.nowMs - last < refreshFloorMs ? "http_status_fresh" : "http_status";
}

/** Reads one word as the address, two as a connection and the address. */
function targetOf(words: readonly string[]): [name: string | undefined, address: string] {
  const [first, second] = words;
  if (first !== undefined && second !== undefined) return [first, second];
  // A name alone must not be taken for an address.
  if (first === undefined || !/^(\/|https?:)/i.test(first)) throw new UsageError("no_address");
  return [undefined, first];
}

function headersOf(given: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const one of given) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*)$/s.exec(one) ?? [];
    // Do not quote the header: it may hold a secret.
    if (name === undefined || value === undefined)
      throw new InputError("invalid_option", {
        option: "--header",
        given: "…",
        takes: "takes.header",
      });
    headers[name] = value;
  }
  return headers;
}

async function bodyOf(
  context: Context,
  { data, dataFile }: RequestCommandOptions,
): Promise<string | Uint8Array | undefined> {
  if (data !== undefined && dataFile !== undefined)
    throw new UsageError("excluded", { one: "--data", other: "--data-file" });
  return dataFile === undefined ? data : await readInput(dataFile, context.io.stdin);
}

function headOf(response: Response): string {
  const lines = [`HTTP/1.1 ${response.status} ${response.statusText}`.trimEnd()];
  for (const [name, value] of response.headers) lines.push(`${name}: ${value}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}
