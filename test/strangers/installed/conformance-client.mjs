// The client that MCP's conformance suite runs: it logs in with the command, then works over the bridge. Its last argument
// is the server's address. CONFORMANCE_ISSUER is a provider for servers that ask for no login.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const { visit: visitEmulator } = await import("@tokenwell/emulator");
/** The emulator asks a person to log in; the suite's provider asks nothing. */
async function visit(url) {
  const back = isOpen ? await visitEmulator(url) : url;
  await fetch(back).catch(() => undefined);
}

const address = process.argv.at(-1);
const command = join(import.meta.dirname, "../../../packages/cli/bin/tokenwell.cjs");
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? "";
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? "{}");
const home = mkdtempSync(join(tmpdir(), "tokenwell-conformance-"));
const env = { ...process.env, TOKENWELL_HOME: home, TOKENWELL_LANG: "en", NODE_PATH: "" };

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Runs a command, and opens each address that it prints in a browser that allows everything. */
async function tokenwell(argv, secret) {
  const child = spawn(process.execPath, [command, ...argv, "--no-browser", "--port", String(port)], {
    env: { ...env, ...(secret && { TOKENWELL_CLIENT_SECRET: secret }) },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let said = "";
  let isOpened = false;
  child.stderr.on("data", async (chunk) => {
    said += chunk;
    const [, url] = /^ +(https?:\S+[?&]response_type=\S+)$/m.exec(said) ?? [];
    if (url === undefined || isOpened) return;
    isOpened = true;
    await visit(url);
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  process.stderr.write(said);
  // The suite's provider gives no refresh token, which is all that Tokenwell keeps: its checks judge the login up to there.
  return said.includes("gave no refresh token") ? "no refresh token" : code;
}

const { client_id: id, client_secret: secret } = context;
const documentId = "https://conformance-test.local/client-metadata.json";
const app = id ? ["--client-id", id] : scenario === "auth/basic-cimd" ? ["--client-id", documentId] : [];
const isOpen = !scenario.startsWith("auth/");
const target = isOpen
  ? [process.env.CONFORMANCE_ISSUER, "conf", "--client-id", "demo", "--public", "--api", address]
  : [address, "conf", ...app];
const code = await tokenwell(["login", ...target], secret);
if (code === 0) {
  const client = new Client(
    { name: "conformance", version: "1" },
    { capabilities: { elicitation: { form: { applyDefaults: true } } } },
  );
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: {} }));
  const args = [command, "mcp", "bridge", "conf"];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: "inherit" }));
  const { tools } = await client.listTools().catch(() => ({ tools: [] }));
  for (const { name } of tools)
    await client
      .callTool({ name, arguments: name.includes("add") ? { a: 5, b: 3 } : {} })
      .catch(() => undefined);
  await client.close();
}
rmSync(home, { recursive: true, force: true });
process.exit(code === "no refresh token" ? 0 : code);
