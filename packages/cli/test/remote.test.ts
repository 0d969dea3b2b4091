import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { ProviderError } from "@tokenwell/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { readCarrier } from "../src/remote/carrier.ts";
import { LineTooLongError, linesOf } from "../src/remote/lines.ts";
import { errorMessage, errorOf } from "../src/remote/messages.ts";
import { run } from "../src/run.ts";

const hello = `echo '{"tokenwell":"0.1.0","protocol":1}'`;
const control = "\\\\u001b]0;owned\\\\u0007";
/** Answers the calls of a login: the apps that are known, then what the login is. */
const answers = (login: string) =>
  `${hello}; read -r a; echo '{"id":1,"value":[]}'; read -r b; printf '%b\\n' '${login}'; read -r c`;

/** Runs a login whose `ssh` is this shell script. Returns all that it wrote to the terminal. */
async function loginOver(script: string | null) {
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-remote-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (script !== null) {
    writeFileSync(join(folder, "ssh"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "ssh"), 0o755);
  }
  const stderr = Object.assign(new PassThrough(), { isTTY: false, columns: 80 });
  let written = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    written += text;
  });
  const opened: string[] = [];
  const app = ["--host", "login.example.com", "--client-id", "demo", "--public", "--port", "1"];
  const code = await run(["login", "oidc", "acme", "--on", "ssh://taro@server", ...app], {
    stdin: Object.assign(new PassThrough(), { isTTY: false }),
    stdout: new PassThrough(),
    stderr,
    env: { PATH: script === null ? folder : `${folder}:/usr/bin:/bin`, LANG: "en_US.UTF-8" },
    openTokenwell: () => {
      throw new Error("the store here must not be opened");
    },
    openBrowser: async (url) => {
      opened.push(url);
      return true;
    },
  });
  return { code, written, opened };
}

/** What the other machine may do, and what the user reads. */
const machines: Readonly<Record<string, readonly [script: string | null, said: string]>> = {
  "is not reached": ["echo 'ssh: no route' >&2; exit 255", "ssh: no route"],
  "has no tokenwell": ["echo 'sh: tokenwell: not found' >&2; exit 127", "there is no tokenwell on"],
  "has an older tokenwell": ["exit 2", "is too old for this one"],
  "has a tokenwell of another protocol": [
    `echo '{"tokenwell":"9.0.0","protocol":9}'; read -r a`,
    "has tokenwell 9.0.0",
  ],
  "is reached by a program that is not here": [null, "ssh is not installed here"],
  "prints a line without end": ["head -c 900000 /dev/zero | tr '\\0' a; read -r a", "not of tokenwell"],
  "prints lines without end": ["yes hello | head -n 100000; read -r a", "not of tokenwell"],
  "answers what is no JSON": [
    `${hello}; read -r a; printf '\\033[2Jhello\\n'; read -r b`,
    "not of tokenwell",
  ],
  "answers a call that nobody made": [
    `${hello}; read -r a; echo '{"id":7,"value":1}'; read -r b`,
    "not of tokenwell",
  ],
  "ends in the middle": [`${hello}; read -r a`, "the connection to taro@server ended"],
  "names a file as the address to open": [
    answers('{"id":2,"value":{"url":"file:///etc/passwd","provider":"oidc"}}'),
    "not of tokenwell",
  ],
  "names a provider that nobody knows": [
    answers('{"id":2,"value":{"url":"https://login.example.com/","provider":"../x"}}'),
    "not of tokenwell",
  ],
  "writes to the terminal in an error": [
    answers(
      `{"id":2,"error":{"class":"ProviderError","code":"no_discovery","facts":{"host":"${control}","url":"${control}","status":404}}}`,
    ),
    "]0;owned",
  ],
  "writes to the terminal beside an error": [
    `printf '\\033]0;owned\\007\\033[2J\\n' >&2; exit 255`,
    "]0;owned",
  ],
  "has an error that this one does not know": [
    answers(`{"id":2,"error":{"class":"unexpected","name":"${control}TypeError"}}`),
    "failed unexpectedly",
  ],
};

describe("a login on a machine that", () => {
  test.each(Object.entries(machines))(
    "A login on a machine that %s ends with a word",
    async (_, [script, said]) => {
      const { code, opened, written } = await loginOver(script);
      expect(code).not.toBe(0);
      expect(written).toContain(said);
      expect(opened).toEqual([]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      expect(written.length).toBeLessThan(4_000);
    },
  );
});

describe("the address of another machine", () => {
  test.each([
    ["ssh://server", "ssh -T -- server"],
    ["ssh://taro@server:2222/opt/tw/tokenwell", "ssh -T -p 2222 -- taro@server"],
    ["SSH://taro@[::1]:22", "ssh -T -p 22 -- taro@::1"],
    ["docker://web-1", "docker exec -i web-1"],
    ["docker://app@web-1/usr/bin/tokenwell", "docker exec -i -u app web-1"],
    ["kubectl://pod-1", "kubectl exec -i pod-1 --"],
    ["kubectl://jobs/pod-1", "kubectl exec -i -n jobs pod-1 --"],
    ["kubectl://jobs/pod-1/main", "kubectl exec -i -n jobs pod-1 -c main --"],
  ])("The address %s is reached by its program", (address, line) => {
    const { args, program } = readCarrier(address);
    expect([program, ...args].join(" ")).toBe(line);
  });

  test.each([
    ...["ssh://", "ssh://-oProxyCommand=x", "ssh://-l@server", "ssh://a b", "ssh://taro:pass@server"],
    ...[
      "ssh://server/a;b",
      "ssh://server/$(id)",
      "ssh://server/../x y",
      "ssh://server:99999999",
      "ftp://server",
    ],
    ...["docker://web:1", "docker://-it", "kubectl://a/b/c/d", "kubectl://", "kubectl://--as/b", "server"],
  ])("The address %s is refused", (address) => {
    expect(() => readCarrier(address)).toThrow("remote_address");
  });
});

async function collected(chunks: readonly Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from(chunks))) lines.push(line);
  return lines;
}

describe("a message", () => {
  test("A stream is read line by line, whatever its chunks, and no line is kept that is too long", async () => {
    const kanji = Buffer.from("日本\nend");
    const chunks = [
      Buffer.from("a"),
      Buffer.from("b\nc\n"),
      Buffer.from("\n"),
      kanji.subarray(0, 2),
      kanji.subarray(2),
    ];
    expect(await collected(chunks)).toEqual(["ab", "c", "", "日本", "end"]);
    const long = Array.from({ length: 400 }, () => Buffer.alloc(1_024, "a"));
    await expect(collected(long)).rejects.toBeInstanceOf(LineTooLongError);
  });

  test("An error arrives as the same error, without its causes", () => {
    const cause = new Error("CANARY");
    const sent = new ProviderError("no_discovery", { host: "a", url: "b", status: 404 }, cause);
    const line = JSON.stringify(errorMessage(sent));
    expect(line).not.toContain("CANARY");
    const read = errorOf(JSON.parse(line), "there");
    expect(read).toBeInstanceOf(ProviderError);
    expect(read).toMatchObject({ code: "no_discovery", facts: { host: "a", url: "b", status: 404 } });
    expect(JSON.stringify(errorMessage(new Error("CANARY")))).not.toContain("CANARY");
  });
});
