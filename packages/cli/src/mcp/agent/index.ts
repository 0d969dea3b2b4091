import type { Readable, Writable } from "node:stream";
import { McpServer } from "@modelcontextprotocol/server";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Tokenwell } from "@tokenwell/core";
import { z } from "zod";
import { makeCall, mostBytes } from "./request.ts";
import { describeRules, type Rule } from "./rules.ts";

export { type Rule, readRule } from "./rules.ts";

/** The surroundings of the tools. */
export interface ToolsOptions {
  readonly tokenwell: Tokenwell;
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Describes an error in sentences that hold no secret. */
  readonly describe: (error: unknown) => string;
  /** Begins the login of a connection once more and returns the address to open. */
  readonly connect: (name: string) => Promise<string>;
}

/** Serves the tools until the client ends. They have no way to name or to return a token. */
export async function serveTools(options: ToolsOptions): Promise<void> {
  const { stdin, stdout } = options;
  const ended = Promise.withResolvers<void>();
  const transport = new StdioServerTransport(stdin, stdout);
  const handle = serveStdio(() => makeServer(options), { transport });
  stdin.once("end", ended.resolve);
  stdin.once("close", ended.resolve);
  await ended.promise;
  await handle.close();
}

function makeServer(options: ToolsOptions): McpServer {
  const server = new McpServer({ name: "tokenwell", version: options.version });
  addConnections(server, options);
  addRequest(server, options);
  addConnect(server, options);
  return server;
}

function addConnections(server: McpServer, { tokenwell, rules, describe }: ToolsOptions): void {
  const description =
    "Lists the accounts that this machine is connected to, and what may be asked of their APIs.";
  server.registerTool(
    "connections",
    { description, inputSchema: z.object({}), annotations: { readOnlyHint: true } },
    guarded(describe, async () => {
      const connections = (await tokenwell.status()).map(
        ({ name, provider, account, apiBase, status, problem }) => ({
          name,
          provider,
          account,
          api: apiBase,
          status,
          problem: problem === null ? null : describe(problem),
        }),
      );
      return answer({ connections, allowed: describeRules(rules) });
    }),
  );
}

const headerValue = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[ -~]*$/)
    .optional();

function addRequest(server: McpServer, { tokenwell, rules, describe }: ToolsOptions): void {
  const description =
    "Calls the API of a connection with its access token, which stays hidden. Only GET and HEAD, unless `connections` lists more.";
  const inputSchema = z.object({
    connection: z.string().describe("name of the connection"),
    method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
    path: z.string().describe("path and query below the API's address, such as /orders?limit=10"),
    body: z.string().optional(),
    contentType: headerValue(100).describe("default: application/json"),
    accept: headerValue(200),
  });
  server.registerTool(
    "request",
    { description, inputSchema, annotations: { openWorldHint: true } },
    guarded(describe, async ({ connection, ...call }: z.infer<typeof inputSchema>, signal) => {
      const result = await makeCall(tokenwell, { name: connection, ...call }, rules, signal);
      if (!("denied" in result))
        return answer(result.isCut ? { ...result, note: `cut after ${mostBytes} bytes` } : result);
      if (result.denied === "path")
        return failed(
          "Not allowed: the path must lie below the API's address, without .. and without encoded separators.",
        );
      const asked = `${call.method} ${call.path.split("?")[0]}`;
      return failed(
        `Not allowed: ${asked}. Allowed: ${describeRules(rules).join(", ")}. A person may allow more with: tokenwell mcp --allow "${call.method} /PATH"`,
      );
    }),
  );
}

function addConnect(server: McpServer, { tokenwell, describe, connect }: ToolsOptions): void {
  const description =
    "Begins the login of a connection that must log in again. Returns an address for the person to open.";
  const inputSchema = z.object({ connection: z.string().describe("name of the connection") });
  server.registerTool(
    "connect",
    { description, inputSchema },
    guarded(describe, async ({ connection }: z.infer<typeof inputSchema>) => {
      await tokenwell.record(connection, { kind: "agent_connect", detail: { by: "mcp" } });
      const note = "The person opens it on this machine and allows access there.";
      return answer({ open: await connect(connection), note });
    }),
  );
}

interface Result {
  [more: string]: unknown;
  readonly isError?: boolean;
  readonly content: { type: "text"; text: string }[];
}

const answer = (value: object): Result => ({
  content: [{ type: "text", text: JSON.stringify(value, null, 2) }],
});

const failed = (text: string): Result => ({ isError: true, content: [{ type: "text", text }] });

/** Makes a tool whose errors are answers in our sentences: an error of a library may quote a secret. */
function guarded<T>(
  describe: ToolsOptions["describe"],
  work: (given: T, signal: AbortSignal) => Promise<Result>,
): (given: T, context: { readonly mcpReq: { readonly signal: AbortSignal } }) => Promise<Result> {
  return async (given, { mcpReq }) =>
    await work(given, mcpReq.signal).catch((error: unknown) => failed(describe(error)));
}
