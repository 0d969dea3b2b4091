import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { outcomesOf, startProvider } from "./clients.ts";

// @salesforce/core as it is, on which the Salesforce CLI is built, over https: its own login server, its own store.
const program = fileURLToPath(new URL("programs/salesforce-core.mjs", import.meta.url));

test.each([
  ["static", "same"],
  ["strict", "rotated"],
] as const)(
  "with %s rotation it logs in, refreshes four times, queries, and logs out",
  async (rotation, outcome) => {
    const home = mkdtempSync(join(tmpdir(), "tokenwell-sf-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const port = await freePort();
    const project = { packageDirectories: [{ path: "app", default: true }], oauthLocalPort: port };
    writeFileSync(join(home, "sfdx-project.json"), JSON.stringify(project));
    const clients = [{ clientId: "cli", redirectUris: [`http://localhost:${port}/OauthRedirect`] }];
    const provider = await startProvider({ personality: "salesforce", rotation, tls: true, clients });
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: home,
      NODE_EXTRA_CA_CERTS: provider.caFile ?? "",
      SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
      SF_DISABLE_LOG_FILE: "true",
    };
    const args = [program, JSON.stringify(provider.hosts)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: home });
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}")).toEqual({
      username: "alice@emulator.example",
      orgId: expect.stringMatching(/^00D/),
      instanceUrl: provider.hosts.myDomain?.origin,
      accounts: 3,
      user: "alice@emulator.example",
    });
    expect(await outcomesOf(provider)).toEqual([
      "code: exchanged",
      ...Array.from({ length: 4 }, () => `refresh: ${outcome}`),
      "revocation: revoked",
    ]);
  },
);
