import { expect, test } from "vitest";
import { confirmPage, oopsPage } from "../../src/personalities/auth0/pages.ts";

test.each(["en", "ja"] as const)("Auth0's own pages escape what comes from outside, in %s", (language) => {
  const hostile = `<b>"x"</b>`;
  for (const page of [
    oopsPage(language, { reason: "auth0.oops.callback", error: "unauthorized_client", description: hostile }),
    confirmPage(language, { action: "/a", address: hostile, app: hostile }),
  ]) {
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain("&#60;b&#62;");
    expect(page).not.toContain("<b>");
    expect(page).not.toContain("<script");
  }
});
