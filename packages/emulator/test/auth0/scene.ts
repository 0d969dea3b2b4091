import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import type { Auth0Api, Auth0App, Emulator } from "../../src/index.ts";
import { type Visit, Visitor } from "../../src/visitor.ts";
import type { Observed } from "../diagnosis.ts";
import { type Answer, TenantApp } from "./tenant-app.ts";

/** The parameters of an address. */
export function parameters(address: string | URL): Record<string, string> {
  return Object.fromEntries(new URL(address).searchParams);
}

/** A tenant, its public app, a browser that is nobody's yet, and what an administrator does to them. */
export class Scene {
  readonly emulator: Emulator;
  readonly origin: string;
  readonly custom: string;
  readonly app: TenantApp;
  readonly browser: Visitor;

  /** What an administrator does over HTTP: changes something, or without a body deletes it. */
  readonly control = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const init = body === undefined ? { method: "DELETE" } : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${this.origin}/emulator/${path}`, init);
    return JSON.parse(await response.text());
  };

  constructor(emulator: Emulator) {
    this.emulator = emulator;
    this.origin = emulator.issuer;
    this.custom = emulator.hosts.custom?.origin ?? "";
    this.app = new TenantApp(this.origin);
    this.browser = new Visitor([this.origin, this.custom]);
  }

  /** The confidential app. */
  web(secret = "CANARY_client_secret_of_web"): TenantApp {
    return new TenantApp(this.origin, "web", { client_secret: secret });
  }

  set(switches: Auth0App & { readonly clientSecret?: string }, clientId = "demo"): void {
    this.emulator.setApp(clientId, { ...switches });
  }

  async setApi(switches: Omit<Auth0Api, "identifier">): Promise<void> {
    await this.control("apis", { identifier: "https://api.emulator.example", ...switches });
  }

  /** What the callback is told when the same browser asks again, with these parameters. */
  async again(extra: Readonly<Record<string, string>>): Promise<Observed> {
    return toldAt((await this.browser.open(this.app.authorizationUrl(extra))).url);
  }

  /** Connects, lets something happen, and refreshes. */
  async refreshAfter(event: () => unknown): Promise<Observed> {
    const { refresh_token: token } = await this.app.connect();
    await event();
    return told(await this.app.refresh(token));
  }

  /** A client credentials request of an app that signs, with these claims changed. */
  async signed(changes: Readonly<Record<string, unknown>>): Promise<Observed> {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    this.set({ authMethod: "private_key_jwt", publicKey: pem }, "web");
    const exp = Math.floor(this.emulator.clock.nowMs() / 1000) + 60;
    const claims = { iss: "web", sub: "web", aud: `${this.origin}/`, exp, jti: "1", ...changes };
    const client_assertion = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const app = new TenantApp(this.origin, "web", { client_assertion, client_assertion_type });
    return told(await app.refresh("v1.Mnothing"));
  }
}

/** What a token request was told. */
export function told({ body, status }: Answer): Observed {
  return { status, ...wordsOf(body.error, body.error_description) };
}

/** What the callback was told. */
export function toldAt(callback: URL | string): Observed {
  const { error, error_description: description } = parameters(callback);
  return wordsOf(error, description);
}

/** What Auth0's own page says. */
export function toldOn({ status, text }: Visit): Observed {
  const written = /<code>([^<]*)<\/code>/.exec(text)?.[1] ?? "";
  const plain = written.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)));
  const [error, description] = plain.split(/: (.*)/s);
  return { status, ...wordsOf(error, description) };
}

/** What an API says in its header. */
export function challenged({ headers, status }: Answer): Observed {
  return { status, body: headers.get("www-authenticate") ?? "" };
}

function wordsOf(error: unknown, description: unknown): Observed {
  return {
    ...(typeof error === "string" ? { error } : {}),
    ...(typeof description === "string" ? { description } : {}),
  };
}
