import { InputError } from "@tokenwell/core";
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
  const response = await tokenwell.fetch(name, address, {
    method,
    headers,
    ...(body !== undefined && { body }),
    ...(options.allowHost && { allowHosts: options.allowHost }),
  });
  const { stdout } = context.io;
  if (options.include) await writeOut(stdout, headOf(response));
  if (response.body) for await (const chunk of response.body) await writeOut(stdout, chunk);
  if (response.ok) return 0;
  const status = `${response.status} ${response.statusText}`.trim();
  throw new OutcomeError("http_status", { method, address, status });
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
