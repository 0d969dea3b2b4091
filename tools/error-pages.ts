import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pagePath } from "../packages/core/src/diagnose/pages.ts";
import { owners } from "./error-pages/errors.ts";
import { errorPage } from "./error-pages/page.ts";

const root = join(import.meta.dirname, "..");

/** The pages about errors, in both languages: path and text, made from the rules of `explain`. */
export const pages: readonly (readonly [path: string, text: string])[] = owners.flatMap((owner) =>
  (["en", "ja"] as const).map((language) => [pagePath(owner, language), errorPage(owner, language)] as const),
);

/** The text of a page as it is now; `""` if there is none. */
export function written(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

if (import.meta.main) {
  for (const [path, text] of pages) writeFileSync(join(root, path), text);
}
