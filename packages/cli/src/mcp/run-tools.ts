import { InputError, type PendingLogin, type Tokenwell } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { describeError } from "../error-text.ts";
import { UsageError } from "../errors.ts";
import { appsAt, sameTarget } from "../login/target.ts";
import { programVersion } from "../version.ts";

/** Runs the tools for agents until their client ends. `allow` has the rules of the person. */
export async function runTools(context: Context, allow: readonly string[]): Promise<number> {
  const { ui, io, signals } = context;
  // The tools are built of what others wrote, and only this command needs it.
  const { readRule, serveTools } = await import("./agent/index.ts");
  const rules = allow.map((given) => {
    const rule = readRule(given);
    if (rule === null) throw new UsageError("mcp_allow", { given });
    return rule;
  });
  const tokenwell = await context.open();
  if (io.stdin.isTTY === true) {
    ui.text(ui.words("mcp.tools_waiting"));
    ui.text("claude mcp add tokenwell -- tokenwell mcp", 2);
  }
  const logins = new Logins(tokenwell);
  signals.undo = () => logins.cancel();
  await serveTools({
    tokenwell,
    version: programVersion(),
    rules,
    stdin: io.stdin,
    stdout: io.stdout,
    describe: (error) => {
      const { sentence, details } = describeError(error, { language: ui.language, nowMs: ui.nowMs });
      return [sentence, ...details.map((line) => line.trim()).filter((line) => line !== "")].join("\n");
    },
    connect: (name) => logins.begin(name),
  });
  await logins.cancel();
  return 0;
}

/** The logins that an agent has begun. Each connection has one at most. */
class Logins {
  readonly #tokenwell: Tokenwell;
  readonly #pending = new Map<string, PendingLogin>();

  constructor(tokenwell: Tokenwell) {
    this.#tokenwell = tokenwell;
  }

  /** Begins the login of a connection in place and returns the address to open. */
  async begin(name: string): Promise<string> {
    await this.#pending.get(name)?.cancel();
    const target = await sameTarget(this.#tokenwell, name);
    const [app] = await appsAt(this.#tokenwell, target);
    if (app === undefined) throw new InputError("unknown_connection", { name });
    const { clientId, clientSecret, issuer, redirectUri, provider } = app;
    const client = { clientId, clientSecret, redirectUri, provider };
    const login = await this.#tokenwell.login(issuer, { ...client, name });
    this.#pending.set(name, login);
    // Its end is seen in the list of connections.
    void login.listen().catch(() => undefined);
    await login.listening();
    return login.url;
  }

  async cancel(): Promise<void> {
    for (const login of this.#pending.values()) await login.cancel();
  }
}
