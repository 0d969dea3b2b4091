import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionStatus } from "@tokenwell/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { CliHarness } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection, tokenSet } from "./support/fake-tokenwell.ts";

const google = {
  ...healthyConnection,
  issuer: "https://accounts.google.com",
  apiBase: "https://accounts.google.com",
};
const mail = { ...google, scope: "openid email https://mail.google.com/" };
const salesforce = {
  ...healthyConnection,
  provider: "salesforce",
  issuer: "https://login.salesforce.com",
  apiBase: "https://acme.my.salesforce.com",
};
const mcp = { ...healthyConnection, apiBase: "https://mcp.example.com/mcp" };

/** A person with a home folder, who types commands about one connection. */
function person(connection: ConnectionStatus = healthyConnection) {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-use-test-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const tokenwell = fakeTokenwell({ status: async () => [connection], token: async () => tokenSet });
  const run = async (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const cli = new CliHarness({ tokenwell, env: { HOME: home, PATH: "/usr/bin:/bin", ...env } });
    const code = await cli.run(["use", ...argv]);
    return { code, out: cli.stdout, said: cli.stderr.replace(/\s+/g, " ") };
  };
  const file = (path: string): string => join(home, path);
  return { home, run, file, read: (path: string) => readFileSync(file(path), "utf8") };
}

