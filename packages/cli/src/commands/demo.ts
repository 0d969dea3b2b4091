import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultCallbackPort } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { type CommandResult, DemoEnvironment, naiveScript } from "../demo/environment.ts";
import { freePort, isFree } from "../demo/ports.ts";
import { OutcomeError } from "../errors.ts";
import { writeOut } from "../output.ts";
import { padTo } from "../text-layout.ts";

/** The options of `tokenwell demo`. */
export interface DemoCommandOptions extends CommonOptions {
  readonly showNaive?: boolean;
}

const programs = 8;
const callers = 25;
const twoHoursMs = 2 * 3_600_000;
const dayMs = 24 * 3_600_000;
const overlapSeconds = 30;
const auth0Api = "https://api.emulator.example";
const shownCharacters = 72;

/**
 * Runs `tokenwell demo`: shows within seconds, on this machine, how tokens are kept. Each `$` line is the real command,
 * run as a child process; every number comes from the emulator's ledger.
 */
export async function demo(
  context: Context,
  _words: readonly string[],
  options: DemoCommandOptions,
): Promise<number> {
  if (options.showNaive) {
    await writeOut(context.io.stdout, await readFile(naiveScript, "utf8"));
    return 0;
  }
  const { ui, signals } = context;
  const environment = await DemoEnvironment.open({
    ...process.env,
    ...context.io.env,
    TOKENWELL_LANG: ui.language,
  });
  signals.undo = () => environment.close();
  try {
    await new Demo(context, environment).run();
    return 0;
  } finally {
    signals.undo = undefined;
    await environment.close();
  }
}

class Demo {
  readonly #context: Context;
  readonly #environment: DemoEnvironment;

  constructor(context: Context, stage: DemoEnvironment) {
    this.#context = context;
    this.#environment = stage;
  }

  async run(): Promise<void> {
    const { ui } = this.#context;
    ui.text(ui.words("demo.title"));
    await this.#logIn();
    await this.#callApi();
    await this.#expire();
    await this.#carefully();
    await this.#naively();
    await this.#killed();
    ui.blank();
    ui.text(ui.words("demo.for_real"));
    ui.text(ui.words("demo.your_tests"));
  }

