import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Emulator } from "../../src/index.ts";
import { Visitor } from "../../src/visitor.ts";
import { start } from "../starting.ts";
import { TenantApp } from "./tenant-app.ts";

/** A tenant, its public app and a browser that is nobody's yet. */
export async function opened(options: object = {}) {
  const emulator = await start({ personality: "auth0", ...options });
  const origin = emulator.issuer;
  const custom = emulator.hosts.custom?.origin ?? "";
  return {
    emulator,
    origin,
    custom,
    app: new TenantApp(origin),
    browser: new Visitor([origin, custom]),
    control: (path: string, body?: object) => control(emulator, path, body),
  };
}

/** What an administrator does over HTTP: changes something, or without a body deletes it. */
async function control(emulator: Emulator, path: string, body?: object): Promise<Record<string, unknown>> {
  const init = body === undefined ? { method: "DELETE" } : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${emulator.issuer}/emulator/${path}`, init);
  return JSON.parse(await response.text());
}

/** The parameters of an address. */
export function parameters(address: string | URL): Record<string, string> {
  return Object.fromEntries(new URL(address).searchParams);
}

/** A program at a loopback address, and the forms that are posted to it. */
export async function listening() {
  const arrived: URLSearchParams[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    arrived.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.end();
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel`,
    arrived,
    /** Resolves when so many have come. */
    async has(count: number): Promise<readonly URLSearchParams[]> {
      while (arrived.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return arrived;
    },
  };
}
