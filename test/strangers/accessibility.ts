import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const script = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page that is shown. Nothing if everybody can use it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // The pages allow no script, so this one comes by way of the browser.
  await page.evaluate(script);
  // Of what passes only the rules are needed, not each element.
  const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  const { passes, violations } = found as AxeResults;
  expect(passes.length).toBeGreaterThan(5);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
