import { expect, test } from "vitest";
import { opened } from "./opened.ts";

/** What the page would post to the callback. */
function formIn(text: string) {
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    action: /<form method="post" action="([^"]*)">/.exec(text)?.[1],
    fields: Object.fromEntries(inputs.map(([, name, value]) => [name, value])),
  };
}

test("form_post: a page posts the code to the callback", async () => {
  const { app, browser } = await opened();
  const login = await browser.open(app.authorizationUrl({ response_mode: "form_post" }));
  const page = await browser.submit(login.url, { login: "alice" });
  const { action, fields } = formIn(page.text);
  expect([page.status, action]).toEqual([200, "http://localhost:9355/callback"]);
  expect(fields).toEqual({ code: expect.stringMatching(/^CANARY_code_/), state: "s1" });
  expect(page.text).toContain("<script>document.forms[0].submit();</script>");
  expect((await app.exchange(fields.code ?? "")).status).toBe(200);
});

test("form_post: an error is posted too, and nothing of it is markup", async () => {
  const { app, browser } = await opened();
  const asked = { response_mode: "form_post", prompt: "none", state: '"><b>' };
  const { text } = await browser.open(app.authorizationUrl(asked));
  expect(text).not.toContain("<b>");
  expect(formIn(text).fields).toEqual({
    error: "login_required",
    error_description: "Login required",
    state: "&#34;&#62;&#60;b&#62;",
  });
});

test("fragment: the code is behind the hash; query is the default, and ext-* parameters are let through", async () => {
  const { app, browser } = await opened();
  const login = await browser.open(app.authorizationUrl({ response_mode: "fragment", "ext-plan": "gold" }));
  const { url } = await browser.submit(login.url, { login: "alice" });
  expect([url.search, new URLSearchParams(url.hash.slice(1)).get("state")]).toEqual(["", "s1"]);
  const https = { redirect_uri: "https://app.emulator.example/callback", response_mode: "query" };
  expect((await browser.open(app.authorizationUrl(https))).url.searchParams.has("code")).toBe(true);
});
