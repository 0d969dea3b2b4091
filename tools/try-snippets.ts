// `npm run try-snippets [-- LANGUAGE …]`: runs the code that `tokenwell snippet` prints, in every language that can be had
// here, against the emulator over https. It installs what is missing: packages of Debian if this is root, and of npm into
// the cache of `npm run strangers`.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { formats, languages } from "../packages/cli/src/snippet/index.ts";
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
for (const scenario of scenarios) {
  const trial = await Trial.of(scenario);
  try {
    for (const toolchain of wanted.filter((one) => missingOf(one) === undefined))
      await report(toolchain.id, scenario.name, () => trial.try(toolchain));
    if (newman && isChosen("postman")) await report("postman", scenario.name, () => trial.tryPostman(newman));
    const curl = toolchains.find(({ id }) => id === "curl");
    if (httpyac && curl && isChosen("http"))
      await report("http", scenario.name, () => trial.tryHttpFile(httpyac, curl));
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
  const packages = all.filter((one) => missingOf(one) !== undefined).flatMap(({ debian }) => debian ?? []);
  if (packages.length === 0 || process.getuid?.() !== 0) return;
  console.log(`apt-get install ${packages.join(" ")}`);
  await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 1 << 26,
  }).catch((error: Error) => console.log(error.message));
}

/** Installs a program of npm once. Returns its path; `undefined` if it cannot be had. */
async function npmProgram(name: string, version: string): Promise<string | undefined> {
  const { folder } = await installOnce(`${name}-${version}`, async (own) => {
    await run("npm", ["install", "--ignore-scripts", "--no-fund", "--no-audit", `${name}@${version}`], {
      cwd: own,
    });
  });
  return folder && join(folder, "node_modules", ".bin", name);
}

/** Names what was run with which changes, and what was not run and why. */
function summarize(): void {
  console.log();
  for (const [id, title] of titles) {
    if (!isChosen(id)) continue;
    const toolchain = toolchains.find((one) => one.id === id);
    const missing = toolchain && missingOf(toolchain);
    const changes = toolchain?.instead === undefined ? "" : ` (${toolchain.instead.en})`;
    const [first] = results.get(id) ?? [];
    if (first !== undefined) console.log(`run      ${title}: ${results.get(id)?.join(", ")}${changes}`);
    else if (id === "postman-environment") console.log(`run      ${title}: with the collection`);
    else
      console.log(
        `not run  ${title}: no ${missing ?? "program that reads it"}${toolchain?.debian ? "" : ", which neither Debian nor npm has"}`,
      );
  }
}
