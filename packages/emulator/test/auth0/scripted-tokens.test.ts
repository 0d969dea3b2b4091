import { decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { opened } from "./opened.ts";
import { parameters } from "./scene.ts";
import { claimsIn } from "./tenant-app.ts";

// What a provider at odds with the standards sends, so that a client can be tested against it.

test("the claims of ID tokens and access tokens can be replaced, added and left out", async () => {
  const scene = await opened();
  const { app, emulator } = scene;
  scene.set({ idTokenClaims: { iat: 1_700_000_000.7, auth_time: "soon", name: null, groups: ["a", "b"] } });
  const { body } = await app.exchange(await app.code());
  const first = claimsIn(body.id_token);
  expect(first).toMatchObject({ iat: 1_700_000_000.7, auth_time: "soon", groups: ["a", "b"] });
  expect(first).not.toHaveProperty("name");
  scene.set({ idTokenClaims: null, accessTokenClaims: { filling: "x".repeat(5000) } });
  const { body: refreshed } = await app.refresh(body.refresh_token);
  expect(claimsIn(refreshed.id_token)).toMatchObject({ name: "alice" });
  expect(claimsIn(refreshed.access_token).filling).toHaveLength(5000);
  expect(() => emulator.setApp("demo", { idTokenClaims: [] })).toThrow("a JSON object");
});

test("a provider that ignores a step-up answers with the earlier login, and tells when it was", async () => {
  const scene = await opened();
  const { app, browser, emulator } = scene;
  scene.set({ skipConfirmation: true });
  await browser.authorize(app.authorizationUrl());
  const loggedInMs = emulator.clock.nowMs();
  emulator.clock.advance(7_200_000);
  const stepUp = app.authorizationUrl({ prompt: "login", max_age: "300" });
  expect((await browser.open(stepUp)).url.pathname).toBe("/u/login");
  scene.set({ ignoresStepUp: true });
  const { url } = await browser.open(stepUp);
  const claims = claimsIn((await app.exchange(parameters(url).code ?? "")).body.id_token);
  expect(Math.abs(Number(claims.auth_time) - loggedInMs / 1000)).toBeLessThan(60);
});

test("every login can end with an error of choice", async () => {
  const scene = await opened();
  const { app, browser } = scene;
  scene.set({ loginError: "server_error" });
  expect(parameters(await browser.authorize(app.authorizationUrl()))).toEqual({
    error: "server_error",
    state: "s1",
  });
  scene.set({ loginError: "login_required", denyLogin: "<b>No</b>" });
  expect(parameters((await browser.open(app.authorizationUrl())).url)).toMatchObject({
    error: "login_required",
    error_description: "<b>No</b>",
  });
});

test("logout tokens are issued on demand, with claims of choice", async () => {
  const { app, control } = await opened();
  const { id_token: idToken } = await app.connect();
  const { sub } = claimsIn(idToken);
  const good = await control("logout-tokens/alice", { clientId: "demo", claims: { sid: "s1" } });
  expect(claimsIn(String(good.token))).toMatchObject({ sub, sid: "s1", aud: "demo" });
  expect(decodeProtectedHeader(String(good.token)).typ).toBe("logout+jwt");
  const bad = await control("logout-tokens/alice", { typ: "JWT", claims: { events: null, nonce: "n" } });
  expect(claimsIn(String(bad.token))).toMatchObject({ aud: "web", nonce: "n" });
  expect(claimsIn(String(bad.token))).not.toHaveProperty("events");
  expect(decodeProtectedHeader(String(bad.token)).typ).toBe("JWT");
  expect(await control("logout-tokens/alice", { claims: 1 })).toMatchObject({ code: "invalid_option" });
});
