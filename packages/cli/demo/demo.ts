// `npm run demo`: what Tokenwell does, in a few seconds. Each `$` line is the real command, run as a child process;
// every number is from the provider's ledger. The provider is `oidc-provider`, which others wrote.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerEntry, visit } from "@tokenwell/emulator";
import { fill } from "tokenwell";
import { texts } from "./text.ts";

const packages = join(import.meta.dirname, "..", "..");
const preload = join(packages, "emulator", "preload.cjs");
const command = join(packages, "cli", "bin", "tokenwell.cjs");
const programs = 8;
const callers = 25;
const twoHoursMs = 2 * 3_600_000;

const locale =
  process.env.TOKENWELL_LANG || process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG;
const language = locale?.startsWith("ja") ? "ja" : "en";
const text = texts[language];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const home = await mkdtemp(join(tmpdir(), "tokenwell-demo-"));
let offsetMs = 0;

const emulator = spawn(
  process.execPath,
  ["--require", preload, join(packages, "emulator", "dist", "main.js")],
  {
    stdio: ["pipe", "pipe", "ignore"],
  },
);
try {
  const [ready] = (await once(emulator.stdout, "data")) as [Buffer];
  const { issuer } = JSON.parse(String(ready)) as { issuer: string };
  say(text.title);
  await logIn(issuer);
  await callApi();
  await expire(issuer);
  await carefully(issuer);
  await naively(issuer);
  say(`\n${text.real}   tokenwell login https://…`);
} catch (error) {
  process.stderr.write(
    `${fill(text.failed, { what: error instanceof Error ? error.message : String(error) })}\n`,
  );
  process.exitCode = 1;
} finally {
  emulator.stdin.end();
  await once(emulator, "exit");
  await rm(home, { recursive: true, force: true });
}

async function logIn(issuer: string): Promise<void> {
  step(1, text.login);
  const port = await freePort();
  const words = ["login", issuer, "acme", "--public", "--client-id", "demo", "--port", String(port)];
  say(`   $ tokenwell ${words.slice(0, 3).join(" ")} \\\n       ${words.slice(3).join(" ")}`);
  for (const line of await tokenwellLogin([...words])) if (/^(✓|ok)/.test(line)) say(`   ${line}`);
}

async function callApi(): Promise<void> {
  step(2, text.use);
  const words = ["request", "acme", "/api/hello"];
  say(`   $ tokenwell ${words.join(" ")}`);
  const answer = (await tokenwell(words)).stdout.trim();
  say(`   ${answer.length > 72 ? `${answer.slice(0, 72)}…` : answer}`);
}

async function expire(issuer: string): Promise<void> {
  step(3, text.expired);
  await moveClocks(issuer);
  const before = (await refreshes(issuer)).length;
  say("   $ tokenwell token acme");
  const { stdout, ms } = await tokenwell(["token", "acme"]);
  const seen = (await refreshes(issuer)).length - before;
  must(seen === 1, `${seen} refreshes instead of 1`);
  say(`   ${stdout.trim().slice(0, 18)}…      ${fill(text.one, { refreshes: seen, ms: Math.round(ms) })}`);
}

async function carefully(issuer: string): Promise<void> {
  step(4, fill(text.many, { programs, calls: programs * callers }));
  await moveClocks(issuer);
  const before = (await refreshes(issuer)).length;
  const got = await atOnce("careful.mjs", {});
  const seen = (await refreshes(issuer)).length - before;
  row(text.saw, String(seen));
  row(text.got, fill(text.of, { some: got.filter((count) => count === callers).length, all: programs }));
  must(seen === 1 && got.every((count) => count === callers), "not one refresh for all");
}

async function naively(issuer: string): Promise<void> {
  step(5, text.naive);
  const file = join(home, "token.json");
  await handOver(issuer, file);
  const before = await refreshes(issuer);
  await atOnce("naive.mjs", { TOKEN_FILE: file });
  const seen = (await refreshes(issuer)).slice(before.length);
  const spent = seen.filter((entry) => entry.spent).length;
  const revoked = seen.some((entry) => entry.grantRevoked);
  row(text.saw, fill(text.spent, { refreshes: seen.length, spent }));
  row(text.did, revoked ? text.revoked : text.nothing);
}

