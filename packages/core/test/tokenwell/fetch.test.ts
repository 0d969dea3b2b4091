import { describe, expect, test } from "vitest";
import { resolveAddress } from "../../src/tokenwell/fetch.ts";

const https = "https://api.acme.example/v1";
const loopback = "http://localhost:9400";

/** The code of the error, or the address that gets the token. */
function resolved(address: string, base: string, allowHosts: readonly string[] = []): string {
  try {
    return resolveAddress(address, base, "acme", allowHosts).href;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("resolveAddress()", () => {
  test.each([
    ["/me", https, [], "https://api.acme.example/v1/me"],
    ["https://cdn.example/x", https, ["cdn.example"], "https://cdn.example/x"],
    ["http://localhost:9500/x", loopback, ["localhost:9500"], "http://localhost:9500/x"],
  ])("%s at %s may have the token", (address, base, allowHosts, url) => {
    expect(resolved(address, base, allowHosts)).toBe(url);
  });

  test.each([
    ["https://cdn.example/x", https],
    ["http://localhost:9500/x", loopback],
  ])("%s is not the API %s, and --allow-host would help", (address, base) => {
    expect(resolved(address, base)).toBe("foreign_host");
  });

  test.each([
    ["http://localhost:9400/api/hello", https],
    ["http://api.acme.example/v1/me", https],
    ["http://evil.example/x", loopback],
  ])("%s is not encrypted, so --allow-host does not help at %s", (address, base) => {
    const { host } = new URL(address);
    for (const allowHosts of [[], [host]]) expect(resolved(address, base, allowHosts)).toBe("insecure_host");
  });
});
