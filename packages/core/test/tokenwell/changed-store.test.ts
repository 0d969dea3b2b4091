import { readdirSync, renameSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { Secret } from "../../src/secret.ts";
import { StoreRows } from "../support/store-rows.ts";
import { isOnPostgres } from "../support/test-store.ts";
import { Home } from "./home.ts";

let home: Home;
afterEach(() => home.remove());

const integrity = { code: "store_integrity" };
const web = { clientId: "web", clientSecret: Secret.of("CANARY_client_secret_of_web") };

/** A server of another program, and what reached it. */
async function thief(): Promise<{ readonly origin: string; readonly requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Changes the database as another program does, which has no key. */
const change = (sql: string): void => new StoreRows(home.folder).run(sql);

describe("A database that another program changed", () => {
  test.each([
    ["revocation_endpoint", "revoke"],
    ["introspection_endpoint", "revoke"],
    ["token_endpoint", "refresh"],
    ["issuer", "refresh"],
    ["userinfo_endpoint", "login"],
    ["jwks_uri", "login"],
    ["authorization_endpoint", "login"],
  ] as const)("sends nothing to a changed %s", async (column, door) => {
    home = await Home.make();
    const { origin, requests } = await thief();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { ...web, name: "acme" });
    const before = home.emulator.ledger.summary();
    change(`UPDATE client SET ${column} = '${origin}/'`);
    const doors = {
      revoke: () => tokenwell.revoke("acme"),
      refresh: () => tokenwell.token("acme", { refresh: true }),
      login: () => home.connect(tokenwell, { ...web, name: "acme" }),
    };
    await expect(doors[door]()).rejects.toMatchObject(integrity);
    expect(requests).toEqual([]);
    expect(home.emulator.ledger.summary()).toEqual(before);
  });

  test.each(["instanceUrl", "apiBase"])("sends no access token to a changed %s", async (member) => {
    home = await Home.make();
    const { origin, requests } = await thief();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { ...web, name: "acme" });
    const [row] = new StoreRows(home.folder).all("SELECT details FROM connection");
    const details = { ...JSON.parse(String(row?.details)), [member]: origin };
    change(`UPDATE connection SET details = '${JSON.stringify(details)}'`);
    await expect(tokenwell.fetch("acme", "/")).rejects.toMatchObject(integrity);
    await expect(tokenwell.token("acme")).rejects.toMatchObject(integrity);
    expect(requests).toEqual([]);
  });

  test("hands out no token of another connection under a swapped name", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { ...web, name: "a" });
    await home.connect(tokenwell, { ...web, name: "b" }, { login: "bob" });
    await tokenwell.token("a");
    change(
      `UPDATE connection SET name = name || '-'; UPDATE connection SET name = CASE name WHEN 'a-' THEN 'b' ELSE 'a' END`,
    );
    home.clock.advance(2_000);
    for (const name of ["a", "b"]) await expect(tokenwell.token(name)).rejects.toMatchObject(integrity);
  });

  test("hands out no dead token whose expiry was moved", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { ...web, name: "acme" });
    change("UPDATE access_token SET expires_at = expires_at + 100000000");
    await expect(tokenwell.token("acme")).rejects.toMatchObject(integrity);
  });

  test.skipIf(isOnPostgres)(
    "is left behind once its files are moved away, as the sentence says",
    async () => {
      home = await Home.make();
      const tokenwell = await home.open();
      await home.connect(tokenwell, { ...web, name: "acme" });
      const [{ stored } = { stored: "" }] = await tokenwell.status();
      change("UPDATE connection SET subject = 'other'");
      const error = await tokenwell.status().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ ...integrity, facts: { place: stored } });
      await tokenwell.close();
      const files = readdirSync(dirname(stored)).filter((name) => name.startsWith(basename(stored)));
      for (const name of files) renameSync(join(dirname(stored), name), join(home.folder, name));
      const again = await home.open();
      expect(await home.connect(again, { ...web, name: "acme" })).toMatchObject({ name: "acme" });
    },
  );
});