/** Another login, handed over with `--print`: its token file is what a script would have, already expired. */
async function handOver(issuer: string, file: string): Promise<void> {
  const port = await freePort();
  const words = [
    "login",
    issuer,
    "--public",
    "--client-id",
    "demo",
    "--port",
    String(port),
    "--print",
    "--json",
  ];
  let stdout = "";
  await tokenwellLogin(words, (chunk) => {
    stdout += chunk;
  });
  const { refreshToken, clientId, tokenEndpoint } = JSON.parse(stdout) as Record<string, string>;
  const saved = {
    refresh_token: refreshToken,
    client_id: clientId,
    token_endpoint: tokenEndpoint,
    expires_at: 0,
  };
  await writeFile(file, JSON.stringify(saved), { mode: 0o600 });
}

/** Starts the programs, waits until all are ready, gives the sign, and returns how many callers of each got a token. */
async function atOnce(script: string, env: NodeJS.ProcessEnv): Promise<number[]> {
  const children = Array.from({ length: programs }, () =>
    spawn(process.execPath, ["--require", preload, join(import.meta.dirname, script)], {
      env: { ...environment(), ...env, CALLERS: String(callers) },
      stdio: ["pipe", "pipe", "ignore"],
    }),
  );
  await Promise.all(children.map((child) => once(child.stdout, "data")));
  const answers = children.map(async (child) => Number(String((await once(child.stdout, "data"))[0])));
  for (const child of children) child.stdin.write("go\n");
  const counts = await Promise.all(answers);
  await Promise.all(children.map((child) => child.exitCode ?? once(child, "exit")));
  return counts;
}

/** The command, run as a person would; the clocks of provider and command are equally far on. */
async function tokenwell(words: readonly string[]): Promise<{ stdout: string; ms: number }> {
  const begunMs = performance.now();
  const child = spawn(process.execPath, ["--require", preload, command, ...words], { env: environment() });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, "close")) as [number];
  must(code === 0, stderr.trim());
  return { stdout, ms: performance.now() - begunMs };
}

/** A login whose person is `visit`, which logs in and presses Allow on the provider's own pages. */
async function tokenwellLogin(words: readonly string[], stdout?: (chunk: string) => void): Promise<string[]> {
  const all = ["--require", preload, command, ...words, "--no-browser"];
  const child = spawn(process.execPath, all, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (chunk) => stdout?.(String(chunk)));
  let stderr = "";
  let visited: Promise<unknown> | undefined;
  child.stderr.on("data", (chunk) => {
    stderr += String(chunk);
    const address = /^\s*(http\S+\/authorize\?\S+)\s/m.exec(stderr)?.[1];
    if (address) visited ??= visit(address).then((end) => fetch(end));
  });
  const [code] = (await once(child, "close")) as [number];
  await visited;
  must(code === 0, stderr.trim());
  return stderr.split("\n");
}

async function refreshes(issuer: string): Promise<LedgerEntry[]> {
  const response = await fetch(`${issuer}/emulator/ledger`);
  const { entries } = (await response.json()) as { entries: LedgerEntry[] };
  return entries.filter((entry) => entry.kind === "refresh");
}

async function moveClocks(issuer: string): Promise<void> {
  offsetMs += twoHoursMs;
  const body = JSON.stringify({ advanceMs: twoHoursMs });
  await fetch(`${issuer}/emulator/clock`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
}

function environment(): NodeJS.ProcessEnv {
  const { TOKENWELL_CONNECTION: _, ...env } = process.env;
  return {
    ...env,
    TOKENWELL_HOME: home,
    TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(offsetMs),
    TOKENWELL_LANG: language,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

function step(number: number, what: string): void {
  say(`\n${number}  ${what}`);
}

/** A label and its value; a Japanese character is two columns wide. */
function row(label: string, value: string): void {
  const width = [...label].reduce((sum, character) => sum + (character > "\u2e80" ? 2 : 1), 0);
  say(`   ${label}${" ".repeat(Math.max(1, 29 - width))}${value}`);
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new TypeError(what);
}
