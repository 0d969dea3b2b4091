import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { ReadBuffer, serializeMessage } from "@modelcontextprotocol/sdk/shared/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { openTokenwell, type Tokenwell } from "@tokenwell/core";
import { run } from "../../packages/cli/src/run.ts";
import { ShiftedClock } from "../../packages/core/test/support/shifted-clock.ts";
import type { McpServer } from "./mcp-server.ts";

/** A home folder with a clock that the test moves, in which bridges run in this process. */
export class BridgeHome {
  readonly clock = new ShiftedClock();
  readonly folder = mkdtempSync(join(tmpdir(), "tokenwell-mcp-"));
  readonly bridges: BridgeTransport[] = [];

  get env(): Readonly<Record<string, string>> {
    return { TOKENWELL_HOME: this.folder, TOKENWELL_LANG: "en" };
  }

  async open(): Promise<Tokenwell> {
    return await openTokenwell({ env: this.env, clock: this.clock });
  }

  /** Logs in to a server as `tokenwell login <address> <name>` does, with a browser that allows everything. */
  async logIn(server: McpServer, name: string): Promise<void> {
    const tokenwell = await this.open();
    const found = await tokenwell.protectedResource(server.address);
    if (found === null) throw new Error("the server describes no resource");
    const { issuer, resource, apiBase, scope } = found;
    const redirectUri = "http://localhost:9355/callback";
    const client = await tokenwell.register(issuer, { redirectUri });
    const access = { resource, apiBase, ...(scope !== null && { scope }) };
    const login = await tokenwell.login(issuer, { ...client, ...access, redirectUri, name });
    const response = await fetch(login.url, { redirect: "manual" });
    await login.answer(response.headers.get("location") ?? "");
    await login.cancel();
    await tokenwell.close();
  }

  /** Starts `tokenwell mcp bridge <name>`. */
  bridge(name: string): BridgeTransport {
    return this.start(["mcp", "bridge", name]);
  }

  /** Starts a command that speaks MCP. */
  start(argv: readonly string[]): BridgeTransport {
    const bridge = new BridgeTransport(this, argv);
    this.bridges.push(bridge);
    return bridge;
  }

  async remove(): Promise<void> {
    for (const bridge of this.bridges) await bridge.close();
    await rm(this.folder, { recursive: true });
  }
}

/** The SDK's transport over stdio, to a command that runs in this process. */
export class BridgeTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough({ highWaterMark: 16_384 });
  /** All that came from the bridge. */
  raw = "";
  errors = "";
  readonly code: Promise<number>;
  readonly #buffer = new ReadBuffer();

  constructor(home: BridgeHome, argv: readonly string[]) {
    const stderr = Object.assign(new PassThrough(), { columns: 80 });
    stderr.on("data", (chunk) => {
      this.errors += String(chunk);
    });
    this.code = run([...argv], {
      stdin: this.stdin,
      stdout: this.stdout,
      stderr,
      env: { ...home.env },
      openTokenwell: (options) => openTokenwell({ ...options, env: home.env, clock: home.clock }),
    });
  }

  async start(): Promise<void> {
    this.stdout.on("data", (chunk: Buffer) => {
      this.raw += String(chunk);
      this.#buffer.append(chunk);
      for (let message = this.#read(); message !== null; message = this.#read()) {
        this.onmessage?.(message);
      }
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.stdin.write(serializeMessage(message));
  }

  async close(): Promise<void> {
    this.stdin.end();
    await this.code;
    this.onclose?.();
  }

  #read(): JSONRPCMessage | null {
    try {
      return this.#buffer.readMessage();
    } catch (error) {
      this.onerror?.(error as Error);
      return this.#read();
    }
  }
}
