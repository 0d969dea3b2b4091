import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { causeRules } from "../packages/core/src/diagnose/causes/index.ts";
import { providerNames } from "../packages/core/src/diagnose/facts.ts";
import { describeExplanation, explain } from "../packages/core/src/diagnose/index.ts";
import { addressOf } from "../packages/core/src/diagnose/pages.ts";
import { said } from "./error-pages/said.ts";
import { pages, written } from "./error-pages.ts";

const root = join(import.meta.dirname, "..");

const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id = ""]) => id);

const anchors = new Map(pages.map(([path]) => [path, new Set(anchorsOf(written(path)))]));

describe("The pages about errors", () => {
  test.each(pages)("%s is what the rules say (else: npm run docs)", (path, text) => {
    // The whole text in a message would be 60 kB.
    expect(written(path) === text).toBe(true);
  });

  test("have each address that an explanation can print, in both languages", () => {
    const printed = causeRules.flatMap(({ id }) =>
      [null, ...providerNames].flatMap((provider) =>
        (["en", "ja"] as const).map((language) => addressOf(id, provider, language)),
      ),
    );
    const missing = printed.filter((address) => {
      const [path = "", anchor = ""] = address?.split("#") ?? [];
      return address !== null && anchors.get(path)?.has(anchor) !== true;
    });
    expect(missing).toEqual([]);
    expect(printed.filter((address) => address === null).length).toBe(2 * (providerNames.length + 1));
  });

  test("have no anchor twice, and no link that leads nowhere", () => {
    for (const [path] of pages) {
      const text = written(path);
      expect([...new Set(anchorsOf(text))], path).toEqual(anchorsOf(text));
      const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link.split("#"));
      for (const [page = "", anchor] of links) {
        const target = page === "" ? path : join(dirname(path), page);
        if (anchor === undefined) expect(readFileSync(join(root, target), "utf8"), target).not.toBe("");
        else expect(anchors.get(target)?.has(anchor), `${path}: ${target}#${anchor}`).toBe(true);
      }
    }
  });

  test("say nothing of an error that explain does not know", () => {
    const unknown = Object.entries(said).flatMap(([provider, errors]) =>
      errors
        .filter(([text, hints]) => explain(text, { provider, ...hints }).causes[0]?.cause === "not_known")
        .map(([text]) => `${provider}: ${text}`),
    );
    expect(unknown).toEqual([]);
  });
});

test("An explanation names the page of each cause: the provider's, or that of any provider", () => {
  const explanation = explain("invalid_grant: inactive user", { provider: "salesforce", stage: "refresh" });
  const pagesOf = (language: "en" | "ja") =>
    describeExplanation(explanation, language).causes.map(({ page }) => page);
  expect(pagesOf("en")[0]).toBe("docs/reference/errors-salesforce.md#salesforce.inactive_user");
  expect(pagesOf("ja")[0]).toBe("docs/ja/reference/errors-salesforce.md#salesforce.inactive_user");
  for (const provider of [null, "oidc"] as const)
    expect(addressOf("concurrent_refresh", provider, "en")).toBe(
      "docs/reference/errors.md#concurrent_refresh",
    );
});

test("An error of ours, and a text that says nothing, have no page", () => {
  for (const text of ["key_missing", "hello"])
    expect(describeExplanation(explain(text), "en").causes.map(({ page }) => page)).toEqual([null]);
});
