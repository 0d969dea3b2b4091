import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import packed from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { repository } from "./children.ts";
import type { Internet } from "./internet.ts";

const cache = `${repository}node_modules/.cache`;

const flags = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  // Nothing is looked up and nothing leaves: other hosts do not exist.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
];

interface ChromiumOptions {
  readonly language?: string;
  /** Whether profiles have a proxy of their own, as {@link profileIn} gives them. */
  readonly isProxied?: boolean;
}

/** A real Chromium, without a window. */
export async function openChromium({
  language = "en-US",
  isProxied = false,
}: ChromiumOptions = {}): Promise<Browser> {
  const { program, libraries } = await inflated();
  return await chromium.launch({
    executablePath: program,
    args: [
      ...flags,
      ...(isProxied ? [] : ["--no-proxy-server"]),
      `--lang=${language}`,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
    env: { ...libraries, HOME: cache },
  });
}

/** A fresh profile that reaches a provider at its real addresses, and this machine without a detour: for one test. */
export async function profileIn(
  browser: Browser,
  { internet }: { readonly internet: Internet },
): Promise<BrowserContext> {
  const proxy = { server: internet.proxy, bypass: "localhost" };
  const context = await browser.newContext({ locale: "en-US", proxy, ignoreHTTPSErrors: true });
  onTestFinished(() => context.close());
  return context;
}

/** A person with a fresh profile: opens the address, logs in and decides on the provider's own pages. */
export async function decideIn(
  context: BrowserContext,
  url: string,
  decision: "allow" | "deny" = "allow",
): Promise<Page> {
  const page = await logInIn(context, url);
  await page.click(`#${decision}`, { noWaitAfter: true });
  return page;
}

/** The same where the provider asks for no consent: an app of one's own at Auth0. */
export async function logInIn(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  // Sooner than the test, which would not say what it waited for.
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await page.fill("#name", "alice");
  await page.fill("#password", "any");
  await page.click("#login", { noWaitAfter: true });
  return page;
}

/** What the address bar shows: of a page that could not be opened, the address of that page. */
export async function addressBarOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { currentIndex, entries } = await session.send("Page.getNavigationHistory");
  await session.detach();
  return entries[currentIndex]?.url ?? "";
}

interface Inflated {
  readonly program: string;
  readonly libraries: Readonly<Record<string, string>>;
}

/** The browser comes packed; it is unpacked once and stays for later runs. */
async function inflated(): Promise<Inflated> {
  const folder = join(cache, "chromium");
  if (!existsSync(folder)) await inflateInto(folder);
  const program = join(folder, "chromium");
  const { stdout } = await promisify(execFile)("ldd", [program]);
  const lacks = stdout.includes("not found");
  return { program, libraries: lacks ? { LD_LIBRARY_PATH: join(folder, "al2023", "lib") } : {} };
}

/** By way of a folder of its own, so that two test files that begin together do not see half a browser. */
async function inflateInto(folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const own = mkdtempSync(join(cache, "chromium-"));
  const { TMPDIR: usual, AWS_EXECUTION_ENV: runtime } = process.env;
  try {
    // The package unpacks into the system's temporary folder, and its libraries only where it thinks to be on Lambda.
    // It reads both before its first await.
    process.env.TMPDIR = own;
    process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
    const unpacking = packed.executablePath();
    restore("TMPDIR", usual);
    restore("AWS_EXECUTION_ENV", runtime);
    await unpacking;
    renameSync(own, folder);
  } catch (error) {
    // Another test file was first.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
