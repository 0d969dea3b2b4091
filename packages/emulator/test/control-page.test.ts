import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { request as requestOverTls } from "node:https";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { presetsAt } from "../src/control-page/presets.ts";
import { span } from "../src/control-page/times.ts";
import { faultNames, parseFault } from "../src/faults/fault.ts";
import { type Emulator, startEmulator } from "../src/index.ts";
import { en } from "../src/text/en.ts";
import { ja } from "../src/text/ja.ts";
import { App } from "./app.ts";
import { SalesforceApp } from "./salesforce/app.ts";
import { start } from "./starting.ts";

afterEach(() => vi.unstubAllEnvs());

const noon = Date.UTC(2026, 0, 1, 12);

async function open({ issuer }: Emulator, language = "en"): Promise<{ status: number; text: string }> {
  const response = await fetch(`${issuer}/emulator`, { headers: { "accept-language": language } });
  return { status: response.status, text: await response.text() };
}

/** Sends a form as the page's own buttons do. */
function submit(
  { issuer }: Emulator,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { origin: issuer, "sec-fetch-site": "same-origin" },
): Promise<Response> {
  const body = new URLSearchParams(form);
  return fetch(`${issuer}/emulator`, { method: "POST", body, headers, redirect: "manual" });
}

/** What the button with this label sends. */
function buttonIn(text: string, label: string): Record<string, string> {
  const buttons = [...text.matchAll(/name="call" value="([^"]*)"[^>]*>(.*?)<\/button>/g)];
  const found = buttons.find(([, , content = ""]) => content.replace(/<[^>]*>/g, "").includes(label));
  const call = found?.[1]?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  if (call === undefined) throw new Error(`no button "${label}"`);
  return { call, section: "grants" };
}

async function scene() {
  const emulator = await start({ personality: "salesforce", startMs: noon });
  const app = new SalesforceApp(emulator);
  const { access_token: accessToken, refresh_token: refreshToken } = await app.connect();
  const press = async (label: string) => submit(emulator, buttonIn((await open(emulator)).text, label));
  return { emulator, app, accessToken, refreshToken, press };
}

test("the page shows the ledger with the true reasons, the grants, the people, the apps and the faults", async () => {
  const { emulator, app, refreshToken } = await scene();
  await app.refresh(refreshToken);
  await app.refresh(refreshToken);
  emulator.faults.arm({ fault: "truncate", bytes: 20, skip: 2 });
  await app.connect({ login: `<b>"mallory"</b>` });
  const { status, text } = await open(emulator);
  expect(status).toBe(200);
  for (const shown of [
    en.banner,
    "Salesforce emulator",
    "spent refresh token",
    en["control.grant_revoked"],
  ]) {
    expect(text).toContain(shown);
  }
  expect(text).toContain("&#60;b&#62;");
  expect(text).not.toContain("<b>");
  expect(text).toContain("truncate&#34;,&#34;bytes&#34;:20,&#34;skip&#34;:1");
  expect(text.match(/<li class="rotated">/g)).toHaveLength(1);
  const secrets = emulator.record.list().map(({ value }) => value);
  expect(secrets.filter((value) => text.includes(value))).toEqual([]);
});

test("the same page in Japanese, for whoever prefers it", async () => {
  const { emulator } = await scene();
  const { text } = await open(emulator, "ja,en;q=0.5");
  expect(text).toContain('<html lang="ja">');
  for (const shown of [ja.banner, "Salesforce エミュレーター", ja["control.ledger"], ja["control.expire"]]) {
    expect(text).toContain(shown);
  }
  expect(text).not.toContain(en["control.lead"]);
});

test("its buttons revoke, expire, deactivate, switch rotation, move the clock and arm a fault", async () => {
  const { emulator, app, accessToken, refreshToken, press } = await scene();
  const expired = await press("Expire all access tokens");
  expect([expired.status, expired.headers.get("location")]).toEqual([303, "/emulator?done=1#grants"]);
  expect(await app.api(accessToken)).toBe(401);

  await press("rotation: strict demo");
  expect((await app.refresh(refreshToken)).body.refresh_token).toBeUndefined();

  await press("Deactivate alice");
  expect((await app.refresh(refreshToken)).body.error_description).toBe("inactive user");
  await press("Activate alice");
  expect((await app.refresh(refreshToken)).status).toBe(200);

  await press("+1 hour");
  await press("+1 day");
  await submit(emulator, { call: "move", amount: "-1.5", unit: "minute" });
  expect(emulator.clock.nowMs()).toBe(noon + 25 * 3_600_000 - 90_000);

  await submit(emulator, {
    call: "arm",
    fault: '{"fault":"status","status":503}',
    skip: "1",
    times: "2",
    json: "",
  });
  await submit(emulator, { call: "arm", fault: "", json: '{"fault":"huge","bytes":9}' });
  expect(emulator.faults.list()).toEqual([
    { fault: "status", status: 503, skip: 1, times: 2 },
    { fault: "huge", bytes: 9, skip: 0, times: 1 },
  ]);
  await press("Disarm all");
  expect(emulator.faults.list()).toEqual([]);

  await submit(emulator, {
    call: "change",
    app: "demo",
    setting: "refreshTokenPolicy",
    value: '{"idleSeconds":60}',
  });
  emulator.clock.advance(60_000);
  expect((await app.refresh(refreshToken)).body.error).toBe("invalid_grant");

  await press("Revoke alice, demo");
  expect(emulator.grants()).toEqual([]);
});

