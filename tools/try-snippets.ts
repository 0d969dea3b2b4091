// `npm run try-snippets [-- LANGUAGE …]`: runs the code that `tokenwell snippet` prints, in every language that can be had
// here, against the emulator over https. It installs what is missing: packages of Debian if this is root, and of npm into
// the cache of `npm run strangers`.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { formats, languages } from "../packages/cli/src/snippet/index.ts";
import { faultsIn, grammarPackages, hasGrammar } from "../test/snippets/grammars.ts";
import { missingOf, type Toolchain, toolchains } from "../test/snippets/toolchains.ts";
import { scenarios, Trial } from "../test/snippets/trial.ts";
import { installOnce } from "../test/strangers/installed/cache.ts";

const run = promisify(execFile);
const chosen = process.argv.slice(2);
const isChosen = (id: string): boolean => chosen.length === 0 || chosen.includes(id);
const titles = new Map([...languages, ...formats].map(({ id, title }) => [id, title]));
/** What became of each language, by its name. */
const results = new Map<string, string[]>();
let failures = 0;

const wanted = toolchains.filter(({ id }) => isChosen(id));
await installFromDebian(wanted);
const newman = await npmProgram("newman", "6.2.2");
const httpyac = await npmProgram("httpyac", "6.16.7");
const grammars = await npmModules("tree-sitter", grammarPackages);
for (const scenario of scenarios) {
  const trial = await Trial.of(scenario);
  try {
    for (const toolchain of wanted.filter((one) => missingOf(one) === undefined))
      await report(toolchain.id, scenario.name, () => trial.try(toolchain));
    if (newman && isChosen("postman")) await report("postman", scenario.name, () => trial.tryPostman(newman));
    const curl = toolchains.find(({ id }) => id === "curl");
    if (httpyac && curl && isChosen("http"))
      await report("http", scenario.name, () => trial.tryHttpFile(httpyac, curl));
    if (grammars)
      for (const { id } of wanted.filter((one) => missingOf(one) !== undefined && hasGrammar(one.id)))
        await report(id, `${scenario.name}, parsed only`, () => parse(trial, id, grammars));
  } finally {
    await trial.close();
  }
}
summarize();
process.exitCode = failures === 0 ? 0 : 1;

/** Tries one language with one provider, and says at once what came of it. */
async function report(id: string, scenario: string, attempt: () => Promise<void>): Promise<void> {
  const startMs = performance.now();
  const failure = await attempt().then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (failure !== undefined) failures += 1;
  const result = failure === undefined ? "ok" : "FAILED";
  results.set(id, [...(results.get(id) ?? []), result]);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${result.padEnd(6)}  ${titles.get(id)}  ${scenario}  ${seconds} s`);
  if (failure !== undefined) console.log(failure);
}

/** Installs the packages of languages that are missing, if this user may. */
async function installFromDebian(all: readonly Toolchain[]): Promise<void> {
  const packages = all
    .filter(
      ({ needs, needsForBasic = [] }) => missingOf({ needs: [...needs, ...needsForBasic] }) !== undefined,
    )
    .flatMap(({ debian }) => debian ?? []);
  if (packages.length === 0 || process.getuid?.() !== 0) return;
  console.log(`apt-get install ${packages.join(" ")}`);
  await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 1 << 26,
  }).catch((error: Error) => console.log(error.message));
}

/** Installs packages of npm once. Returns the folder of modules; `undefined` if they cannot be had. */
async function npmModules(name: string, packages: readonly string[]): Promise<string | undefined> {
  const { folder } = await installOnce(name, async (own) => {
    await run("npm", ["install", "--ignore-scripts", "--no-fund", "--no-audit", ...packages], { cwd: own });
  });
  return folder && join(folder, "node_modules");
}

async function npmProgram(name: string, version: string): Promise<string | undefined> {
  const modules = await npmModules(`${name}-${version}`, [`${name}@${version}`]);
  return modules && join(modules, ".bin", name);
}

async function parse(trial: Trial, id: string, modules: string): Promise<void> {
  for (const { code } of (await trial.snippets(id)).snippets) {
    const faults = await faultsIn(code, id, modules);
    if (faults.length > 0) throw new Error(faults.join("\n"));
  }
}

/** Names what was run and with what, and what was not run and why. */
function summarize(): void {
  console.log();
  for (const [id, title] of titles) {
    if (!isChosen(id) || id === "postman-environment") continue;
    const toolchain = toolchains.find((one) => one.id === id);
    const missing = toolchain && missingOf(toolchain);
    const became = results.get(id)?.join(", ") ?? "not tried";
    const instead = toolchain?.instead === undefined ? "" : `, with ${toolchain.instead.en}`;
    const nowhere = toolchain?.debian ? "" : ", which neither Debian nor npm has";
    console.log(
      missing === undefined
        ? `run      ${title}: ${became}${instead}`
        : `NOT RUN  ${title}: no ${missing}${nowhere}; parsed: ${became}`,
    );
  }
}
