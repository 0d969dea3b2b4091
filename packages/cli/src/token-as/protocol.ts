import { type Tokenwell, withScheme } from "@tokenwell/core";
import { chosenConnection } from "../chosen-connection.ts";
import type { Context } from "../context.ts";
import { openToDraw, timesOf } from "../drawn-token.ts";
import type { Protocol } from "../forms/form.ts";
import { readAll } from "../input.ts";
import { writeOut } from "../output.ts";
import type { FormCall } from "./options.ts";
import { printForm } from "./print.ts";

/** Milliseconds after a refresh in which a refused token is not refreshed again: a new token is no better. */
const refreshFloorMs = 30_000;

/** Answers one call of a program that speaks a protocol. */
export async function answerProtocol(context: Context, protocol: Protocol, call: FormCall): Promise<number> {
  const { stdin, stdout } = context.io;
  const { action, options } = call;
  const request = (await readAll(stdin)).toString();
  if (action === "erase" && protocol.refusedToken !== undefined) {
    await replaceRefused(context, call, protocol.refusedToken(request));
    return 0;
  }
  let answer = protocol.answers?.[action] ?? { text: "", exitCode: 0 };
  if (action === "get") {
    const tokenwell = await openToDraw(context, timesOf(options));
    if (await isForConnection(context, tokenwell, call, protocol.addressOf(request))) {
      const user = options.user ?? protocol.userOf?.(request);
      await printForm(context, tokenwell, call, { request, ...(user !== undefined && { user }) });
      return 0;
    }
    answer = protocol.nothing;
  }
  await writeOut(stdout, answer.text);
  return answer.exitCode;
}

/**
 * Whether the server at an address may have the token: that of the connection's API, and those that the user allows.
 * Otherwise any server that asks for a password would get it.
 */
async function isForConnection(
  context: Context,
  tokenwell: Tokenwell,
  { name, options }: FormCall,
  address: string | undefined,
): Promise<boolean> {
  const connection = await chosenConnection(context, tokenwell, name);
  const url = address === undefined ? null : URL.parse(withScheme(address));
  if (url === null) return false;
  if (url.origin === new URL(connection.apiBase).origin) return true;
  const isSafe = url.protocol === "https:" || withScheme(url.host) === `http://${url.host}`;
  if (isSafe && options.allowHost?.includes(url.host)) return true;
  const { ui } = context;
  const facts = { name: connection.name, host: url.host };
  ui.mark("warning", ui.words(isSafe ? "token.foreign_host" : "token.insecure_host", facts));
  return false;
}

/** Refreshes once if a server refused the token that is handed out now, so that the next `get` brings another one. */
async function replaceRefused(
  context: Context,
  { name, options }: FormCall,
  refused: string | undefined,
): Promise<void> {
  const tokenwell = await openToDraw(context, timesOf(options));
  const { accessToken } = await tokenwell.token(name, { minTtlSeconds: 0 });
  if (accessToken !== refused) return;
  const { refresh } = await chosenConnection(context, tokenwell, name);
  if (context.ui.nowMs - (refresh.last?.getTime() ?? 0) >= refreshFloorMs)
    await tokenwell.token(name, { refresh: true });
}