describe("tokenwell use", () => {
  test("lists the tools, with the source of each for programs", async () => {
    const { run } = person();
    const { out } = await run([]);
    for (const id of ["sf", "data-loader", "msmtp", "vdirsyncer", "claude-code", "vscode", "git", "postman"])
      expect(out).toMatch(new RegExp(`^  ${id} `, "m"));
    const all = JSON.parse((await run(["--json"])).out);
    expect(all).toHaveLength(21);
    for (const { source, read } of all)
      expect([source, read]).toEqual([
        expect.stringMatching(/^https:/),
        expect.stringMatching(/^2026-\d\d-\d\d$/),
      ]);
  });

  test("fills the lines with the servers and the account of the connection", async () => {
    const { run } = person(mail);
    const { out, code } = await run(["msmtp", "acme", "--no-try"]);
    expect(code).toBe(0);
    expect(out).toContain('host "smtp.gmail.com"\nport 465\n');
    expect(out).toContain('user "taro@acme.example"\n');
    expect(out).not.toContain(tokenSet.accessToken);
  });

  test("says why a connection does not fit, and the login that would", async () => {
    const withoutMail = await person(google).run(["msmtp"]);
    expect(withoutMail).toMatchObject({ code: 2, out: "" });
    expect(withoutMail.said).toContain("msmtp needs the scope https://mail.google.com/");
    expect(withoutMail.said).toContain(
      'tokenwell login https://accounts.google.com --scope "openid email https://mail',
    );
    expect((await person(salesforce).run(["neomutt"])).said).toContain("the provider of acme has none");
    expect((await person().run(["restforce"])).said).toContain("tokenwell login salesforce");
    expect((await person(google).run(["cursor"])).said).toContain("acme is no connection to an MCP server");
    expect((await person(mail).run(["vdirsyncer"])).said).toContain("cannot use a token of Google");
  });

  test("names the option for what the connection does not tell, in a line that works", async () => {
    const { run } = person();
    const { said } = await run(["mbsync"]);
    const [, typed = ""] = /tokenwell use (mbsync acme --imap \S+)/.exec(said) ?? [];
    expect((await run([...typed.split(" "), "--no-try"])).code).toBe(0);
    expect((await run(["git", "--url", "https://a.example"])).said).toContain("git takes no --url");
  });

  test.each([
    ["imap.example.com", "IMAPS", 993],
    ["imap.example.com:143", "STARTTLS", 143],
    ["imap://imap.example.com", "STARTTLS", 143],
    ["imaps://imap.example.com:9930/", "IMAPS", 9930],
  ])("takes %s for a server", async (given, kind, port) => {
    const { out } = await person().run(["mbsync", "--imap", given, "--no-try"]);
    expect(out).toContain(`Host "imap.example.com"\nPort ${port}\nSSLType ${kind}\n`);
  });

  test.each([
    ["mbsync", "--imap", "imap.example.com/x"],
    ["git", "--host", "http://git.example.com"],
    ["git", "--host", "https://taro:secret@git.example.com"],
    ["msmtp", "--sasl", "plain"],
    ["msmtp", "--user", "a\nb"],
  ])("refuses for %s the value %s %s", async (tool, option, given) => {
    const options = tool === "msmtp" ? ["--smtp", "smtp.example.com"] : [];
    expect((await person().run([tool, ...options, option, given, "--no-try"])).code).toBe(2);
  });

  test("writes the lines once, beside a copy that only the owner can read", async () => {
    const { file, home, read, run } = person(mail);
    writeFileSync(file(".mbsyncrc"), "# mine\nCreate Both\n", { mode: 0o644 });
    const first = await run(["mbsync", "--write", "--no-try"]);
    expect(first.said).toContain(
      "~/.mbsyncrc has the lines. What was there: ~/.mbsyncrc.tokenwell-20261122T120000Z",
    );
    const written = read(".mbsyncrc");
    expect(written).toMatch(
      /^# mine\nCreate Both\n\n# >>> tokenwell use mbsync acme >>>\nIMAPAccount acme\n/,
    );
    expect(read(".mbsyncrc.tokenwell-20261122T120000Z")).toBe("# mine\nCreate Both\n");
    expect(statSync(file(".mbsyncrc.tokenwell-20261122T120000Z")).mode & 0o777).toBe(0o600);
    expect(statSync(file(".mbsyncrc")).mode & 0o777).toBe(0o644);

    const again = await run(["mbsync", "--write", "--no-try"]);
    expect(again.said).toContain("~/.mbsyncrc had the lines already.");
    expect(read(".mbsyncrc")).toBe(written);
    expect(readdirSync(home)).toHaveLength(2);

    await run(["mbsync", "--user", "other@acme.example", "--write", "--no-try"]);
    expect(read(".mbsyncrc")).toBe(written.replace("taro@acme.example", "other@acme.example"));
  });

  test("writes a member of JSON and leaves the others, and no JSON with comments", async () => {
    const { file, read, run } = person(mcp);
    mkdirSync(file(".cursor"));
    writeFileSync(
      file(".cursor/mcp.json"),
      '{\n\t"mcpServers": {"other": {"port": 12345678901234567890}}\n}\n',
    );
    expect((await run(["cursor", "--write"])).code).toBe(0);
    const written = read(".cursor/mcp.json");
    expect(JSON.parse(written).mcpServers.acme.args.slice(-3)).toEqual(["mcp", "bridge", "acme"]);
    expect(written).toContain('\n\t\t\t"port": 12345678901234567890\n');
    expect((await run(["cursor", "--write"])).said).toContain("had the lines already");

    writeFileSync(file(".cursor/mcp.json"), "{ // mine\n}\n");
    expect((await run(["cursor", "--write"])).said).toContain("is not plain JSON");
    expect(read(".cursor/mcp.json")).toBe("{ // mine\n}\n");
  });

  test("has nothing to write for code", async () => {
    const { code, said } = await person(salesforce).run(["jsforce", "--write"]);
    expect({ code, said }).toMatchObject({ code: 2, said: expect.stringContaining("no file for --write") });
  });

  test("writes nothing if a trial fails, and proposes nothing", async () => {
    const { home, run } = person();
    // There is no store, so the command for the token fails.
    const { code, said } = await run(["claude-code", "--url", "https://mcp.example.com/mcp"], {
      TOKENWELL_HOME: join(home, "none"),
    });
    expect(code).toBe(1);
    expect(said).toContain("✗ Not so: The command for the token prints one.");
    expect(said).not.toContain("--write");
    expect(readdirSync(home)).toEqual([]);
  });

  test("shows no token if a program prints the one that a server refused, even encoded", async () => {
    const { file, run } = person(mail);
    const { accessToken } = tokenSet;
    const sasl = Buffer.from(`user=taro@acme.example\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString(
      "base64",
    );
    mkdirSync(file("bin"));
    const script = `#!/bin/sh\necho "refused: ${accessToken} AUTHENTICATE XOAUTH2 ${sasl}" >&2\nexit 1\n`;
    writeFileSync(file("bin/mbsync"), script, { mode: 0o755 });
    const { said } = await run(["mbsync"], { PATH: `${file("bin")}:/usr/bin:/bin` });
    expect(said).toContain("refused: … AUTHENTICATE XOAUTH2 …");
  });

  test("gives programs the parts, the trials and the copies", async () => {
    const { file, run } = person(mail);
    writeFileSync(file(".msmtprc"), "defaults\n");
    const { out } = await run(["msmtp", "--write", "--no-try", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      tool: "msmtp",
      name: "acme",
      parts: [
        {
          kind: "block",
          file: file(".msmtprc"),
          written: true,
          copy: expect.stringContaining(".tokenwell-"),
        },
      ],
      tries: [],
    });
  });
});

const odd = [
  "a b",
  "it's",
  'say "hi"',
  "100%",
  "%s %(from)s",
  "$HOME",
  "`id`",
  "back\\slash",
  "semi;colon#hash",
  "日本語",
];

describe("a value with signs of the formats", () => {
  test("reaches the program through git's configuration and its shell", async () => {
    const { file, run } = person();
    for (const [index, part] of odd.entries()) {
      const home = `/store/${part}`;
      const { out } = await run(["git", "--host", "git.example.com", "--user", `u${part}`, "--no-try"], {
        TOKENWELL_HOME: home,
      });
      writeFileSync(file(`config-${index}`), out);
      const key = "credential.https://git.example.com.helper";
      const read = execFileSync("git", ["config", "--file", file(`config-${index}`), "--get-all", key]);
      const [empty, helper = ""] = read.toString().split("\n");
      expect(empty).toBe("");
      const shell = helper.replace(/^!env/, "printf '%s\\n'");
      const words = execFileSync("sh", ["-c", shell], { env: { HOME: "/nowhere" } })
        .toString()
        .split("\n");
      expect(words[0]).toBe(`TOKENWELL_HOME=${home}`);
      expect(words[words.indexOf("--user") + 1]).toBe(`u${part}`);
    }
  });

  test("names the store of a database without its password", async () => {
    const store = "postgres://app:CANARY@db.example.com/tokenwell?sslrootcert=/etc/a%20b.pem&connections=2";
    const { out } = await person(mcp).run(["vscode", "--no-try"], { TOKENWELL_STORE: store });
    expect(JSON.parse(out).servers.acme.env).toMatchObject({ TOKENWELL_STORE: store.replace(":CANARY", "") });
    const { file, run } = person();
    const git = await run(["git", "--host", "git.example.com", "--no-try"], { TOKENWELL_STORE: store });
    expect(git.out).not.toContain("CANARY");
    writeFileSync(file("config"), git.out);
    const key = "credential.https://git.example.com.helper";
    const read = execFileSync("git", ["config", "--file", file("config"), "--get-all", key]);
    const shell = read.toString().split("\n")[1]?.replace(/^!env/, "printf '%s\\n'") ?? "";
    const words = execFileSync("sh", ["-c", shell], { env: { HOME: "/nowhere" } }).toString();
    expect(words).toContain(`TOKENWELL_STORE=${store.replace(":CANARY", "")}\n`);
  });

  test("reaches the client of MCP as JSON", async () => {
    for (const part of odd) {
      const { out } = await person(mcp).run(["vscode", "--no-try"], { TOKENWELL_HOME: `/store/${part}` });
      expect(JSON.parse(out).servers.acme.env).toEqual({ TOKENWELL_HOME: `/store/${part}` });
    }
  });
});
