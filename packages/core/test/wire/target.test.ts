import { expect, test } from "vitest";
import { isLoopback, lookupWith, readTarget } from "../../src/wire/target.ts";

const LOOPBACK = [
  "http://localhost",
  "http://LOCALHOST:9355/x",
  "http://localhost.",
  "http://login.localhost:1",
  "http://127.0.0.1",
  "http://127.255.255.254",
  "http://0x7f.1",
  "http://127.1",
  "http://2130706433",
  "http://①②⑦.0.0.1",
  "http://0177.0.0.1",
  "http://[::1]",
  "http://[0:0:0:0:0:0:0:1]:8080",
  "http://[::ffff:7f00:1]",
  "http://[::ffff:127.0.0.1]",
  "http://127.0.0.1@localhost",
  "https://localhost",
];

const ELSEWHERE = [
  "http://example.com",
  "http://localhost.example.com",
  "http://notlocalhost",
  "http://127.0.0.1.nip.io",
  "http://127.example.com",
  "http://128.0.0.1",
  "http://0",
  "http://0.0.0.0",
  "http://[::]",
  "http://[::2]",
  "http://[::ffff:8000:1]",
  "http://[::7f00:1]",
  "http://10.0.0.1",
  "http://169.254.169.254",
  "http://localhost@example.com",
  "http://example.com#@localhost",
  "ftp://localhost",
  "localhost",
  "",
  "file:///localhost",
];

test.each(LOOPBACK)("%s is loopback, so plain http is allowed", (address) => {
  expect(isLoopback(address)).toBe(true);
});

test.each(ELSEWHERE)("%s is not loopback, so plain http is refused", (address) => {
  expect(isLoopback(address)).toBe(false);
  expect(() => readTarget(address)).toThrow(expect.objectContaining({ name: "InputError" }));
});

test("plain http elsewhere is named without its query", () => {
  expect(() => readTarget("http://example.com/a?token=secret")).toThrow(
    expect.objectContaining({ code: "insecure_address", facts: { url: "http://example.com/a" } }),
  );
});

test("https goes anywhere", () => {
  expect(readTarget("https://example.com/a?b=c").href).toBe("https://example.com/a?b=c");
});

test("an address with user name and password is refused without quoting them", () => {
  const read = () => readTarget("https://me:hunter2@example.com/");
  expect(read).toThrow(expect.objectContaining({ code: "invalid_address" }));
  expect(read).not.toThrow(/hunter2/);
});

test("localhost is never asked of a name server", () => {
  const answers: unknown[] = [];
  const lookup = lookupWith(() => expect.fail("asked"));
  lookup("localhost", { all: true }, (_error, addresses) => answers.push(addresses));
  lookup("a.localhost.", { all: false }, (_error, address) => answers.push(address));
  lookup("localhost", { all: false, family: 6 }, (_error, address) => answers.push(address));
  const both = [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ];
  expect(answers).toEqual([both, "127.0.0.1", "::1"]);
});
