import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { onTestFinished } from "vitest";
import { Internet } from "./internet.ts";
import type { Machine } from "./machine.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

/** The addresses of Salesforce as its customers know them. */
export const salesforceOrigins = {
  login: "https://login.salesforce.com",
  test: "https://test.salesforce.com",
  myDomain: "https://acme.my.salesforce.com",
  sandbox: "https://acme--dev.sandbox.my.salesforce.com",
  site: "https://acme.my.site.com",
} as const;

/** A tenant of Auth0 in Japan, and its custom domain. */
export const auth0Origins = {
  tenant: "https://acme.jp.auth0.com",
  custom: "https://login.acme.example",
} as const;

/** The API that the tenant protects. */
export const auth0Api = "https://api.emulator.example";

/** A provider at its real addresses, and a machine that reaches them: for one test. */
export interface World {
  readonly provider: Provider;
  readonly internet: Internet;
  readonly scene: Scene;
}

/** Salesforce with an org of production and a sandbox. */
export async function openSalesforce(options: EmulatorOptions = {}): Promise<World> {
  return await open({ personality: "salesforce", origins: salesforceOrigins, ...options }, {});
}

/** A tenant of Auth0 and its API, which trusts the tokens of one of its domains. */
export async function openAuth0(
  options: EmulatorOptions = {},
  trusted: keyof typeof auth0Origins = "tenant",
): Promise<World> {
  const { auth0 = {}, ...rest } = options;
  const apis = [{ identifier: auth0Api }];
  return await open(
    { personality: "auth0", origins: auth0Origins, ...rest, auth0: { apis, ...auth0 } },
    { [new URL(auth0Api).hostname]: trusted },
  );
}

/** A file with the secret of the confidential app. */
export function secretFile({ folder }: Machine): string {
  const path = join(folder, "secret");
  writeFileSync(path, "CANARY_client_secret_of_web", { mode: 0o600 });
  return path;
}

/** `more`: names besides those of the provider's own hosts, and the host that stands behind each. */
async function open(options: EmulatorOptions, more: Readonly<Record<string, string>>): Promise<World> {
  const provider = await Provider.start(options);
  onTestFinished(() => provider.stop());
  // Its registered port is one for the whole machine, and another test may listen there.
  await provider.setApp("web", { anyLoopbackPort: true });
  const names = Object.values(provider.hosts).map(
    ({ origin, port }) => [new URL(origin).hostname, port] as const,
  );
  const others = Object.entries(more).map(([name, host]) => [name, provider.hosts[host]?.port ?? 0] as const);
  const internet = await Internet.open(Object.fromEntries([...names, ...others]));
  onTestFinished(() => internet.close());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  scene.machine.env = internet.env;
  return { provider, internet, scene };
}
