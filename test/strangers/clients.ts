import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { Visitor } from "@tokenwell/emulator";
import express from "express";
import { onTestFinished } from "vitest";
import { Provider } from "./provider.ts";

/** What the clients of both providers are given. */
export const redirectUri = "http://localhost:9355/callback";
export const secret = "CANARY_client_secret_of_web";

const builtIn = tls.getCACertificates("default");

/** An emulator for one test. This process, and whatever runs in it, trusts its authority. */
export async function startProvider(...[options]: Parameters<typeof Provider.start>): Promise<Provider> {
  const provider = await Provider.start(options);
  onTestFinished(() => provider.stop());
  if (provider.caFile !== null) {
    tls.setDefaultCACertificates([...builtIn, readFileSync(provider.caFile, "utf8")]);
    onTestFinished(() => tls.setDefaultCACertificates(builtIn));
  }
  return provider;
}

/** A person who goes through the pages: the address that the browser is sent back to. */
export async function allowedAt({ hosts }: Provider, url: string | URL): Promise<URL> {
  const visitor = new Visitor(Object.values(hosts).map(({ origin }) => origin));
  return new URL(await visitor.authorize(url));
}

/** What became of each presentation, in short. */
export async function outcomesOf(provider: Provider): Promise<readonly string[]> {
  return (await provider.entries()).map(({ kind, outcome }) => `${kind}: ${outcome}`);
}

/** An Express application that listens, so that its address is known before the provider is. */
export async function openExpress(): Promise<{ readonly app: express.Express; readonly origin: string }> {
  const app = express();
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { app, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}
