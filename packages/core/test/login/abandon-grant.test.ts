import type { EmulatorOptions } from "@tokenwell/emulator";
import { visit } from "@tokenwell/emulator";
import { afterEach, describe, expect, test } from "vitest";
import type { LoginOptions, LoginResult } from "../../src/api/login.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { TokenwellError } from "../../src/errors.ts";
import { isOnPostgres } from "../support/test-store.ts";
import { Home } from "../tokenwell/home.ts";
import { LoginProcess } from "./login-process.ts";

let home: Home;
let tokenwell: Tokenwell;
afterEach(() => home.remove());

const options: Readonly<Record<string, EmulatorOptions>> = {
  oidc: {},
  salesforce: { personality: "salesforce" },
  auth0: { personality: "auth0" },
};

async function open(provider: string): Promise<void> {
  home = await Home.make(options[provider]);
  tokenwell = await home.open();
}

const connect = (
  provider: string,
  given: Partial<LoginOptions> = {},
  how: Parameters<typeof visit>[1] = {},
): Promise<LoginResult> => home.connect(tokenwell, { provider, ...given }, how);

/** The accounts of the grants that live at the provider. */
const owners = (): string[] => home.emulator.grants().map(({ user }) => user);

/** The error of a login that is refused. */
const refusal = (login: Promise<LoginResult>): Promise<TokenwellError> =>
  login.then(
    () => {
      throw new Error("the login was not refused");
    },
    (error: TokenwellError) => error,
  );

describe.each(["oidc", "salesforce", "auth0"])("at %s", (provider) => {
  test("a login of another account than the name has is revoked, and the connection lives", async () => {
    await open(provider);
    await connect(provider, { name: "acme" });
    const error = await refusal(connect(provider, { name: "acme" }, { login: "bob" }));
    expect(error).toMatchObject({ code: "other_account", facts: { grant: "grant.revoked" } });
    expect(owners()).toEqual(["alice"]);
    expect(await tokenwell.status("acme", { check: true })).toMatchObject([{ status: "ok" }]);
  });
});

describe("a grant", () => {
  const provider = "oidc";

  test("a login whose default name is taken is revoked", async () => {
    await open(provider);
    await connect(provider, { name: "localhost" });
    const chooseName = async (): Promise<null> => null;
    const error = await refusal(connect(provider, { chooseName }, { login: "bob" }));
    expect(error).toMatchObject({ code: "name_taken", facts: { grant: "grant.revoked" } });
    expect(owners()).toEqual(["alice"]);
  });

  test("a login whose chosen name cannot be a name is revoked", async () => {
    await open(provider);
    await connect(provider, { name: "localhost" });
    const chooseName = async (): Promise<string> => "a/b";
    const error = await refusal(connect(provider, { chooseName }, { login: "bob" }));
    expect(error).toMatchObject({ code: "invalid_name", facts: { grant: "grant.revoked" } });
    expect(owners()).toEqual(["alice"]);
  });

  test("a login of an account that is connected under another name is not revoked, and both say so", async () => {
    await open(provider);
    await connect(provider, { name: "acme" });
    await connect(provider, { name: "work" }, { login: "bob" });
    const error = await refusal(connect(provider, { name: "acme" }, { login: "bob" }));
    expect(error).toMatchObject({ code: "other_account", facts: { grant: "grant.shared" } });
    expect(await tokenwell.status(undefined, { check: true })).toMatchObject([
      { name: "acme", status: "ok" },
      { name: "work", status: "ok" },
    ]);
  });

  test("a login that takes over a name ends the login of the account that had it", async () => {
    await open(provider);
    await connect(provider, { name: "acme" });
    await connect(provider, { name: "acme", replaceAccount: true }, { login: "bob" });
    expect(owners()).toEqual(["bob"]);
    await connect(provider, { name: "acme", replaceAccount: true, test: false });
    expect(owners()).toEqual(["alice"]);
  });

  test("a login that takes over a name leaves the other connection of that account alone", async () => {
    await open(provider);
    await connect(provider, { name: "acme" });
    await connect(provider, { name: "work" });
    await connect(provider, { name: "acme", replaceAccount: true }, { login: "bob" });
    expect(await tokenwell.status("work", { check: true })).toMatchObject([{ status: "ok" }]);
  });
});

test("a login whose response is not trusted is revoked", async () => {
  await open("oidc");
  home.emulator.faults.arm({ fault: "missing", names: ["id_token"] });
  const error = await refusal(connect("oidc"));
  expect(error).toMatchObject({ code: "bad_token_answer", facts: { grant: "grant.revoked" } });
  expect(owners()).toEqual([]);
});

test("a login whose response is not trusted is left alone if the app has a connection that it may belong to", async () => {
  await open("oidc");
  await connect("oidc", { name: "acme" });
  home.emulator.faults.arm({ fault: "missing", names: ["id_token"] });
  const error = await refusal(connect("oidc", { name: "work" }));
  expect(error).toMatchObject({ code: "bad_token_answer", facts: { grant: "grant.shared" } });
  expect(await tokenwell.status("acme", { check: true })).toMatchObject([{ status: "ok" }]);
});

test("a provider without a revocation endpoint is said to keep the grant", async () => {
  home = await Home.make({ revocation: false });
  tokenwell = await home.open();
  await connect("oidc", { name: "acme" });
  const error = await refusal(connect("oidc", { name: "acme" }, { login: "bob" }));
  expect(error).toMatchObject({ code: "other_account", facts: { grant: "grant.left" } });
});

// PostgreSQL counts a process as gone after 80 seconds.
describe.skipIf(isOnPostgres)("a login whose process died after the provider's answer", () => {
  test("is revoked by the next process if it does not fit", async () => {
    await open("oidc");
    await connect("oidc", { name: "acme" });
    const dying = await LoginProcess.begin(home, { name: "acme" }, "allowed");
    await dying.complete({ login: "bob" });
    await dying.kill();
    await home.open();
    expect(owners()).toEqual(["alice"]);
  });

  test("is revoked by the next process if its token was to be handed over and was not", async () => {
    await open("oidc");
    const dying = await LoginProcess.begin(home, { handOver: true }, "allowed");
    await dying.complete();
    await dying.kill();
    expect(owners()).toEqual(["alice"]);
    await home.open();
    expect(owners()).toEqual([]);
  });
});

describe("a login whose time limit comes while the user chooses a name", () => {
  test("goes on, and is connected under that name", async () => {
    await open("oidc");
    await connect("oidc", { name: "localhost" });
    const chooseName = async (): Promise<string> => {
      home.clock.advance(11 * 60_000);
      await new Promise((resolve) => setImmediate(resolve));
      return "bob";
    };
    const login = await tokenwell.login(home.emulator.issuer, {
      clientId: "demo",
      clientSecret: null,
      chooseName,
    });
    void login.listen().catch(() => undefined);
    await login.listening();
    expect(await login.answer(await visit(login.url, { login: "bob" }))).toMatchObject({ name: "bob" });
    expect(new Set(owners())).toEqual(new Set(["alice", "bob"]));
  });
});
