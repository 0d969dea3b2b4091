import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What axe finds on the page that is shown. Nothing if everybody can use it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // The pages allow no script, so this one comes by way of the browser.
  await page.evaluate(axe.source);
  const found = await page.evaluate("axe.run(document)");
  const { passes, violations } = found as axe.AxeResults;
  expect(passes.length).toBeGreaterThan(5);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
