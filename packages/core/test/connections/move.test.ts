import type { Emulator } from "@tokenwell/emulator";
import { afterEach, expect, test, vi } from "vitest";
import type { Move } from "../../src/api/connection.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Home } from "../tokenwell/home.ts";

let home: Home;
afterEach(() => home.remove());

const originOf = (emulator: Emulator, host: "login" | "myDomain" | "sandbox"): string =>
  emulator.hosts[host]?.origin ?? "";

/** Logged in at the host where everybody may, with a second user of the same app. */
async function connected(): Promise<Tokenwell> {
  home = await Home.make({ personality: "salesforce", rotation: "strict" });
  const tokenwell = await home.open();
  await home.connect(tokenwell, { name: "acme", provider: "salesforce" });
  await home.connect(tokenwell, { name: "bot", provider: "salesforce" }, { login: "bob" });
  return tokenwell;
}

test("an app moves to the host that the provider calls the account's home, without a question", async () => {
  const tokenwell = await connected();
  const held = await tokenwell.token("bot");
  const to = originOf(home.emulator, "myDomain");
  const isSameProvider = vi.fn();
  expect(await tokenwell.move("acme", to, { isSameProvider })).toEqual({
    name: "acme",
    also: ["bot"],
    from: new URL(originOf(home.emulator, "login")).host,
    to: new URL(to).host,
  });
  expect(isSameProvider).not.toHaveBeenCalled();
  expect(await tokenwell.token("bot")).toEqual(held);
  for (const name of ["acme", "bot"]) {
    const [status] = await tokenwell.status(name, { check: true });
    expect(status).toMatchObject({ status: "ok", issuer: to, refresh: { count: 2 } });
  }
});

test("another host is asked about first: a no, or nobody to ask, changes nothing", async () => {
  const tokenwell = await connected();
  const to = originOf(home.emulator, "sandbox");
  const questions: Move[] = [];
  const no = async (move: Move): Promise<boolean> => {
    questions.push(move);
    return false;
  };
  expect(await tokenwell.move("acme", to, { isSameProvider: no })).toBe(null);
  expect(questions).toMatchObject([{ name: "acme", also: ["bot"], to: new URL(to).host }]);
  await expect(tokenwell.move("acme", to)).rejects.toMatchObject({ code: "host_elsewhere" });
  expect((await tokenwell.status("acme", { check: true }))[0]).toMatchObject({ status: "ok" });
});

test("a yes moves it there, and the same address again moves nothing", async () => {
  const tokenwell = await connected();
  const to = originOf(home.emulator, "sandbox");
  const isSameProvider = vi.fn(async () => true);
  await tokenwell.move("acme", to, { isSameProvider });
  await tokenwell.move("acme", to, { isSameProvider });
  expect(isSameProvider).toHaveBeenCalledTimes(1);
  expect((await tokenwell.status("acme"))[0]).toMatchObject({ issuer: to, status: "ok" });
});

test("an address that describes no provider moves nothing", async () => {
  const tokenwell = await connected();
  const nowhere = `${originOf(home.emulator, "login")}/nowhere`;
  await expect(tokenwell.move("acme", nowhere)).rejects.toMatchObject({ code: "no_discovery" });
  expect((await tokenwell.status("acme"))[0]).toMatchObject({ issuer: originOf(home.emulator, "login") });
});
