import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  auth0ErrorPage,
  confirmPage,
  formPostPage,
  logoutPage,
  secondFactorPage,
} from "../../src/personalities/auth0/pages.ts";

test.each(["en", "ja"] as const)("Auth0's own pages escape what comes from outside, in %s", (language) => {
  const hostile = `<b>"x"</b>`;
  for (const page of [
    auth0ErrorPage(language, {
      reason: "auth0.oops.callback",
      error: "unauthorized_client",
      description: hostile,
    }),
    confirmPage(language, { action: "/a", address: hostile, app: hostile }),
    secondFactorPage(language, { action: "/a", app: hostile, warning: true }),
    logoutPage(language, { action: "/a", fields: [[hostile, hostile]], user: hostile }),
  ]) {
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain("&#60;b&#62;");
    expect(page).not.toContain("<b>");
    expect(page).not.toContain("<script");
  }
});

test("the page that posts an answer lets just its own script run, and escapes the answer", () => {
  const { headers, markup } = formPostPage("en", "https://app.example/?a=1&b=2", [["state", `"><script>x`]]);
  expect(markup).toContain('action="https://app.example/?a=1&#38;b=2"');
  expect(markup.match(/<script/g)).toHaveLength(1);
  const script = /<script>(.*)<\/script>/.exec(markup)?.[1] ?? "";
  const hash = createHash("sha256").update(script).digest("base64");
  expect(headers["content-security-policy"]).toContain(`script-src 'sha256-${hash}'`);
});
