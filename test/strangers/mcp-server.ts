import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidGrantError, InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import type { OAuthServerProvider } from "@modelcontextprotocol/sdk/server/auth/provider.js";
import { mcpAuthRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import { McpServer as SdkServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import {
  type EventStore,
  StreamableHTTPServerTransport,
} from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { OAuthClientInformationFull, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import { createMcpHandler, McpServer as ModernServer } from "@modelcontextprotocol/server";
import express from "express";
import { z } from "zod";

/** Milliseconds that a token lives longer than it says, as servers allow for the time that its answer took. */
const leewayMs = 1_000;

/** Settings of {@link McpServer}. */
export interface McpServerOptions {
  /** Seconds that an access token lives. Default: 3600. */
  readonly expiresIn?: number;
  /** Milliseconds after which clients open a stream again. Default: as they like. */
  readonly retryMs?: number;
  /** Whether requests are answered with JSON in place of events. Default: `false`. */
  readonly isJson?: boolean;
  /** Whether the server is one of the revision of 2026-07-28, which has no sessions. Default: `false`. */
  readonly isModern?: boolean;
}

/** One request to the token endpoint. */
export interface TokenRequest {
  readonly grant: "code" | "refresh";
  readonly resource: string;
  readonly outcome: "issued" | "reused" | "ended";
}

/**
 * A remote MCP server as the SDK's own code makes it: protected by the SDK's authorization server, with sessions, events
 * and resumption. Refresh tokens rotate, and a spent one ends its login.
 */
export class McpServer implements OAuthServerProvider {
  readonly tokenRequests: TokenRequest[] = [];
  readonly registered: OAuthClientInformationFull[] = [];
  /** Requests to the MCP address: method, headers. */
  readonly requests: {
    readonly method: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[] = [];
  readonly deleted: string[] = [];
  /** Called by the tool `wait`, which answers when the test calls it. */
  readonly waiting: { readonly answer: (text: string) => void; readonly signal: AbortSignal }[] = [];
  readonly #options: McpServerOptions;
  readonly #http: Server;
  readonly #codes = new Map<string, { readonly challenge: string; readonly resource: string }>();
  readonly #refreshTokens = new Map<string, { readonly family: string; isSpent: boolean }>();
  readonly #endedFamilies = new Set<string>();
  readonly #access = new Map<string, { readonly until: number; readonly clientId: string }>();
  readonly #sessions = new Map<string, StreamableHTTPServerTransport>();
  readonly #servers = new Map<string, SdkServer>();

  private constructor(options: McpServerOptions, http: Server) {
    this.#options = options;
    this.#http = http;
  }

  static async start(options: McpServerOptions = {}): Promise<McpServer> {
    const http = createServer();
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    const server = new McpServer(options, http);
    http.on("request", server.#app());
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get address(): string {
    return `${this.origin}/mcp`;
  }

  get refreshes(): readonly TokenRequest[] {
    return this.tokenRequests.filter(({ grant }) => grant === "refresh");
  }

  /** Grants a login without a browser, in the form in which the SDK's clients keep one. */
  async grant(): Promise<{ readonly client: OAuthClientInformationFull; readonly tokens: OAuthTokens }> {
    const client = this.clientsStore.registerClient({
      redirect_uris: ["http://localhost:9355/callback"],
      token_endpoint_auth_method: "none",
    });
    return { client, tokens: this.#issue(client.client_id, randomUUID()) };
  }

  /** Ends all access tokens before their time: the next request with one is refused. */
  expire(): void {
    this.#access.clear();
  }

  /** Ends all logins, as an administrator may. */
  endLogins(): void {
    this.expire();
    for (const { family } of this.#refreshTokens.values()) this.#endedFamilies.add(family);
  }

  /** Forgets all sessions, as a server does that starts anew. */
  async restart(): Promise<void> {
    for (const transport of this.#sessions.values()) await transport.close();
    this.#sessions.clear();
    this.#servers.clear();
  }

  /** Breaks off all connections. */
  breakOff(): void {
    this.#http.closeAllConnections();
  }

  /** Says something to the client of each session of its own accord. */
  async announce(text: string): Promise<void> {
    for (const server of this.#servers.values())
      await server.server.sendLoggingMessage({ level: "info", data: text });
  }

  async close(): Promise<void> {
    if (!this.#http.listening) return;
    await this.restart();
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, "close");
  }

  readonly clientsStore = {
    getClient: (id: string) => this.registered.find(({ client_id }) => client_id === id),
    registerClient: (client: Omit<OAuthClientInformationFull, "client_id" | "client_id_issued_at">) => {
      const registered = { ...client, client_id: randomUUID(), client_id_issued_at: 1 };
      this.registered.push(registered);
      return registered;
    },
  };

  authorize: OAuthServerProvider["authorize"] = async (_client, params, response) => {
    const code = randomUUID();
    this.#codes.set(code, { challenge: params.codeChallenge, resource: params.resource?.href ?? "" });
    const target = new URL(params.redirectUri);
    target.searchParams.set("code", code);
    if (params.state !== undefined) target.searchParams.set("state", params.state);
    response.redirect(target.href);
  };

  async challengeForAuthorizationCode(_client: unknown, code: string): Promise<string> {
    return this.#codes.get(code)?.challenge ?? "";
  }

  async exchangeAuthorizationCode(
    ...[client, code, , , resource]: Parameters<OAuthServerProvider["exchangeAuthorizationCode"]>
  ): Promise<OAuthTokens> {
    const known = this.#codes.get(code);
    if (known === undefined || known.resource !== (resource?.href ?? "")) throw new InvalidGrantError("code");
    this.#codes.delete(code);
    this.tokenRequests.push({ grant: "code", resource: known.resource, outcome: "issued" });
    return this.#issue(client.client_id, randomUUID());
  }

  async exchangeRefreshToken(
    client: OAuthClientInformationFull,
    token: string,
    _scopes?: string[],
    resource?: URL,
  ): Promise<OAuthTokens> {
    const known = this.#refreshTokens.get(token);
    const request = { grant: "refresh", resource: resource?.href ?? "" } as const;
    if (known === undefined || this.#endedFamilies.has(known.family) || known.isSpent) {
      if (known) this.#endedFamilies.add(known.family);
      this.tokenRequests.push({ ...request, outcome: known?.isSpent ? "reused" : "ended" });
      throw new InvalidGrantError("refresh token was used before");
    }
    known.isSpent = true;
    this.tokenRequests.push({ ...request, outcome: "issued" });
    return this.#issue(client.client_id, known.family);
  }

  async verifyAccessToken(token: string) {
    const known = this.#access.get(token);
    if (known === undefined || known.until + leewayMs < Date.now()) throw new InvalidTokenError("expired");
    return { token, clientId: known.clientId, scopes: ["mcp"], expiresAt: Math.ceil(known.until / 1000) + 1 };
  }

  #issue(clientId: string, family: string): OAuthTokens {
    const { expiresIn = 3600 } = this.#options;
    const [access, refresh] = [`at-${randomUUID()}`, `rt-${randomUUID()}`];
    this.#access.set(access, { until: Date.now() + expiresIn * 1000, clientId });
    this.#refreshTokens.set(refresh, { family, isSpent: false });
    return {
      access_token: access,
      token_type: "Bearer",
      expires_in: expiresIn,
      refresh_token: refresh,
      scope: "mcp",
    };
  }

  #app(): express.Express {
    const app = express();
    const { origin, address } = this;
    const unlimited = { rateLimit: false } as const;
    app.use(
      mcpAuthRouter({
        provider: this,
        issuerUrl: new URL(origin),
        resourceServerUrl: new URL(address),
        scopesSupported: ["mcp"],
        tokenOptions: unlimited,
        authorizationOptions: unlimited,
        clientRegistrationOptions: unlimited,
      }),
    );
    const resourceMetadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`;
    app.use("/mcp", express.text({ type: "application/json", limit: "64mb" }), (request, _response, next) => {
      const body = typeof request.body === "string" ? request.body : "";
      this.requests.push({ method: request.method, headers: request.headers, body });
      next();
    });
    app.all("/mcp", requireBearerAuth({ verifier: this, resourceMetadataUrl }), async (request, response) => {
      const id = request.headers["mcp-session-id"];
      const body = typeof request.body === "string" ? JSON.parse(request.body) : undefined;
      const known = this.#sessions.get(String(id));
      if (this.#options.isModern) {
        await answerModern(request, response);
        return;
      }
      if (id !== undefined && known === undefined) {
        response
          .status(404)
          .json({ jsonrpc: "2.0", error: { code: -32_001, message: "Session not found" }, id: null });
        return;
      }
      if (request.method === "DELETE") this.deleted.push(String(id));
      await (known ?? (await this.#session())).handleRequest(request, response, body);
    });
    return app;
  }

  async #session(): Promise<StreamableHTTPServerTransport> {
    const { retryMs, isJson = false } = this.#options;
    const server = new SdkServer({ name: "stranger", version: "1" }, { capabilities: { logging: {} } });
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      enableJsonResponse: isJson,
      eventStore: eventStore(),
      ...(retryMs !== undefined && { retryInterval: retryMs }),
      onsessioninitialized: (id) => {
        this.#sessions.set(id, transport);
        this.#servers.set(id, server);
      },
    });
    this.#addTools(server);
    await server.connect(transport);
    return transport;
  }

  #addTools(server: SdkServer): void {
    const text = (words: string) => ({ content: [{ type: "text" as const, text: words }] });
    server.registerTool("echo", { inputSchema: { text: z.string() } }, ({ text: words }) => text(words));
    server.registerTool("count", { inputSchema: { to: z.number() } }, async ({ to }, extra) => {
      for (let progress = 1; progress <= to; progress += 1) await report(extra, progress);
      return text(`counted to ${to}`);
    });
    server.registerTool("wait", {}, async (extra) => {
      const { signal } = extra;
      const { promise, resolve } = Promise.withResolvers<string>();
      await report(extra, 0);
      this.waiting.push({ answer: resolve, signal });
      signal.addEventListener("abort", () => resolve("cancelled"));
      return text(await promise);
    });
    server.registerTool("ask", {}, async () => {
      const answer = await server.server.elicitInput({
        mode: "form",
        message: "Your name?",
        requestedSchema: { type: "object", properties: { name: { type: "string" } } },
      });
      return text(`asked: ${JSON.stringify(answer.content)}`);
    });
  }
}

/** Tells the progress of a request to a client that has asked for it. */
async function report(
  { sendNotification, _meta }: RequestHandlerExtra<ServerRequest, ServerNotification>,
  progress: number,
): Promise<void> {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return;
  await sendNotification({ method: "notifications/progress", params: { progressToken, progress } });
}

/** An event store as the SDK asks for one. Its example cannot replay the stream that no request opened. */
function eventStore(): EventStore {
  const events: { readonly stream: string; readonly message: Parameters<EventStore["storeEvent"]>[1] }[] = [];
  return {
    storeEvent: async (stream, message) => `event_${events.push({ stream, message }) - 1}`,
    replayEventsAfter: async (last, { send }) => {
      const from = Number(last.slice("event_".length));
      const { stream = "" } = events[from] ?? {};
      for (const [index, event] of events.entries())
        if (index > from && event.stream === stream) await send(`event_${index}`, event.message);
      return stream;
    },
  };
}

/** The SDK's server for the revision of 2026-07-28, and older ones without sessions. */
const modern = createMcpHandler(() => {
  const server = new ModernServer({ name: "modern stranger", version: "2" });
  const inputSchema = z.object({ text: z.string() });
  server.registerTool("echo", { inputSchema }, async ({ text }) => ({ content: [{ type: "text", text }] }));
  server.registerTool("endless", { inputSchema: z.object({}) }, async (_given, { mcpReq }) => {
    await new Promise<void>((resolve) => mcpReq.signal.addEventListener("abort", () => resolve()));
    cancelled.push("endless");
    return { content: [] };
  });
  return server;
});

/** Tools of the modern server that were cancelled. */
export const cancelled: string[] = [];

async function answerModern(request: express.Request, response: express.Response): Promise<void> {
  const body = typeof request.body === "string" ? request.body : null;
  const { method, headers } = request;
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const answer = await modern.fetch(
    new Request(`http://127.0.0.1${request.originalUrl}`, {
      method,
      headers: Object.entries(headers).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value]] : [],
      ) as [string, string][],
      signal: gone.signal,
      ...(method === "POST" && { body }),
    }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).flushHeaders();
  for await (const chunk of answer.body ?? []) response.write(chunk);
  response.end();
}
