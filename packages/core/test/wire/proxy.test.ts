import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type Environment, proxyFor } from "../../src/wire/proxy.ts";

const target = new URL("https://login.example.com/token");

function where(env: Environment, url = target): string | null {
  const proxy = proxyFor(url, env);
  return proxy === null ? null : `${proxy.secure ? "https" : "http"} ${proxy.hostname} ${proxy.port}`;
}

test.each<[string, Environment, string | null]>([
  ["nothing set", {}, null],
  ["upper case", { HTTPS_PROXY: "http://proxy:3128" }, "http proxy 3128"],
  ["lower case", { https_proxy: "http://proxy:3128" }, "http proxy 3128"],
  ["lower case before upper case", { https_proxy: "http://a:1", HTTPS_PROXY: "http://b:2" }, "http a 1"],
  ["without a scheme", { HTTPS_PROXY: "proxy:3128" }, "http proxy 3128"],
  ["without a port", { HTTPS_PROXY: "http://proxy" }, "http proxy 80"],
  ["over TLS", { HTTPS_PROXY: "https://proxy" }, "https proxy 443"],
  ["IPv6", { HTTPS_PROXY: "http://[2001:db8::1]:8080" }, "http 2001:db8::1 8080"],
  ["ALL_PROXY", { ALL_PROXY: "http://all:1" }, "http all 1"],
  ["HTTPS_PROXY before ALL_PROXY", { ALL_PROXY: "http://all:1", HTTPS_PROXY: "http://b:2" }, "http b 2"],
  ["HTTP_PROXY, which is for plain http", { HTTP_PROXY: "http://proxy:1" }, null],
  ["empty means none", { https_proxy: "", HTTPS_PROXY: "http://b:2" }, null],
])("%s", (_name, env, expected) => {
  expect(where(env)).toBe(expected);
});

test.each<[string, boolean]>([
  ["*", true],
  ["login.example.com", true],
  ["LOGIN.example.COM.", true],
  ["example.com", true],
  [".example.com", true],
  ["*.example.com", true],
  ["other.test, example.com", true],
  ["other.test example.com", true],
  ["login.example.com:443", true],
  ["example.com:8443", false],
  ["ple.com", false],
  ["gin.example.com", false],
  ["example.org", false],
  ["", false],
  [",,", false],
])("NO_PROXY=%s exempts login.example.com: %s", (list, exempt) => {
  expect(where({ HTTPS_PROXY: "http://proxy:1", NO_PROXY: list }) === null).toBe(exempt);
  expect(where({ HTTPS_PROXY: "http://proxy:1", no_proxy: list }) === null).toBe(exempt);
});

test.each(["[2001:db8::1]", "2001:db8::1", "[2001:db8::1]:443"])(
  "NO_PROXY=%s names an IPv6 address",
  (list) => {
    expect(
      where({ HTTPS_PROXY: "http://p:1", NO_PROXY: list }, new URL("https://[2001:db8::1]/")),
    ).toBeNull();
  },
);

test.each(["https://localhost:1/", "https://127.0.0.1/", "https://[::1]/", "http://localhost/"])(
  "%s is direct",
  (url) => {
    expect(where({ HTTPS_PROXY: "http://proxy:1", HTTP_PROXY: "http://proxy:1" }, new URL(url))).toBeNull();
  },
);

test("user name and password become Proxy-Authorization, decoded, and do not print", () => {
  const proxy = proxyFor(target, { HTTPS_PROXY: "http://me:p%40ss@proxy:1" });
  expect(proxy?.authorization?.expose()).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
  expect(inspect(proxy, { depth: 9 })).not.toMatch(/p%40ss|p@ss|bWU6/);
});

test.each(["socks5://me:hunter2@proxy:1", "http://me:hunter2@proxy:99999", "http://me:%hunter2@proxy:1"])(
  "%s is refused without quoting the password",
  (value) => {
    const read = () => proxyFor(target, { HTTPS_PROXY: value });
    expect(read).toThrow(expect.objectContaining({ name: "InputError", code: "invalid_option" }));
    expect(read).not.toThrow(/hunter2/);
  },
);
