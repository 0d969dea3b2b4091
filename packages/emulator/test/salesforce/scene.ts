import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import type { Emulator, SalesforceApp as Switches } from "../../src/index.ts";
import type { Observed } from "../diagnosis.ts";
import { SalesforceApp } from "./app.ts";

type HostName = "login" | "test" | "myDomain" | "sandbox" | "site";

/** An emulator and its public app, and what an administrator does to them. */
export class Scene {
  readonly emulator: Emulator;

  constructor(emulator: Emulator) {
    this.emulator = emulator;
  }

  app(host: HostName = "login", clientId = "demo"): SalesforceApp {
    return new SalesforceApp(this.emulator, host, clientId);
  }

  set(switches: Switches & { readonly rotation?: "strict" | "static" }, clientId = "demo"): void {
    this.emulator.setApp(clientId, { ...switches });
  }

  /** What befalls the org. */
  async org(conditions: object): Promise<void> {
    await fetch(`${this.emulator.issuer}/emulator/org`, { method: "POST", body: JSON.stringify(conditions) });
  }

  /** The JWT bearer grant at the login host, with these claims changed. */
  async signed(changes: Readonly<Record<string, unknown>> = {}): Promise<Observed> {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.set({ certificate: publicKey.export({ type: "spki", format: "pem" }).toString() });
    const seconds = Math.floor(this.emulator.clock.nowMs() / 1000);
    const claims = {
      iss: "demo",
      sub: "alice@emulator.example",
      aud: this.emulator.issuer,
      exp: seconds + 180,
    };
    const assertion = await new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: "RS256" })
      .sign(privateKey);
    const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    return told(await this.app().token({ grant_type: grantType, assertion }));
  }
}

/** What a token request was told. */
export function told({ body, status }: Awaited<ReturnType<SalesforceApp["token"]>>): Observed {
  const { error, error_description: description } = body;
  return {
    status,
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
  };
}

/** What the callback, or the page before it, was told. */
export function toldAt({ searchParams }: URL): Observed {
  return { error: searchParams.get("error") ?? "", description: searchParams.get("error_description") ?? "" };
}

/** What the authorization endpoint says without a page. */
export async function bare(
  app: SalesforceApp,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<Observed> {
  const response = await fetch(app.authorizationUrl(changes), { redirect: "manual" });
  const words = new URLSearchParams(await response.text());
  return {
    status: response.status,
    error: words.get("error") ?? "",
    description: words.get("error_description") ?? "",
  };
}

/** Connects, lets something happen, and refreshes. */
export async function refreshAfter(app: SalesforceApp, event: () => void | Promise<void>): Promise<Observed> {
  const { refresh_token: token } = await app.connect();
  await event();
  return told(await app.refresh(token));
}

/** Logs in, lets something happen, and exchanges the code. */
export async function exchangeAfter(
  app: SalesforceApp,
  event: () => void | Promise<void>,
): Promise<Observed> {
  const code = await app.code();
  await event();
  return told(await app.exchange(code));
}

/** Connects, lets something happen, and asks the API, or the login host, with the access token. */
export async function apiAfter(
  scene: Scene,
  event: () => void | Promise<void>,
  path = "/services/data/v60.0/limits",
): Promise<Observed> {
  const { access_token: token = "" } = await scene.app().connect();
  await event();
  const { origin } = scene.emulator.hosts[path.startsWith("/services/data") ? "myDomain" : "login"] ?? {
    origin: "",
  };
  const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.text() };
}
