import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Installed, installOnce } from "./cache.ts";

const version = "2.150.6";

/** Installs Salesforce's own command. */
export function installSalesforceCli(): Promise<Installed> {
  return installOnce(`salesforce-cli-${version}`, async (folder) => {
    const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    await promisify(execFile)("npm", [...args, `@salesforce/cli@${version}`]);
  });
}

/** Returns the program of an installation, which Node runs. */
export const salesforceCli = (folder: string): string =>
  join(folder, "node_modules/@salesforce/cli/bin/run.js");

/** What keeps it from the network, the keychain and files outside HOME. */
export const salesforceCliEnv: Readonly<Record<string, string>> = {
  SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
  SF_DISABLE_LOG_FILE: "true",
  SF_DISABLE_TELEMETRY: "true",
  SF_AUTOUPDATE_DISABLE: "true",
  SF_SKIP_NEW_VERSION_CHECK: "true",
  // It asks the network for addresses of Salesforce's domains, even behind a proxy.
  SF_DISABLE_DNS_CHECK: "true",
};