test.each([
  [{ call: "arm", fault: '{"fault":"flood"}' }, "A fault looks like"],
  [{ call: "arm", fault: "{" }, "That is not JSON."],
  [{ call: "move", amount: "much", unit: "day" }, "must be a whole number of milliseconds"],
  [{ call: '{"action":"POST nonsense"}' }, "The control interface has no such call."],
  [{}, "That is not JSON."],
])("what makes no sense is refused on the page itself: %j", async (form, sentence) => {
  const { emulator } = await scene();
  const response = await submit(emulator, form);
  const text = await response.text();
  expect(response.status).toBe(400);
  expect(text).toContain('role="alert"');
  expect(text).toContain(sentence.replaceAll('"', "&#34;"));
});

test("where the clock cannot be moved, the page says so", async () => {
  const emulator = await start();
  const response = await submit(emulator, buttonIn((await open(emulator)).text, "+1 hour"));
  expect([response.status, (await response.text()).includes("cannot move its clock")]).toEqual([400, true]);
});

test.each([
  [{ origin: "https://evil.example" }],
  [{ origin: "http://localhost:1" }],
  [{ origin: "null" }],
  [{ "sec-fetch-site": "cross-site" }],
  [{ "sec-fetch-site": "same-site" }],
])("pages from elsewhere neither steer nor read: %j", async (headers) => {
  const { emulator } = await scene();
  const form = buttonIn((await open(emulator)).text, "Expire all access tokens");
  expect((await submit(emulator, form, headers)).status).toBe(403);
  for (const method of ["GET", "POST"]) {
    const response = await fetch(`${emulator.issuer}/emulator/expire`, { method, headers });
    expect(response.status).toBe(403);
  }
  expect((await fetch(`${emulator.issuer}/emulator/state`, { headers })).status).toBe(403);
  expect(emulator.expireAccessTokens()).toBe(1);
});

test("over https its buttons work as well", async () => {
  const emulator = await start({ personality: "auth0", startMs: noon, tls: true });
  const post = async (origin: string) => {
    const sent = requestOverTls(`${emulator.issuer}/emulator`, {
      method: "POST",
      ca: readFileSync(emulator.caFile ?? ""),
      headers: { origin, "sec-fetch-site": "same-origin" },
    });
    sent.end(new URLSearchParams({ call: "move", amount: "1", unit: "hour" }).toString());
    const [response] = await once(sent, "response");
    response.resume();
    return response.statusCode;
  };
  expect(await post(emulator.issuer)).toBe(303);
  expect(await post("https://localhost:1")).toBe(403);
  expect(emulator.clock.nowMs()).toBe(noon + 3_600_000);
});

test("page and interface answer to loopback names only, and never in production", async () => {
  const { port } = await start({ personality: "auth0" });
  for (const path of ["/emulator", "/emulator/", "/emulator/state", "/emulator/ledger"]) {
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on("error", reject);
        sent.end();
      });
    expect([await statusFor(`localhost:${port}`), await statusFor(`evil.example:${port}`)]).toEqual([
      200, 403,
    ]);
  }
  vi.stubEnv("NODE_ENV", "production");
  await expect(startEmulator({ personality: "auth0" })).rejects.toMatchObject({ code: "production" });
});

