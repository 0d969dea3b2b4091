import { PassThrough } from "node:stream";
import { InputError, type Tokenwell } from "@tokenwell/core";
import { expect, test } from "vitest";
import { linesOf } from "../src/remote/lines.ts";
import { run } from "../src/run.ts";
import { FakePendingLogin, knownApp, loginResult, tokenwellWithLogin } from "./support/fake-tokenwell.ts";

/** A `tokenwell remote` in this process, to which the test speaks as the other machine does. */
class OtherMachine {
  readonly pending = new FakePendingLogin();
  readonly ended: Promise<number>;
  readonly #stdin = Object.assign(new PassThrough(), { isTTY: false });
  readonly #lines: AsyncGenerator<string>;

  constructor(parts: Partial<Tokenwell> = {}) {
    const stdout = new PassThrough();
    this.#lines = linesOf(stdout);
    this.ended = run(["remote"], {
      stdin: this.#stdin,
      stdout,
      stderr: new PassThrough(),
      env: { LANG: "en_US.UTF-8" },
      openTokenwell: async () => tokenwellWithLogin(this.pending, parts),
    });
  }

  async hears(): Promise<unknown> {
    const { value } = await this.#lines.next();
    return JSON.parse(value);
  }

  async says(message: object): Promise<unknown> {
    const heard = this.hears();
    this.#stdin.write(`${JSON.stringify(message)}\n`);
    return await heard;
  }

  async leaves(): Promise<number> {
    this.#stdin.end();
    return await this.ended;
  }
}

const login = (secret: unknown) => ({
  id: 2,
  call: "login",
  with: {
    address: knownApp.issuer,
    secret,
    options: { provider: "oidc", clientId: knownApp.clientId, asksForName: true },
  },
});

test("The other machine tells no secret of its apps, and logs in with it when it is asked to", async () => {
  const machine = new OtherMachine({ apps: async () => [knownApp] });
  expect(await machine.hears()).toMatchObject({ protocol: 1 });
  const apps = JSON.stringify(await machine.says({ id: 1, call: "apps" }));
  expect(apps).toContain('"hasSecret":true');
  expect(apps).not.toContain("known-secret");
  expect(await machine.says(login({ known: true }))).toMatchObject({
    id: 2,
    value: { url: machine.pending.url, canListen: true, provider: "oidc" },
  });
  expect(machine.pending.options?.clientSecret?.expose()).toBe("known-secret");
  expect(machine.pending.options?.handOver).toBe(false);
  expect(await machine.leaves()).toBe(0);
  expect(machine.pending.cancelled).toBe(true);
});

test("The other machine relays steps and questions, and goes on with the answer", async () => {
  const machine = new OtherMachine();
  await machine.hears();
  await machine.says(login({ value: "CANARY_secret" }));
  const { options } = machine.pending;
  expect(options?.clientSecret?.expose()).toBe("CANARY_secret");
  const completed = machine.pending.answer.bind(machine.pending);
  machine.pending.answers.push(loginResult);
  machine.pending.answer = async (pasted) => {
    const name = await options?.chooseName?.({ name: "acme", owner: "taro", account: "hana" });
    if (name !== "acme-2") throw new InputError("login_stopped");
    return await completed(pasted);
  };
  const asked = await machine.says({ id: 3, call: "answer", with: { text: "http://localhost/?code=x" } });
  expect(asked).toEqual({ id: 3, ask: { name: "acme", owner: "taro", account: "hana" } });
  const step = await machine.says({ id: 3, answer: "acme-2" });
  expect(step).toMatchObject({ id: 3, step: { kind: "allowed" } });
  expect(await machine.leaves()).toBe(0);
  expect(machine.pending.pasted).toEqual(["http://localhost/?code=x"]);
});

test("The other machine answers a call that it does not know with an error, and goes on", async () => {
  const machine = new OtherMachine();
  await machine.hears();
  for (const call of ["toString", "constructor", "token", ""])
    expect(await machine.says({ id: 1, call })).toMatchObject({ id: 1, error: { class: "unexpected" } });
  expect(await machine.says({ id: 2, call: "accept", with: { parcel: "x" } })).toMatchObject({ id: 2 });
  expect(await machine.says({ id: 3, call: "names" })).toEqual({ id: 3, value: [] });
  expect(await machine.leaves()).toBe(0);
});
