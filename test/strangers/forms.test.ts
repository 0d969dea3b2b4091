import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type GitServer, startGitServer } from "./git-server.ts";
import { Holder, oddToken } from "./holder.ts";

// The forms of `token --as`, read by the programs that they are for, as far as a usual machine has them. Those of
// others are in installed/forms.test.ts.

const has = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;

let holder: Holder;
beforeAll(async () => {
  holder = await Holder.open();
});
afterAll(() => holder.close());

describe.skipIf(!has("curl"))("curl", () => {
  /** Calls curl, and returns the header that arrived. */
  async function sent(form: string, option: string): Promise<string | undefined> {
    let authorization: string | undefined;
    const server = createServer((request, response) => {
      authorization = request.headers.authorization;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const line = `tokenwell token acme --as ${form} | curl --silent --show-error ${option} ${address}`;
    expect(await holder.shell(line)).toMatchObject({ code: 0, stderr: "" });
    return authorization;
  }

  test.each([
    ["curl-config", "--config -"],
    ["header", "--header @-"],
  ])("sends the token of %s as it is, whatever characters it has", async (form, option) => {
    await holder.hold(oddToken);
    expect(await sent(form, option)).toBe(`Bearer ${oddToken}`);
  });

  test("finds nothing but the header in a token that tries to end its line", async () => {
    await holder.hold('x" \noutput = "stolen');
    const { code, stderr } = await holder.shell("tokenwell token acme --as curl-config");
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cannot carry this token"),
    });
  });
});

describe.skipIf(!has("git"))("git", () => {
  let server: GitServer;
  beforeAll(async () => {
    server = await startGitServer(holder.folder);
  });
  afterAll(() => server.close());

  /** git with the helper, which is the only one. */
  const git = (args: string): Promise<Awaited<ReturnType<Holder["shell"]>>> => {
    const helper = `!tokenwell token acme --as git-credential --allow-host ${server.host}`;
    const config = `-c credential.helper= -c 'credential.http://${server.host}.helper=${helper}'`;
    return holder.shell(`git ${config} ${args}`, { GIT_TERMINAL_PROMPT: "0" });
  };

  test("fills a credential with the token as it is", async () => {
    await holder.hold(`${oddToken}é`);
    const { code, stdout } = await git(`credential fill <<END\nprotocol=http\nhost=${server.host}\n\nEND\n`);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "protocol=http",
      `host=${server.host}`,
      "username=oauth2",
      `password=${oddToken}é`,
    ]);
  });

  test("asks for no password where the helper may give none", async () => {
    const { code, stderr } = await git(
      "-c credential.helper='!tokenwell token acme --as git-credential' credential fill <<END\nprotocol=https\nhost=git.example.com\n\nEND\n",
    );
    expect(code).not.toBe(0);
    expect(stderr).toContain("--allow-host git.example.com");
    expect(stderr).toContain("could not read Username");
  });

  test("clones over HTTP with the token, and after a 401 the next call has another one", async () => {
    await holder.hold(oddToken);
    server.allowed = `oauth2:${oddToken}`;
    const cloned = await git(`clone --quiet http://${server.host}/acme.git clone`);
    expect(cloned).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(join(holder.folder, "clone/.git/HEAD"))).toBe(true);
    expect(server.seen.at(-1)).toBe(`oauth2:${oddToken}`);

    server.allowed = "oauth2:CANARY_new";
    await holder.scene.advance(60_000);
    await holder.willGet("CANARY_new");
    expect((await git("-C clone fetch")).code).not.toBe(0);
    expect(await git("-C clone fetch --quiet")).toMatchObject({ code: 0, stderr: "" });
    expect(server.seen.at(-1)).toBe(server.allowed);
  });
});

describe("an .env file", () => {
  test.each(["plain-token.~+/=", `a"b c$d#e\`f`, "a'b c#d"])(
    "holds the token %s for Node and for a shell",
    async (token) => {
      await holder.hold(token);
      const script = "process.stdout.write(process.env.ACCESS_TOKEN)";
      const write = "tokenwell token acme --as dotenv > .env";
      const node = await holder.shell(`${write} && node --env-file=.env -e '${script}'`);
      expect(node).toMatchObject({ code: 0, stdout: token });
      const shell = await holder.shell(`. ./.env && printf %s "$ACCESS_TOKEN"`);
      expect(shell).toMatchObject({ code: 0, stdout: token });
    },
  );
});
