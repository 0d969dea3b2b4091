// A client of MCP in a process of its own, unmodified, which calls a tool again and again and reports each call on a line.
// Its first argument is "bridge" with the bridge's command, or "alone" with the server's address and a file of tokens,
// which it shares with other clients as agents do.
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [mode, ...rest] = process.argv.slice(2);
const report = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function bridgeTransport() {
  const [command, ...args] = rest;
  return new StdioClientTransport({ command, args, env: process.env, stderr: "inherit" });
}

function aloneTransport() {
  const [address, file] = rest;
  const read = () => JSON.parse(readFileSync(file, "utf8"));
  const authProvider = {
    redirectUrl: "http://localhost:9355/callback",
    clientMetadata: { redirect_uris: ["http://localhost:9355/callback"] },
    clientInformation: () => read().client,
    tokens: () => read().tokens,
    saveTokens: (tokens) => writeFileSync(file, JSON.stringify({ ...read(), tokens })),
    redirectToAuthorization: () => {
      report({ loggedOut: true });
      process.exit(3);
    },
    invalidateCredentials: () => writeFileSync(file, JSON.stringify({ ...read(), tokens: undefined })),
    saveCodeVerifier: () => undefined,
    codeVerifier: () => "",
  };
  return new StreamableHTTPClientTransport(new URL(address), { authProvider });
}

for (;;) {
  const client = new Client({ name: "stranger", version: "1" });
  const transport = mode === "bridge" ? bridgeTransport() : aloneTransport();
  const closed = new Promise((resolve) => {
    client.onclose = () => resolve(true);
  });
  try {
    await client.connect(transport);
    report({ connected: true, bridge: transport.pid ?? null });
    for (let isOpen = true; isOpen; ) {
      await client.callTool({ name: "echo", arguments: { text: "x" } });
      report({ called: true });
      isOpen = !(await Promise.race([closed, sleep(50)]));
    }
  } catch (error) {
    report({ failed: String(error.message).slice(0, 200) });
    await client.close().catch(() => undefined);
    await sleep(50);
  }
}
