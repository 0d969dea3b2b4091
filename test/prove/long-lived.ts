import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { visit } from "@tokenwell/emulator";
import { openTokenwell } from "tokenwell";
import { compiled, preload } from "../strangers/children.ts";
import { Provider } from "../strangers/provider.ts";

const program = fileURLToPath(new URL("long-lived-child.mjs", import.meta.url));

/** Longer than an access token lives. */
const expiryMs = 2 * 3_600_000;

/** What so many processes did through so many expiries. */
export interface LongLived {
  readonly presentations: number;
  readonly violations: readonly string[];
}

/**
 * Processes that live long share one login at `oidc-provider` with strict rotation; all clocks are moved together, and at each
 * expiry all ask at once. Each expiry must cost one presentation, and the family must live in the end. `store`: the address of
 * theirs. Default: SQLite.
 */
export async function longLived(
  size: { readonly processes: number; readonly expiries: number },
  store?: string,
): Promise<LongLived> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-prove-"));
  const provider = await Provider.start();
  const living: LivingProcess[] = [];
  try {
    await login(home, provider, store);
    for (let index = 0; index < size.processes; index += 1)
      living.push(await LivingProcess.start(home, store));
    const violations: string[] = [];
    const before = await provider.summary();
    for (let expiry = 1; expiry <= size.expiries; expiry += 1) {
      await provider.advance(expiryMs);
      await Promise.all(living.map((process) => process.tell(String(expiryMs))));
      const answers = new Set(await Promise.all(living.map((process) => process.tell("ask"))));
      const { refreshes } = await provider.summary();
      if (answers.size !== 1) violations.push(`expiry ${expiry}: ${answers.size} different answers`);
      if (refreshes !== before.refreshes + expiry)
        violations.push(`expiry ${expiry}: ${refreshes - before.refreshes} presentations so far`);
      const tokens = [...answers].map((answer): string | undefined => JSON.parse(answer).text);
      const isLast = expiry === size.expiries;
      if (tokens.includes(undefined)) violations.push(`expiry ${expiry}: ${[...answers].join(", ")}`);
      else if (isLast && !(await provider.accepts(String(tokens[0])))) violations.push("the family is over");
    }
    const { grantsRevoked, mostPresentations, refreshes, spent } = await provider.summary();
    if (spent + grantsRevoked > 0 || mostPresentations !== 1) violations.push("a token was shown twice");
    return { presentations: refreshes - before.refreshes, violations };
  } finally {
    for (const process of living) await process.stop();
    await provider.stop();
    rmSync(home, { recursive: true });
  }
}

async function login(home: string, { issuer }: Provider, store: string | undefined): Promise<void> {
  const tokenwell = await openTokenwell({ home, ...(store !== undefined && { store }) });
  const login = await tokenwell.login(issuer, { clientId: "demo", clientSecret: null, test: false });
  await login.answer(await visit(login.url));
  await tokenwell.close();
}

class LivingProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>) {
    this.#child = child;
    this.#lines = lines;
  }

  static async start(home: string, store: string | undefined): Promise<LivingProcess> {
    const child = spawn(process.execPath, ["--require", preload, program], {
      env: {
        ...{ PATH: "/usr/bin:/bin", TOKENWELL_HOME: home, ...compiled },
        ...(store !== undefined && { TOKENWELL_STORE: store }),
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await lines.next();
    return new LivingProcess(child, lines);
  }

  /** The answer, as a line. */
  async tell(line: string): Promise<string> {
    this.#child.stdin?.write(`${line}\n`);
    return String((await this.#lines.next()).value);
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, "exit");
    this.#child.stdin?.end();
    await exit;
  }
}
