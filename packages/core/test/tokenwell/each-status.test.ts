import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { connectedWith, sampleClient, sampleConnection, sampleLogin } from "../support/samples.ts";
import { Home } from "./home.ts";

let home: Home;
let tokenwell: Tokenwell;
let services: LoginServices;
beforeEach(async () => {
  home = await Home.make();
  ({ tokenwell, services } = await home.openWithServices());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await home.remove();
});

/** Stores connections of one app, in this order. */
async function connectAll(names: readonly string[]): Promise<void> {
  const { store } = services;
  const client = sampleClient();
  await store.clients.put(client);
  for (const name of names) {
    const login = sampleLogin(client, { name });
    await store.logins.put(login);
    const connection = sampleConnection(client, { owner: { kind: "named", name }, subject: name });
    await store.connections.create(login.id, name, () => connectedWith(connection));
  }
}

describe("eachStatus()", () => {
  test("yields the connections one by one in alphabetical order", async () => {
    await connectAll(["zoe", "Bob", "acme", "Abc", "bob-2"]);
    const seen: string[] = [];
    for await (const { name } of tokenwell.eachStatus()) seen.push(name);
    expect(seen).toEqual(["Abc", "acme", "Bob", "bob-2", "zoe"]);
    expect((await tokenwell.status()).map(({ name }) => name)).toEqual(seen);
  });

  test("reads a large store page by page, and leaves out a connection that goes meanwhile", async () => {
    const names = Array.from({ length: 202 }, (_, index) => `n${String(index).padStart(3, "0")}`);
    await connectAll(names.toReversed());
    const pages = vi.spyOn(services.store.connections, "readNamed");
    const all = tokenwell.eachStatus();
    expect((await all.next()).value?.name).toBe("n000");
    expect(pages).toHaveBeenCalledTimes(1);
    await tokenwell.revoke("n201", { local: true });
    const rest: string[] = [];
    for await (const { name } of all) rest.push(name);
    expect(rest).toEqual(names.slice(1, -1));
    expect(pages).toHaveBeenCalledTimes(2);
  });

  test("lists at most 100 other connections of the same app, without the connection itself", async () => {
    const names = Array.from({ length: 102 }, (_, index) => `n${String(index).padStart(3, "0")}`);
    await connectAll(names);
    const also = async (name: string) => (await tokenwell.status(name))[0]?.app.also;
    expect(await also("n000")).toEqual(names.slice(1, 101));
    expect(await also("n050")).toEqual(names.slice(0, 101).filter((name) => name !== "n050"));
    expect(await also("n101")).toEqual(names.slice(0, 100));
  });
});
