import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const guard = fileURLToPath(new URL("../src/guard.cjs", import.meta.url));
const pretence = fileURLToPath(new URL("support/fake-version.cjs", import.meta.url));
const systemNode = "/usr/bin/node";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the guard alone. The exit code is 0 if it lets the command go on. */
function start(node: string, args: readonly string[], env: Readonly<Record<string, string>>): Ended {
  return spawnSync(node, args, { env: { PATH: "", ...env }, encoding: "utf8" });
}

function startAs(version: string, lang = "C"): Ended {
  return start(process.execPath, ["--require", pretence, guard, "token"], {
    FAKE_VERSION: version,
    LANG: lang,
  });
}

function sentencesFor(version: string): readonly { lang: string; lines: string }[] {
  return [
    {
      lang: "en_US.UTF-8",
      lines: `tokenwell: needs Node 24.15+ or 26+, this is ${version}\n  Newer Node: README, "Install"\n`,
    },
    {
      lang: "ja_JP.UTF-8",
      lines: `tokenwell: Node 24.15 以上(24 系)か 26 以上が必要です。これは ${version} です\n  新しい Node の入れ方: README.ja.md「インストール」\n`,
    },
  ];
}

describe("a Node that is too old", () => {
  const refused = ["20.20.2", "22.22.0", "24.14.9", "25.9.0"].flatMap((version) =>
    sentencesFor(version).map((sentence) => ({ version, ...sentence })),
  );
  test.each(refused)("An old Node is refused in two lines with exit code 2: $version, $lang", (one) => {
    expect(startAs(`v${one.version}`, one.lang)).toMatchObject({ status: 2, stdout: "", stderr: one.lines });
  });
});

test.each(["v24.15.0", "v24.16.1", "v26.0.0", "v27.1.0", "v100.0.0"])("Node %s is accepted", (version) => {
  expect(startAs(version)).toMatchObject({ status: 0, stdout: "", stderr: "" });
});

const realVersion = existsSync(systemNode)
  ? start(systemNode, ["--version"], {}).stdout.trim().replace(/^v/, "")
  : "";
const isRealOneOld = realVersion !== "" && Number(realVersion.split(".")[0]) < 24;

test.skipIf(!isRealOneOld)("The older Node of this machine is refused without a stack trace", () => {
  for (const { lang, lines } of sentencesFor(realVersion)) {
    const ended = start(systemNode, [guard, "token"], { LANG: lang });
    expect(ended).toMatchObject({ status: 2, stdout: "", stderr: lines });
  }
});

test("The built command begins with the guard, and an older Node can parse all of it", () => {
  const command = fileURLToPath(new URL("../bin/tokenwell.cjs", import.meta.url));
  const built = readFileSync(command, "utf8");
  expect(built).toMatch(/^#!\/usr\/bin\/env node\n\(\(\)=>\{/);
  expect(built.slice(0, 1200)).toContain("needs Node 24.15+ or 26+");
  // A syntax error anywhere in the file would come before the guard.
  const code = built.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""');
  expect(code).not.toMatch(/\?\?|\?\.(?!\d)|\|\|=|&&=|\d_\d|#\w|\bstatic\s*[{#]|\bawait\b/);
});

test("The guard has no syntax newer than ES2019", () => {
  const code = readFileSync(guard, "utf8")
    .replace(/^\s*\/\/.*$|\/\*[\s\S]*?\*\//gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  const newer =
    /\?\?|\?\.(?!\d)|\|\|=|&&=|\d_\d|\d+n\b|\bimport\b|\bawait\b|#\w|\bstatic\b|=\s*\/.*\/[dsv]*[dv]/;
  expect(code).not.toMatch(newer);
  expect(code).not.toMatch(/\.(?:at|replaceAll|flatMap|hasOwn|fromEntries|matchAll)\(/);
});
