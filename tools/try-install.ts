// What people install: packs the packages, installs the tarballs into an empty folder with npm, and uses them as the
// README says, on the oldest Node that is supported and on the newest. Then on one that is not.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { visit } from "@tokenwell/emulator";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const oldest = "24.15.0";
const tooOld = "20.20.2";

const folder = await mkdtemp(join(tmpdir(), "tokenwell-install-"));
const emulator = spawn(
  process.execPath,
  ["--require", join(root, "packages/emulator/preload.cjs"), join(root, "packages/emulator/dist/main.js")],
  { stdio: ["pipe", "pipe", "ignore"] },
);
try {
  const [ready] = (await once(emulator.stdout, "data")) as [Buffer];
  const { issuer } = JSON.parse(String(ready)) as { issuer: string };
  await install();
  for (const version of [oldest, "repository"]) await use(version, issuer);
  await refuse();
} finally {
  emulator.stdin.end();
  await rm(folder, { recursive: true });
}

async function install(): Promise<void> {
  const packed = await Promise.all(
    ["core", "cli", "emulator"].map(async (name) => {
      const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
        cwd: join(root, "packages", name),
      });
      return (JSON.parse(stdout) as [{ filename: string }])[0].filename;
    }),
  );
  await writeFile(join(folder, "package.json"), "{}");
  const tarballs = packed.map((name) => `./${name}`);
  await run("npm", ["install", "--no-fund", "--no-audit", ...tarballs], { cwd: folder });
  const { stdout } = await run("npm", ["ls", "--all", "--parseable"], { cwd: folder });
  const packages = new Set(stdout.trim().split("\n").slice(1)).size;
  const bytes = await sizeOf(join(folder, "node_modules"));
  expect(packages <= 25, `an install brings ${packages} packages`);
  console.log(`installed: ${packages} packages, ${(bytes / 1e6).toFixed(1)} MB`);
}

async function use(version: string, issuer: string): Promise<void> {
  const node = await nodeOf(version);
  const home = join(folder, `home-${version}`);
  const env = { ...plainEnv(), TOKENWELL_HOME: home, PATH: `${dirname(node)}:${process.env.PATH}` };
  const npx = (...words: string[]) =>
    run("npx", ["--no-install", "tokenwell", ...words], { cwd: folder, env });
  const login = spawn(
    "npx",
    ["--no-install", "tokenwell", "login", issuer, "--client-id", "demo", "--public", "--no-browser"],
    {
      cwd: folder,
      env,
      stdio: ["ignore", "inherit", "pipe"],
    },
  );
  const address = await addressIn(login.stderr);
  await fetch(await visit(address));
  const [code] = (await once(login, "exit")) as [number];
  expect(code === 0, `npx tokenwell login ends with ${code}`);
  const { stdout: token } = await npx("token");
  await writeFile(
    join(folder, "script.mjs"),
    `import { openTokenwell } from "tokenwell";
const tokenwell = await openTokenwell();
console.log((await tokenwell.token()).accessToken);
await tokenwell.close();
`,
  );
  const script = await run(node, ["script.mjs"], { cwd: folder, env });
  expect(
    token.trim() !== "" && script.stdout === token && script.stderr === "",
    "command and library give one token",
  );
  const { stderr: demo } = await npx("demo");
  expect(/\b8 of 8\b/.test(demo) && /revoked everything/.test(demo), `npx tokenwell demo says:\n${demo}`);
  console.log(
    `Node ${(await run(node, ["-v"])).stdout.trim()}: login, token, the four-line script and the demo work`,
  );
}

/** On a Node that is too old: a sentence, exit 2, no stack trace. */
async function refuse(): Promise<void> {
  const node = await nodeOf(tooOld);
  const env = { ...plainEnv(), PATH: `${dirname(node)}:${process.env.PATH}` };
  const failure = await run("npx", ["--no-install", "tokenwell", "token"], { cwd: folder, env }).catch(
    (error: { code: number; stderr: string }) => error,
  );
  const { code, stderr } = failure as { code?: number; stderr: string };
  expect(
    code === 2 && stderr.includes(`this is ${tooOld}`) && !stderr.includes("    at "),
    `on Node ${tooOld}: ${stderr}`,
  );
  console.log(`Node v${tooOld}: refused with exit 2`);
}

/** The Node of a version, from the registry, or this repository's own. */
async function nodeOf(version: string): Promise<string> {
  if (version === "repository") return process.execPath;
  const place = join(folder, `node-${version}`);
  const name = `node-${process.platform}-${process.arch}@${version}`;
  await run("npm", [
    "install",
    "--no-save",
    "--ignore-scripts",
    "--no-fund",
    "--no-audit",
    "--prefix",
    place,
    name,
  ]);
  return join(place, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
}

async function addressIn(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  return await new Promise((resolve, reject) => {
    stream.on("data", (chunk) => {
      text += String(chunk);
      const address = /^\s*(http\S+\/authorize\?\S+)\s/m.exec(text)?.[1];
      if (address) resolve(address);
    });
    stream.once("end", () => reject(new TypeError(`login printed no address: ${text}`)));
  });
}

/** The environment without npm's variables, which would tell npx about this repository. */
function plainEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_|^TOKENWELL|^INIT_CWD/i.test(name));
  return { ...Object.fromEntries(entries), LANG: "C.UTF-8" };
}

async function sizeOf(place: string): Promise<number> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new TypeError(what);
}
