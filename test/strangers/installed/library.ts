import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTokenwell } from "@tokenwell/core";
import { onTestFinished } from "vitest";

/** The callback that the providers know. Nothing listens there. */
export const redirectUri = "http://localhost:9355/callback";

/** The library with an empty store. */
export async function openLibrary() {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const tokenwell = await openTokenwell({ home, env: {} });
  onTestFinished(() => tokenwell.close());
  return tokenwell;
}

/** The library. */
export type Tokenwell = Awaited<ReturnType<typeof openLibrary>>;

/** Opens an address at a provider, and resolves with the address to which it redirects. */
export async function redirectOf(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await fetch(url, { redirect: "manual", headers });
  return response.headers.get("location") ?? "";
}

/** Logs in. `browse`: what the user does at the provider. Default: nothing, the provider redirects at once. */
export async function logIn(
  tokenwell: Tokenwell,
  issuer: string,
  options: Parameters<Tokenwell["login"]>[1],
  browse: (url: string) => Promise<string> = redirectOf,
): Promise<void> {
  const pending = await tokenwell.login(issuer, { redirectUri, ...options, name: "acme" });
  await pending.answer(await browse(pending.url));
  await pending.cancel();
}

/** Refreshes three times. Returns the access tokens. */
export async function refreshThrice(tokenwell: Tokenwell): Promise<ReadonlySet<string>> {
  const tokens = new Set<string>();
  for (let round = 0; round < 3; round += 1)
    tokens.add((await tokenwell.token("acme", { refresh: true })).accessToken);
  return tokens;
}
