import { expect, test } from "vitest";
import { guides, rendered, written } from "./guide-snippets.ts";

test.each(guides)(
  "$path has the snippets as the command prints them (else: node tools/guide-snippets.ts)",
  async (guide) => {
    expect(written(guide)).toBe(await rendered(guide));
  },
);
