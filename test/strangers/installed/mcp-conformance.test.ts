import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEmulator } from "@tokenwell/emulator";
import { expect, onTestFinished, test } from "vitest";
import { installOnce } from "./cache.ts";

const run = promisify(execFile);
const suite = "@modelcontextprotocol/conformance@0.1.16";
const client = `${process.execPath} ${join(import.meta.dirname, "conformance-client.mjs")}`;

const installed = await installOnce("mcp-conformance", async (folder) => {
  await run("npm", ["install", "--ignore-scripts", "--prefix", folder, suite]);
});

// MCP's own suite, with `tokenwell login` and `tokenwell mcp bridge` as the client. Left out: scenarios of extensions, and
// those in which a client logs in again by itself for more scopes, because that needs the person, and those of 2025-03-26:
// the suite's metadata names another issuer than its place, which RFC 8414 section 3.3 forbids to use, or has none.
test.for([
  ...["initialize", "tools_call", "elicitation-sep1034-client-defaults", "sse-retry"],
  ...["auth/metadata-default", "auth/metadata-var1", "auth/metadata-var2", "auth/metadata-var3"],
  ...["auth/basic-cimd", "auth/scope-from-www-authenticate", "auth/scope-from-scopes-supported"],
  ...["auth/scope-omitted-when-undefined", "auth/token-endpoint-auth-basic", "auth/token-endpoint-auth-post"],
  ...["auth/token-endpoint-auth-none", "auth/pre-registration"],
  ...["auth/offline-access-scope", "auth/offline-access-not-supported"],
])("the conformance suite passes %s", async (scenario, { skip }) => {
  if (installed.folder === undefined) return skip(installed.reason);
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const command = join(installed.folder, "node_modules/.bin/conformance");
  const argv = ["client", "--command", client, "--scenario", scenario, "--timeout", "60000"];
  const env = { ...process.env, CONFORMANCE_ISSUER: emulator.issuer };
  const { stdout, stderr } = await run(command, argv, { env }).catch(
    (error: unknown) => error as typeof ended,
  );
  expect(`${stdout}${stderr}`).toMatch(/Passed: (\d+)\/\1, 0 failed/);
  expect(`${stdout}${stderr}`).toContain("OVERALL: PASSED");
});

const ended = { stdout: "", stderr: "" };
