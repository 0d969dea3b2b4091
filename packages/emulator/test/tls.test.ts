import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { get } from "node:https";
import { expect, test } from "vitest";
import { startEmulator } from "../src/index.ts";
import { start } from "./starting.ts";

interface Asked {
  readonly url: string;
  readonly ca?: string;
  readonly servername?: string;
}

async function statusOf({ url, ...how }: Asked): Promise<number | undefined> {
  const [response] = await once(get(url, how), "response");
  response.resume();
  return response.statusCode;
}

test.each(["oidc", "salesforce", "auth0"] as const)("%s speaks https at every host", async (personality) => {
  const { caFile, hosts } = await start({ personality, tls: true });
  const ca = readFileSync(caFile ?? "", "utf8");
  for (const { origin, port } of Object.values(hosts)) {
    expect(origin).toBe(`https://localhost:${port}`);
    for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
      const url = `https://${name}:${port}/emulator/hosts`;
      expect(await statusOf({ url, ca })).toBe(200);
    }
    await expect(statusOf({ url: `${origin}/` })).rejects.toThrow(/certificate/);
    await expect(statusOf({ url: `${origin}/`, ca, servername: "evil.example" })).rejects.toThrow(/altnames/);
  }
});

test("the authority is made anew at each start, and its file goes with the emulator", async () => {
  const [one, two] = [await startEmulator({ tls: true }), await startEmulator({ tls: true })];
  const certificates = [one, two].map(({ caFile }) => new X509Certificate(readFileSync(caFile ?? "")));
  expect(certificates.map(({ ca }) => ca)).toEqual([true, true]);
  expect(new Set(certificates.map(({ fingerprint256 }) => fingerprint256)).size).toBe(2);
  await Promise.all([one.close(), two.close()]);
  expect([one, two].filter(({ caFile }) => existsSync(caFile ?? ""))).toEqual([]);
});

test("discovery and the tokens name https", async () => {
  const { caFile, issuer } = await start({ personality: "auth0", tls: true });
  const [response] = await once(
    get(`${issuer}/.well-known/openid-configuration`, { ca: readFileSync(caFile ?? "") }),
    "response",
  );
  const { issuer: named, token_endpoint: token } = JSON.parse(String(await response.toArray()));
  expect([named, token]).toEqual([`${issuer}/`, `${issuer}/oauth/token`]);
});
