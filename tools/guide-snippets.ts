// `node tools/guide-snippets.ts`: writes into the guides what `tokenwell snippet` prints in each language.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { openTokenwell, type Tokenwell } from "@tokenwell/core";
import { run } from "../packages/cli/src/run.ts";
import { type Language, languages } from "../packages/cli/src/snippet/index.ts";
import { toolchains } from "../test/snippets/toolchains.ts";

/** A guide, and whose snippets it has. */
export interface Guide {
  readonly path: string;
  readonly provider: "salesforce" | "auth0";
  readonly language: "en" | "ja";
}

export const guides: readonly Guide[] = (["salesforce", "auth0"] as const).flatMap((provider) => [
  { path: `docs/guides/${provider}.md`, provider, language: "en" },
  { path: `docs/ja/guides/${provider}.md`, provider, language: "ja" },
]);

const opening = "<!-- Made by: node tools/guide-snippets.ts -->";
const closing = "<!-- The end of what is made. -->";
/** The names by which code hosts know the languages, if not by the ends of their files. */
const highlighting: Readonly<Record<string, string>> = {
  m: "objc",
  mjs: "js",
  ps1: "powershell",
  sh: "bash",
};
const words = {
  en: {
    run: (instead: string) =>
      `Run against the emulator by \`npm run try-snippets\`${instead && `: ${instead}`}.`,
    notRun: "Only parsed by `npm run try-snippets`, not run: neither Debian nor npm has this language.",
  },
  ja: {
    run: (instead: string) =>
      `\`npm run try-snippets\` がエミュレーターに対して実行しています${instead && `。${instead}を使っています`}。`,
    notRun:
      "`npm run try-snippets` が構文だけを確かめています。Debian にも npm にもこの言語がないため、実行はしていません。",
  },
} as const;

/** Returns the text of a guide as it should be. */
export async function rendered(guide: Guide): Promise<string> {
  const text = written(guide);
  const [start, end] = [text.indexOf(opening), text.indexOf(closing)];
  if (start < 0 || end < start) throw new Error(`${guide.path} has no place for the snippets`);
  return `${text.slice(0, start)}${opening}\n\n${await sectionsOf(guide)}\n\n${text.slice(end)}`;
}

/** Returns the text of a guide as it is. */
export function written({ path }: Guide): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

/** One part for each language that opens by a click; a site can make tabs of them. */
async function sectionsOf({ provider, language }: Guide): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-guides-"));
  const tokenwell = await openTokenwell({ home, env: {} });
  try {
    const sections: string[] = [];
    for (const one of languages) {
      const argv = ["snippet", provider, "--lang", one.id, "--lang", language, "--json"];
      const blocks = (await codeOf(argv, tokenwell)).map(
        (code) => `\`\`\`${highlighting[one.extension] ?? one.extension}\n${code}\n\`\`\``,
      );
      sections.push(
        [`<details><summary>${one.title}</summary>`, ranAs(one, language), ...blocks, "</details>"].join(
          "\n\n",
        ),
      );
    }
    return sections.join("\n\n");
  } finally {
    await tokenwell.close();
    rmSync(home, { recursive: true });
  }
}

function ranAs({ id }: Language, language: "en" | "ja"): string {
  const toolchain = toolchains.find((one) => one.id === id);
  const isHere = toolchain?.debian !== undefined || toolchain?.needs.length === 0;
  return isHere ? words[language].run(toolchain?.instead?.[language] ?? "") : words[language].notRun;
}

/** Runs the command with a store that stays open. */
async function codeOf(argv: readonly string[], tokenwell: Tokenwell): Promise<readonly string[]> {
  const stdout = new PassThrough();
  const describeClient: Tokenwell["describeClient"] = (target) => tokenwell.describeClient(target);
  const shared = { describeClient, close: async () => undefined } as Tokenwell;
  const io = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    env: {},
    openTokenwell: async () => shared,
  };
  if ((await run(argv, io)) !== 0) throw new Error(`it fails: ${argv.join(" ")}`);
  const { snippets } = JSON.parse(String(stdout.read())) as {
    readonly snippets: readonly { readonly code: string }[];
  };
  return snippets.map(({ code }) => code);
}

if (import.meta.main)
  for (const guide of guides) {
    writeFileSync(new URL(`../${guide.path}`, import.meta.url), await rendered(guide));
  }
