import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { onTestFinished } from "vitest";
import { StoreRows } from "../../../core/test/support/store-rows.ts";
import { storeEnvironment } from "../../../core/test/support/test-store.ts";
import type { Session, SessionOptions } from "../../src/api.ts";
import { requireFresh, requireLogin, requireRecentLogin } from "../../src/hono.ts";
import { type AppSessions, openSessions } from "../../src/open-sessions.ts";
import { Browser, type Fetch } from "./browser.ts";
import { type Grant, ScriptedIssuer } from "./scripted-issuer.ts";
import { TestClock } from "./test-clock.ts";

/** One process of the app. */
export interface Process {
  readonly sessions: AppSessions;
  readonly fetch: Fetch;
  readonly problems: Error[];
}

/** Callback that a browser may load. */
export interface Callback {
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** An app on a store of its own, a scripted provider, and a clock that the test moves. */
export class Stage {
  readonly clock: TestClock;
  readonly issuer: ScriptedIssuer;
  readonly home: string;
  readonly options: Partial<SessionOptions>;
  readonly processes: Process[] = [];

  private constructor(clock: TestClock, issuer: ScriptedIssuer, options: Partial<SessionOptions>) {
    this.clock = clock;
    this.issuer = issuer;
    this.options = options;
    this.home = mkdtempSync(join(tmpdir(), "tokenwell-session-"));
  }

  /** Opens a stage with one process. It closes with the test. */
  static async open(options: Partial<SessionOptions> = {}): Promise<Stage> {
    const clock = new TestClock();
    const stage = new Stage(clock, await ScriptedIssuer.start(clock), options);
    onTestFinished(async () => await stage.#close());
    await stage.process();
    return stage;
  }

  get first(): Process {
    const [first] = this.processes;
    if (first === undefined) throw new TypeError("no process");
    return first;
  }

  get sessions(): AppSessions {
    return this.first.sessions;
  }

  /** Contents of the store. */
  get rows(): StoreRows {
    return new StoreRows(this.home);
  }

  /** Starts one more process of the app on the same store. */
  async process(options: Partial<SessionOptions> = {}): Promise<Process> {
    const problems: Error[] = [];
    const sessions = await openSessions({
      issuer: this.issuer.issuer,
      clientId: "web",
      clientSecret: "CANARY_client_secret",
      baseUrl: "https://app.example.com",
      home: this.home,
      env: storeEnvironment(this.home),
      clock: this.clock,
      onProblem: (problem) => problems.push(problem),
      ...this.options,
      ...options,
    });
    const process = { sessions, fetch: appOf(sessions), problems };
    this.processes.push(process);
    return process;
  }

  browser(process: Process = this.first): Browser {
    return new Browser(process.fetch, new URL(this.options.baseUrl ?? "https://app.example.com").origin);
  }

  /** Begins a login, and returns the address at the provider. */
  async begin(browser: Browser, query = ""): Promise<URL> {
    const response = await browser.get(`/auth/login${query}`);
    return new URL(response.headers.get("location") ?? `about:blank#${response.status}`);
  }

  /** Lets a user allow a login at the provider. */
  allow(address: URL, subject = "alice", grant: Partial<Grant> = {}): Callback {
    const code = this.issuer.issueCode({
      subject,
      nonce: address.searchParams.get("nonce") ?? "",
      ...grant,
    });
    const parameters = new URLSearchParams({ code, state: address.searchParams.get("state") ?? "" });
    return { path: `/auth/callback?${parameters}`, parameters };
  }

  /** Logs a user in, and returns the answer to the callback. */
  async logIn(
    browser: Browser,
    subject = "alice",
    { query = "", ...grant }: Partial<Grant> & { readonly query?: string } = {},
  ): Promise<Response> {
    const { path } = this.allow(await this.begin(browser, query), subject, grant);
    return await browser.get(path);
  }

  async #close(): Promise<void> {
    await this.issuer.close();
    for (const { sessions } of this.processes) await this.clock.until(sessions.close());
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Makes an app with the sessions: open, guarded and sensitive routes. */
function appOf(sessions: AppSessions): Fetch {
  const app = new Hono<{ Variables: { session: Session } }>();
  app.onError((error, context) => context.text(error.name, 500));
  app.use(sessions.hono());
  app.get("/public", (context) => context.json({ user: context.get("session").user?.subject ?? null }));
  app.get("/me", requireLogin(), (context) => context.json(viewOf(context.get("session"))));
  app.get("/cached", requireLogin(), (context) => {
    context.header("cache-control", "public, max-age=600");
    return context.text(`page of ${context.get("session").user?.subject}`);
  });
  app.post("/change", requireLogin(), (context) => context.text("changed"));
  app.get("/token", async (context) => {
    const { expiresAt } = await context.get("session").token();
    return context.json({ expiresAt });
  });
  app.post("/transfer", requireFresh({ withinSeconds: 60 }), (context) => context.text("sent"));
  app.post("/password", requireRecentLogin({ maxAgeSeconds: 300 }), (context) => context.text("changed"));
  app.get("/settings", requireLogin(), (context) => context.text("settings"));
  return (request) => app.fetch(request);
}

const viewOf = ({ claims, createdAt, data, endReason, extendedAt, id, user }: Session): object => ({
  ...{ claims, createdAt, data, endReason, extendedAt, id, user },
});
