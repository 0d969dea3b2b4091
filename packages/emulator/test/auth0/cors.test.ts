import { expect, test } from "vitest";
import { opened } from "./opened.ts";

const page = "https://spa.example";

test.each(["/oauth/token", "/userinfo", "/.well-known/jwks.json", "/.well-known/openid-configuration"])(
  "%s may be read by pages of allowed origins and of callbacks, and no others",
  async (path) => {
    const { control, origin } = await opened();
    await control("apps/demo", { allowedOrigins: [page] });
    const allowed = async (from: string) => {
      const { headers } = await fetch(`${origin}${path}`, { headers: { origin: from } });
      expect(headers.get("vary")).toContain("Origin");
      return headers.get("access-control-allow-origin");
    };
    expect(await allowed(page)).toBe(page);
    expect(await allowed("https://app.emulator.example")).toBe("https://app.emulator.example");
    expect(await allowed("https://evil.example")).toBeNull();
    expect(await allowed("null")).toBeNull();
  },
);

test("a browser asks first, and the answer comes with the limits", async () => {
  const { app, control, origin } = await opened();
  await control("apps/demo", { allowedOrigins: [page] });
  const headers = { origin: page, "access-control-request-method": "POST" };
  const preflight = await fetch(`${origin}/oauth/token`, { method: "OPTIONS", headers });
  expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
    204,
    "GET,POST",
  ]);
  const answer = await app.exchange(await app.code(), {}, { headers: { origin: page } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe(page);
  expect(answer.headers.get("access-control-expose-headers")).toContain("x-ratelimit-reset");
  expect(answer.headers.get("x-ratelimit-limit")).toBe("100");
});

test("a mobile scheme among the callbacks lets no page in", async () => {
  const clients = [{ clientId: "phone", redirectUris: ["com.example:/callback"] }];
  const { origin } = await opened({ clients });
  const { headers } = await fetch(`${origin}/userinfo`, { headers: { origin: "null" } });
  expect(headers.get("access-control-allow-origin")).toBeNull();
});
