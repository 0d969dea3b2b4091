import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Every page of the repository without its code, by its path. */
const pages = new Map(
  globSync("**/*.md", { cwd: root, exclude: (name) => /(?:^|\/)(?:node_modules|dist)$/.test(name) }).map(
    (path) => [path, readFileSync(join(root, path), "utf8").replace(/^```[\s\S]*?^```$/gm, "")],
  ),
);

/** Returns the name that code hosts give a heading: letters, digits, `_` and `-`, with a hyphen for each space. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_\- ]/gu, "")
    .trim()
    .replaceAll(" ", "-");

/** The anchors of each page: its headings and the ids that are written into it. */
const anchors = new Map(
  [...pages].map(([path, text]) => {
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
    return [path, new Set([...headings, ...ids])];
  }),
);

/** Returns the links of a page that lead nowhere in the repository. */
function brokenIn(path: string, text: string): readonly string[] {
  const links = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), decodeURIComponent(file));
    if (!existsSync(join(root, target))) return true;
    return (
      anchor !== undefined && target.endsWith(".md") && !anchors.get(target)?.has(decodeURIComponent(anchor))
    );
  });
}

test.each([...pages])("every link of %s leads to a file and a heading that exist", (path, text) => {
  expect(brokenIn(path, text)).toEqual([]);
});