test("The page allows its own style and script, and speaks to its own host alone", async () => {
  const emulator = await start();
  const { headers } = await fetch(`${emulator.issuer}/emulator`);
  const policy = headers.get("content-security-policy");
  expect(policy?.replace(/'sha256-[^']+'/g, "HASH")).toBe(
    "default-src 'none'; style-src HASH; base-uri 'none'; frame-ancestors 'none'; script-src HASH; connect-src 'self'; form-action 'self'",
  );
  expect([headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual([
    "no-store",
    "nosniff",
  ]);
});

/** Reads the events of the page. */
async function followed({ issuer }: Emulator) {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const { body, headers } = await fetch(`${issuer}/emulator/events`, { signal: ended.signal });
  if (body === null) throw new Error("no events");
  const events = body.pipeThrough(new TextDecoderStream()).getReader();
  /** Resolves with the events that are sent next. */
  const next = async () => (await events.read()).value;
  return { next, type: headers.get("content-type") };
}

test.each([
  [
    "a token request",
    ({ app, refreshToken }: Awaited<ReturnType<typeof scene>>) => app.refresh(refreshToken),
  ],
  ["a form of the page", ({ press }) => press("+1 hour")],
  [
    "a call of another process",
    ({ emulator }) => fetch(`${emulator.issuer}/emulator/expire`, { method: "POST" }),
  ],
  ["a fault that a test arms", ({ emulator }) => emulator.faults.arm({ fault: "html" })],
  ["a clock that a test moves", ({ emulator }) => emulator.clock.advance(1)],
  ["a user whom a test blocks", ({ emulator }) => emulator.setBlocked("alice", true)],
  ["a grant that a test ends", ({ emulator }) => emulator.revokeGrant(emulator.grants()[0]?.id ?? "")],
  ["an app that a test changes", ({ emulator }) => emulator.setApp("demo", { blocked: true })],
] satisfies [string, (given: Awaited<ReturnType<typeof scene>>) => unknown][])(
  "The page is told to look again at first and after %s",
  async (_, change) => {
    const given = await scene();
    const { next, type } = await followed(given.emulator);
    expect([type, await next()]).toEqual(["text/event-stream", "data: changed\n\n"]);
    await change(given);
    expect(await next()).toMatch(/^(data: changed\n\n)+$/);
  },
);

test("The page is told to look again when a response is held", async () => {
  const { app, emulator, refreshToken } = await scene();
  const { next } = await followed(emulator);
  await next();
  emulator.faults.arm({ fault: "hold" });
  await next();
  const refreshed = app.refresh(refreshToken);
  await emulator.faults.whenHeld();
  expect(await next()).toMatch(/^(data: changed\n\n)+$/);
  emulator.faults.release();
  await refreshed;
});

test("Looking at the page and the state causes no event", async () => {
  const { emulator } = await scene();
  const { next } = await followed(emulator);
  await next();
  for (const path of ["", "/", "/state", "/ledger"])
    await (await fetch(`${emulator.issuer}/emulator${path}`)).text();
  emulator.clock.advance(1);
  expect(await next()).toBe("data: changed\n\n");
});

test("Events go to no page of another origin, and end with the emulator", async () => {
  const emulator = await startEmulator({ personality: "auth0" });
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await fetch(`${emulator.issuer}/emulator/events`, { headers })).status).toBe(403);
  const { next } = await followed(emulator);
  await next();
  await emulator.close();
  await expect(next()).rejects.toThrow("terminated");
});

test("every fault can be chosen, at oidc those that it can do", async () => {
  const presets = presetsAt(noon);
  expect(new Set(presets.map(({ fault }) => fault.fault))).toEqual(new Set(faultNames));
  for (const { fault } of presets) expect(parseFault(fault)).toEqual(fault);
  const oidc = await start();
  await new App(oidc.issuer).connect();
  const { text } = await open(oidc);
  expect(text).toContain(en["control.fault.trickle"]);
  expect(text).not.toContain(en["control.fault.evict"]);
});

test("only what has two values is a switch", async () => {
  const emulator = await start({ personality: "auth0" });
  const { text } = await open(emulator);
  expect(() => buttonIn(text, "rateLimited demo")).toThrow("no button");
  expect(text).toContain("<dt>rateLimited</dt>");
  expect(text).not.toContain('<option value="redirectUris">');
  await submit(emulator, buttonIn(text, "mfaOnRefresh demo"));
  await submit(emulator, { call: "change", app: "demo", setting: "rateLimited", value: '"app"' });
  const { text: changed } = await open(emulator);
  expect(buttonIn(changed, "mfaOnRefresh demo").call).toContain('"mfaOnRefresh":false');
  expect(changed).toContain("<dt>rateLimited</dt><dd><code>&#34;app&#34;</code></dd>");
});

test("time spans are told in their two largest units", () => {
  expect(span("en", 90_061_000)).toBe("1 day 1 hour");
  expect(span("en", 61_000)).toBe("1 minute 1 second");
  expect(span("ja", 7_200_000)).toBe("2 時間");
  expect(span("en", 999)).toBe("");
});
