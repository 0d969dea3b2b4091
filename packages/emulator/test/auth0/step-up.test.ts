import { expect, test } from "vitest";
import { opened } from "./opened.ts";
import { parameters } from "./scene.ts";
import { claimsIn, type TenantApp } from "./tenant-app.ts";

const mfa = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

async function claimsAfter(app: TenantApp, callback: URL | string) {
  const { body } = await app.exchange(parameters(callback).code ?? "");
  return { body, claims: claimsIn(body.id_token) };
}

test("acr_values asks for a second factor, which only the ID token of that login tells of", async () => {
  const { app, browser } = await opened();
  const plain = await claimsAfter(app, await browser.authorize(app.authorizationUrl()));
  expect(plain.claims).not.toHaveProperty("amr");
  const page = await browser.open(app.authorizationUrl({ acr_values: `x ${mfa}` }));
  expect(page.url.pathname).toBe("/u/mfa-otp-challenge");
  const empty = await browser.submit(page.url, { code: " " });
  expect([empty.status, empty.text.includes('role="alert"')]).toEqual([400, true]);
  const { url } = await browser.submit(page.url, { code: "000000" });
  const { body, claims } = await claimsAfter(app, url);
  expect(claims).toMatchObject({ acr: mfa, amr: ["mfa"], sid: plain.claims.sid });
  const { id_token: refreshed } = (await app.refresh(body.refresh_token)).body;
  for (const name of ["acr", "amr", "sid", "nonce"]) expect(claimsIn(refreshed)).not.toHaveProperty(name);
  const again = await browser.authorize(app.authorizationUrl());
  expect((await claimsAfter(app, again)).claims).not.toHaveProperty("acr");
});

test("prompt=none cannot ask for it, and other values of acr_values ask for nothing", async () => {
  const { app, browser } = await opened();
  await browser.authorize(app.authorizationUrl());
  const silent = await browser.open(app.authorizationUrl({ acr_values: mfa, prompt: "none" }));
  expect(parameters(silent.url)).toMatchObject({ error: "interaction_required", state: "s1" });
  const other = await browser.open(app.authorizationUrl({ acr_values: "urn:other" }));
  expect(other.url.pathname).toBe("/u/confirm");
});

test("an Action denies with words of its own, at login and at refresh", async () => {
  const { app, browser, control } = await opened();
  const { refresh_token: token } = await app.connect();
  await control("apps/demo", { denyLogin: "Not on Sundays.", denyRefresh: "Not at night." });
  expect(parameters(await browser.authorize(app.authorizationUrl()))).toEqual({
    error: "access_denied",
    error_description: "Not on Sundays.",
    state: "s1",
  });
  expect(await app.refresh(token)).toMatchObject({
    status: 403,
    body: { error: "access_denied", error_description: "Not at night." },
  });
  await control("apps/demo", { denyLogin: null, denyRefresh: null });
  expect((await app.refresh(token)).status).toBe(200);
});
