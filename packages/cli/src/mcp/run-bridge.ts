import { type ConnectionStatus, printable, type Tokenwell } from "@tokenwell/core";
import { chosenConnection } from "../chosen-connection.ts";
import type { Context } from "../context.ts";
import { describeError, errorJson } from "../error-text.ts";
import { writeOut } from "../output.ts";
import type { WordKey } from "../text/en.ts";
import { Bridge, type BridgeOptions, type Fault } from "./bridge.ts";

/** Characters of a server's words that a message quotes. */
const mostQuoted = 300;

/** Runs the bridge before the MCP server of a connection until its client ends. */
export async function runBridge(context: Context, name: string | undefined): Promise<number> {
  const tokenwell = await context.open();
  const connection = await chosenConnection(context, tokenwell, name);
  const { ui, io } = context;
  if (io.stdin.isTTY === true) {
    ui.text(ui.words("mcp.waiting", { address: connection.apiBase }));
    ui.text(`claude mcp add ${connection.name} -- tokenwell mcp bridge ${connection.name}`, 2);
  }
  const bridge = new Bridge(optionsOf(context, tokenwell, connection));
  context.signals.undo = () => bridge.close();
  await bridge.run();
  return 0;
}

function optionsOf(context: Context, tokenwell: Tokenwell, connection: ConnectionStatus): BridgeOptions {
  const { ui, io } = context;
  const { name, apiBase } = connection;
  const describe = (error: unknown): Fault => faultOf(context, error);
  const { host } = new URL(apiBase);
  const say = (code: string, key: WordKey, more: Readonly<Record<string, string | number>> = {}): Fault => ({
    code,
    message: `tokenwell: ${ui.words(key, { host, name, address: apiBase, ...more })}`,
  });
  return {
    input: io.stdin,
    write: (line) => writeOut(io.stdout, line),
    fetch: async (request) => await tokenwell.fetch(name, apiBase, { ...request, stream: true }),
    describe,
    describeBroken: () => say("broken", "mcp.broken"),
    describeResponse: (response, text) => {
      const { status, headers, ok } = response;
      const challenge = headers.get("www-authenticate") ?? "";
      const [, scope] = /\bscope="([^"\\]+)"/.exec(challenge) ?? [];
      if (status === 401) return say("refused", "mcp.refused", { command: `tokenwell renew ${name}` });
      if (status === 403 && /insufficient_scope/.test(challenge))
        return say("insufficient_scope", "mcp.scope", { command: loginWith(name, scope) });
      if (status === 404 && text.includes("ession")) return say("session_ended", "mcp.session");
      if (status >= 300 && status < 400)
        return say("redirect", "mcp.redirect", { target: originOf(headers.get("location"), apiBase) });
      if (ok) return say("not_mcp", "mcp.not_mcp", { type: typeOf(headers) });
      return say("http_status", "mcp.status", { status, said: quoted(text) });
    },
    warn: ({ message }) => ui.line(message),
  };
}

/** Describes an error in the sentences of the command, on as many lines as they have. */
function faultOf({ ui }: Context, error: unknown): Fault {
  const { language, nowMs } = ui;
  const { sentence, details } = describeError(error, { language, nowMs });
  const lines = [
    `tokenwell: ${sentence}`,
    ...details.map((line) => line.trim()).filter((line) => line !== ""),
  ];
  const { error: described } = errorJson(error, { language, nowMs }) as { error: { code: string } };
  return { code: described.code, message: lines.join("\n") };
}

/** The login that asks for a scope. A scope that a shell would read is left for the person to fill in. */
function loginWith(name: string, scope: string | undefined): string {
  const isPlain = scope !== undefined && /^[\w.:/ -]{1,200}$/.test(scope);
  return `tokenwell renew ${name} --scope "${isPlain ? scope : "…"}"`;
}

const originOf = (location: string | null, base: string): string =>
  printable(URL.parse(location ?? "", base)?.origin ?? "?");

const typeOf = (headers: Headers): string =>
  /^[\w.+-]+\/[\w.+-]{1,60}/.exec(headers.get("content-type") ?? "")?.[0] ?? "no content type";

/** Quotes what a server says, unless it is a page. */
function quoted(text: string): string {
  const said = printable(text.trim()).slice(0, mostQuoted);
  return said === "" || /^</.test(said) ? "" : `: ${said}`;
}
