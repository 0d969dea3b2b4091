import { type ChildProcessByStdio, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { adoptChild } from "../children.ts";
import { allowedAt, startProvider } from "../clients.ts";
import { Desk } from "../desk.ts";
import { Internet } from "../internet.ts";
import type { Provider } from "../provider.ts";
import { salesforceOrigins } from "../world.ts";
import type { Installed } from "./cache.ts";
import { installSalesforceCli, salesforceCli, salesforceCliEnv } from "./salesforce-cli.ts";

// Salesforce's own command, unmodified. It has the app PlatformCLI, the port 1717 and the way to open a browser built in.
const acme = ["--target-org", "acme"];
const query = ["data", "query", "--query", "SELECT Id, Name FROM Account", "--json"];
/** The time after which a person reloads a page that does not load. */
const reloadMs = 5000;
const username = "alice@emulator.example";

let installed: Installed;

beforeAll(async () => {
  installed = await installSalesforceCli();
});
beforeEach((context) => {
  if (installed.folder === undefined) context.skip(installed.reason);
});

/** The end of one run of the command. */
interface Run {
  readonly code: number;
  /** The member `result` of the JSON on stdout. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A person with a home folder, a browser and the command. */
class Person {
  readonly provider: Provider;
  readonly home: string;
  readonly #desk: Desk;
  readonly #internet: Internet | undefined;

  private constructor(provider: Provider, home: string, desk: Desk, internet: Internet | undefined) {
    this.provider = provider;
    this.home = home;
    this.#desk = desk;
    this.#internet = internet;
  }

  /** With Salesforce at localhost, as its emulator is started. */
  static atLocalhost(): Promise<Person> {
    return Person.#at({});
  }

  /** With Salesforce at its real addresses, which are all that there is. */
  static async atRealAddresses(): Promise<Person> {
    return Person.#at(salesforceOrigins);
  }

  static async #at(origins: Partial<typeof salesforceOrigins>): Promise<Person> {
    const provider = await startProvider({ personality: "salesforce", rotation: "strict", origins });
    const ports = Object.values(provider.hosts).map(({ origin, port }) => [new URL(origin).hostname, port]);
    const internet = origins.login === undefined ? undefined : await Internet.open(Object.fromEntries(ports));
    if (internet !== undefined) {
      const leave = internet.enter();
      onTestFinished(async () => {
        leave();
        await internet.close();
      });
    }
    const home = mkdtempSync(join(tmpdir(), "tokenwell-sf-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const desk = await Desk.open();
    onTestFinished(() => desk.close());
    const browser = join(home, "browser");
    writeFileSync(browser, `#!/bin/sh\nexec ${desk.env.BROWSER} "$1"\n`);
    chmodSync(browser, 0o755);
    return new Person(provider, home, desk, internet);
  }

  /** Runs a command that must succeed, and returns its result. */
  async does(...args: readonly string[]): Promise<Run["result"]> {
    const { code, result, text } = await this.sf(...args);
    expect([code, text]).toEqual([0, expect.any(String)]);
    return result;
  }

  sf(...args: readonly string[]): Promise<Run> {
    return endOf(this.#start(args));
  }

  /** Logs in with a browser. */
  async logIn(): Promise<Run["result"]> {
    const command = this.does(
      "org",
      "login",
      "web",
      "--instance-url",
      this.provider.issuer,
      "--alias",
      "acme",
      "--json",
    );
    const callback = await allowedAt(this.provider, await this.#desk.opened());
    const { headers, statusCode } = await visited(callback);
    expect([statusCode, headers.location]).toEqual([303, "/OauthSuccess"]);
    expect(await visited(new URL("/OauthSuccess", callback))).toMatchObject({ statusCode: 200 });
    return await command;
  }

  file(name: string, content: string): string {
    const path = join(this.home, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  #start(args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    const child = spawn(process.execPath, [salesforceCli(installed.folder ?? ""), ...args], {
      cwd: this.home,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...this.#desk.env,
        PATH: process.env.PATH ?? "",
        HOME: this.home,
        BROWSER: join(this.home, "browser"),
        // Without a display no browser is opened. None is connected to.
        DISPLAY: ":9",
        ...salesforceCliEnv,
        ...this.#internet?.env,
      },
    });
    adoptChild(child);
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  }
}

/**
 * Opens an address as a browser does, with a connection of its own and without following redirects. Opens it again when
 * no answer comes: the command listens before it handles requests, and a request in between is lost.
 */
async function visited(url: URL): Promise<IncomingMessage> {
  for (;;) {
    const request = get(url, { agent: false, timeout: reloadMs });
    request.once("timeout", () => request.destroy());
    const answered = once(request, "response");
    const [response] = await answered.catch((error) => [
      request.destroyed ? undefined : Promise.reject(error),
    ]);
    if (response === undefined) continue;
    response.resume();
    return response;
  }
}

async function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Run> {
  const [stdout, stderr, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, "close"),
  ]);
  const result = stdout.startsWith("{") ? (JSON.parse(stdout).result ?? {}) : {};
  return { code, result, text: stdout + stderr };
}

describe("The Salesforce CLI, unmodified,", () => {
  test("logs in at the emulator, displays the org, queries, and logs out", async () => {
    const person = await Person.atLocalhost();
    const { provider } = person;
    expect(await person.logIn()).toMatchObject({
      username,
      instanceUrl: provider.hosts.myDomain?.origin,
      orgId: expect.stringMatching(/^00Demo/),
      name: "Emulator",
      isSandbox: false,
    });
    expect(await person.does("org", "display", ...acme, "--json")).toMatchObject({
      username,
      connectedStatus: "Connected",
      clientId: "PlatformCLI",
    });
    expect(await person.does(...query, ...acme)).toMatchObject({ totalSize: 3, done: true });
    // Without --json the command asks for the columns first.
    const shown = await person.sf("data", "query", "--query", "SELECT Name FROM Account", ...acme);
    expect(shown.text).toMatch(/│ NAME +│\n(.*\n)*│ Acme +│/);
    await person.does("org", "logout", ...acme, "--no-prompt", "--json");
    expect((await person.sf(...query, ...acme)).text).toContain("No authorization information found");
    // It forgets the org, and tells Salesforce nothing.
    expect(await provider.summary()).toMatchObject({ codes: 1, refreshes: 0, revocations: 0 });
  });

  test.each([4, 8])(
    "keeps the login when %i processes meet an expired access token at once, under rotation",
    async (count) => {
      const person = await Person.atLocalhost();
      const { provider } = person;
      await person.logIn();
      await provider.expireAccessTokens();
      // The first answer comes when all processes have met the expired token.
      await provider.arm({ fault: "delay", where: "after", ms: count * 1500 });
      const all = Array.from({ length: count }, () => person.does(...query, ...acme));
      expect((await Promise.all(all)).map(({ totalSize }) => totalSize)).toEqual(all.map(() => 3));
      expect(await provider.summary()).toMatchObject({
        refreshes: 1,
        refreshed: 1,
        spent: 0,
        grantsRevoked: 0,
      });
      // The login lives on: its next refresh presents the new token.
      await provider.expireAccessTokens();
      await person.does(...query, ...acme);
      expect(await provider.summary()).toMatchObject({
        refreshes: 2,
        refreshed: 2,
        spent: 0,
        mostPresentations: 1,
      });
    },
  );

  test("logs in with the URL that it exports, and refreshes with the rotated token afterwards", async () => {
    // Such a URL names no scheme, and the command takes https.
    const person = await Person.atRealAddresses();
    const { provider } = person;
    await person.logIn();
    const exported = await person.does("org", "auth", "show-sfdx-auth-url", ...acme, "--no-prompt", "--json");
    expect(exported.sfdxAuthUrl).toMatch(
      /^force:\/\/PlatformCLI::5Aep861CANARY_[^@]+@acme\.my\.salesforce\.com$/,
    );
    await person.does("org", "logout", ...acme, "--no-prompt", "--json");
    const file = person.file("url", String(exported.sfdxAuthUrl));
    const login = ["org", "login", "sfdx-url", "--sfdx-url-file", file, "--alias", "again", "--json"];
    expect(await person.does(...login)).toMatchObject({ username });
    await provider.expireAccessTokens();
    expect(await person.does(...query, "--target-org", "again")).toMatchObject({ totalSize: 3 });
    expect(await provider.summary()).toMatchObject({
      refreshes: 2,
      refreshed: 2,
      spent: 0,
      grantsRevoked: 0,
    });
  });

  test("logs in with a JWT, and again when the session is over", async () => {
    // It tries the real login hosts, too.
    const person = await Person.atRealAddresses();
    const { provider } = person;
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const certificate = publicKey.export({ type: "spki", format: "pem" });
    await provider.setApp("demo", {
      certificate,
      permittedUsers: "admin_approved",
      approvedUsers: ["alice"],
    });
    const key = person.file("key.pem", String(privateKey.export({ type: "pkcs8", format: "pem" })));
    const app = ["--client-id", "demo", "--jwt-key-file", key, "--username", username];
    const login = ["org", "login", "jwt", ...app, "--instance-url", provider.issuer, "--alias", "robot"];
    expect(await person.does(...login, "--json")).toMatchObject({ username });
    expect(await person.does(...query, "--target-org", "robot")).toMatchObject({ totalSize: 3 });
    await provider.expireAccessTokens();
    expect(await person.does(...query, "--target-org", "robot")).toMatchObject({ totalSize: 3 });
    expect(await provider.summary()).toMatchObject({ codes: 0, refreshes: 0 });
  });
});