  async #logIn(): Promise<void> {
    const { ui } = this.#context;
    this.#step(1, ui.words("demo.log_in"));
    const words = [
      "login",
      "salesforce",
      "acme",
      "--public",
      "--host",
      this.#environment.salesforce.host,
      "--client-id",
      "demo",
    ];
    const port = await this.#portOption();
    ui.line(`   $ tokenwell ${words.slice(0, 4).join(" ")} \\`);
    ui.line(`       ${[...words.slice(4), ...port].join(" ")}`);
    const { stderr } = await this.#login([...words, ...port], { byPerson: hasBrowser(this.#context) });
    for (const line of stderr.split("\n")) if (/^(✓|ok) /.test(line)) ui.line(`   ${line}`);
  }

  async #callApi(): Promise<void> {
    const { ui } = this.#context;
    this.#step(2, ui.words("demo.use"));
    const { stdout } = await this.#shown(["request", "acme", "/services/data/"]);
    const answer = stdout.trim();
    ui.line(`   ${answer.length > shownCharacters ? `${answer.slice(0, shownCharacters)}…` : answer}`);
  }

  async #expire(): Promise<void> {
    const { ui } = this.#context;
    this.#step(3, ui.words("demo.expired"));
    await this.#environment.advance(twoHoursMs);
    const before = (await this.#environment.salesforce.refreshes()).length;
    const { stdout, ms } = await this.#shown(["token", "acme"]);
    const seen = (await this.#environment.salesforce.refreshes()).length - before;
    must(seen === 1, `${seen} refreshes`);
    const summary = ui.words("demo.one_refresh", { count: seen, ms: Math.round(ms) });
    ui.line(`   ${stdout.trim().slice(0, 24)}…      ${summary}`);
  }

  async #carefully(): Promise<void> {
    const { ui } = this.#context;
    this.#step(4, ui.words("demo.many", { programs, requests: programs * callers }));
    await this.#environment.advance(twoHoursMs);
    const before = (await this.#environment.salesforce.refreshes()).length;
    const got = await this.#environment.runAtOnce("careful", { programs, env: { CALLERS: String(callers) } });
    const seen = (await this.#environment.salesforce.refreshes()).length - before;
    const served = got.filter((count) => count === callers).length;
    this.#rows([
      [ui.words("demo.seen"), String(seen)],
      [ui.words("demo.served"), ui.words("demo.of", { some: served, all: programs })],
    ]);
    must(seen === 1 && served === programs, `${seen} refreshes, ${served} programs`);
  }

  async #naively(): Promise<void> {
    const { ui } = this.#context;
    this.#step(5, ui.words("demo.naive"));
    const tokenFile = await this.#handOver();
    const before = (await this.#environment.salesforce.refreshes()).length;
    const env = { CALLERS: String(callers), TOKEN_FILE: tokenFile };
    await this.#environment.runAtOnce("naive", { programs, env });
    const seen = (await this.#environment.salesforce.refreshes()).slice(before);
    const spent = seen.filter((entry) => entry.spent).length;
    const isRevoked = seen.some((entry) => entry.grantRevoked);
    this.#rows([
      [ui.words("demo.seen"), ui.words("demo.spent", { count: seen.length, spent })],
      [ui.words("demo.did"), ui.words(isRevoked ? "demo.revoked" : "demo.nothing")],
    ]);
  }

  /** Kills a command before it gets its response from a provider with an overlap. */
  async #killed(): Promise<void> {
    const { ui } = this.#context;
    this.#step(6, ui.words("demo.killed", { seconds: overlapSeconds }));
    const auth0 = await this.#environment.addAuth0();
    await auth0.setOverlap(overlapSeconds);
    const host = ["--host", auth0.host, "--client-id", "demo", "--public", "--audience", auth0Api];
    const words = ["login", "auth0", "my-api", ...host, ...(await this.#portOption())];
    await this.#login(words, { byPerson: false });
    await this.#environment.run(["set", "my-api", `overlap=${overlapSeconds}s`]);
    await this.#environment.advance(dayMs + twoHoursMs);
    const before = (await auth0.refreshes()).length;
    await this.#environment.runAndKill(["token", "my-api"], auth0);
    const { stdout } = await this.#shown(["token", "my-api"]);
    const seen = (await auth0.refreshes()).slice(before);
    must(seen.length === 2 && !seen.some((entry) => entry.grantRevoked), `${seen.length} refreshes`);
    ui.line(`   ${stdout.trim().slice(0, 24)}…      ${ui.words("demo.recovered")}`);
  }

  /**
   * Logs in and hands the token over. Returns a token file such as scripts have, with an expired access
   * token.
   */
  async #handOver(): Promise<string> {
    const host = ["--host", this.#environment.salesforce.host, "--client-id", "demo", "--public"];
    const words = ["login", "salesforce", ...host, ...(await this.#portOption()), "--print", "--json"];
    const { stdout } = await this.#login(words, { byPerson: false });
    const { refreshToken, clientId, loginUrl } = JSON.parse(stdout) as Readonly<Record<string, string>>;
    const saved = {
      refresh_token: refreshToken,
      client_id: clientId,
      token_endpoint: `${loginUrl}/services/oauth2/token`,
      expires_at: 0,
    };
    const path = join(this.#environment.home, "token.json");
    await writeFile(path, JSON.stringify(saved), { mode: 0o600 });
    return path;
  }

  /** Logs in on the emulator's pages, in the user's browser or by a script. */
  async #login(
    words: readonly string[],
    { byPerson }: { readonly byPerson: boolean },
  ): Promise<CommandResult> {
    if (byPerson) {
      const { ui } = this.#context;
      ui.text(ui.words("demo.browser"), 3);
      return await this.#environment.run(words);
    }
    const { visit } = await import("@tokenwell/emulator");
    let visited: Promise<unknown> | undefined;
    const result = await this.#environment.run([...words, "--no-browser"], (stderr) => {
      const address = /^\s*(http\S+\/authorize\?\S+)\s/m.exec(stderr)?.[1];
      if (address) visited ??= visit(address).then((end) => fetch(end));
    });
    await visited;
    return result;
  }

  async #portOption(): Promise<string[]> {
    return (await isFree(defaultCallbackPort)) ? [] : ["--port", String(await freePort())];
  }

  async #shown(words: readonly string[]): Promise<CommandResult> {
    this.#context.ui.line(`   $ tokenwell ${words.join(" ")}`);
    return await this.#environment.run(words);
  }

  #step(number: number, what: string): void {
    const { ui } = this.#context;
    ui.blank();
    ui.text(`${number}  ${what}`);
  }

  #rows(rows: readonly (readonly [label: string, value: string])[]): void {
    for (const [label, value] of rows) this.#context.ui.line(`   ${padTo(label, 29)}${value}`);
  }
}

/** Whether the user is at this machine and has a browser that can be opened. */
function hasBrowser({ io, canAsk }: Context): boolean {
  const { env, platform = process.platform } = io;
  const hasDisplay = platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.BROWSER);
  return canAsk && hasDisplay && !env.CI && !env.SSH_CONNECTION;
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new OutcomeError("demo_failed", { what });
}
