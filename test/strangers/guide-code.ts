import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./children.ts";

/** Returns the blocks of code below a heading of the third level, in the order of the page. */
export function guideCode(guide: string, heading: string): readonly string[] {
  const page = readFileSync(join(repository, "docs/guides", guide), "utf8");
  const section = page.split(/^##+ /m).find((one) => one.startsWith(heading)) ?? "";
  const blocks = [...section.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
  if (blocks.length === 0) throw new Error(`${guide} has no code below "${heading}"`);
  return blocks;
}
