import { expect, test } from "vitest";
import { consentPage } from "../src/pages/consent.ts";
import { errorPage, expiredPage } from "../src/pages/error.ts";
import { loginPage } from "../src/pages/login.ts";
import { en } from "../src/text/en.ts";
import { ja } from "../src/text/ja.ts";
import { languageOf } from "../src/text/say.ts";
import { Visitor } from "../src/visitor.ts";
import { App } from "./app.ts";
import { start } from "./starting.ts";

const placeholders = (text: string) => new Set([...text.matchAll(/\{\w+\}/g)].map(String));

test("both languages have the same sentences with the same placeholders", () => {
  expect(Object.keys(ja)).toEqual(Object.keys(en));
  for (const [key, sentence] of Object.entries(en)) {
    expect([key, placeholders(Reflect.get(ja, key))]).toEqual([key, placeholders(sentence)]);
  }
});

test("the browser's preference decides the language", () => {
  expect(languageOf("ja")).toBe("ja");
  expect(languageOf("ja-JP,ja;q=0.9,en;q=0.8")).toBe("ja");
  expect(languageOf("en-US,en;q=0.9,ja;q=0.8")).toBe("en");
  expect(languageOf("fr, ja;q=0.5")).toBe("ja");
  expect(languageOf("de")).toBe("en");
  expect(languageOf(undefined)).toBe("en");
});

test.each(["en", "ja"] as const)("every page says what it is, in %s", (language) => {
  const hostile = `<b>"x"</b>`;
  const pages = [
    loginPage(language, { action: "/a", app: hostile, name: hostile, warning: hostile }),
    consentPage(language, { action: "/a", app: hostile, user: hostile, scopes: ["openid", hostile] }),
    errorPage(language, { error: hostile, description: hostile }),
    expiredPage(language),
  ];
  for (const page of pages) {
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toMatch(/<title>[^<]+<\/title>/);
    expect(page.match(/<main>/g)).toHaveLength(1);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain(language === "en" ? en.banner : ja.banner);
    expect(page).not.toContain("<b>");
    expect(page).not.toMatch(/<script|https?:\/\//);
  }
});

test("a login in Japanese", async () => {
  const { issuer } = await start();
  const browser = new Visitor(issuer, "ja,en;q=0.5");
  const login = await browser.open(new App(issuer).authorizationUrl({ login_hint: "bob" }));
  expect(login.text).toContain("ログイン");
  expect(login.text).toContain('value="bob"');
  const empty = await browser.submit(login.url, { login: " " });
  expect(empty.status).toBe(400);
  expect(empty.text).toContain('role="alert"');
  const consent = await browser.submit(login.url, { login: "bob", password: "x" });
  expect(consent.text).toContain("Tokenwell demo を許可しますか?");
  expect(consent.text).toContain("bob@emulator.example");
  expect(consent.text).toContain("<code>offline_access</code>");
  const callback = await browser.submit(consent.url, { decision: "allow" });
  expect(callback.url.searchParams.get("code")).toContain("CANARY_code_");
});

test("a page from another browser says that it is over", async () => {
  const { issuer } = await start();
  const login = await new Visitor(issuer).open(new App(issuer).authorizationUrl());
  const other = await new Visitor(issuer).open(login.url);
  expect(other.status).toBe(400);
  expect(other.text).toContain(en["error.expired"]);
});

test("pages allow no script and no content from elsewhere, and are not stored", async () => {
  const { issuer } = await start();
  const response = await fetch(new App(issuer, "unknown").authorizationUrl(), {
    headers: { accept: "text/html" },
  });
  expect(response.status).toBe(400);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.text()).toContain("invalid_client");
});
