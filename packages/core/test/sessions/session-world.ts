import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Grant, ScriptedIssuer } from "../../../session/test/support/scripted-issuer.ts";
import { TestClock } from "../../../session/test/support/test-clock.ts";
import type { LoginServices } from "../../src/login/services.ts";
import type { Session } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
import {
  openSessionManager,
  SessionManager,
  type SessionManagerOptions,
  type SessionTimes,
} from "../../src/sessions/manager.ts";
import { WebApp, type WebAppSettings } from "../../src/sessions/web-app.ts";
import { openDependencies } from "../../src/tokenwell/open.ts";
import { StoreRows } from "../support/store-rows.ts";
import { storeEnvironment } from "../support/test-store.ts";

/** A session and the value of its cookie. */
export interface Visitor {
  readonly session: Session;
  readonly cookie: string;
}

/** A callback that a test completes when it wants. */
export interface Pending {
  readonly state: string;
  readonly text: string;
}

const redirectUri = "https://app.example.com/auth/callback";

/** One store, one scripted provider, one clock that the test moves, and as many processes as a test opens. */
export class SessionWorld {
  readonly clock = new TestClock();
  readonly home = mkdtempSync(join(tmpdir(), "tokenwell-sessions-"));
  /** Contents of the store. */
  readonly rows = new StoreRows(this.home);
  readonly problems: Error[] = [];
  readonly issuer: ScriptedIssuer;
  readonly times: SessionTimes;
  readonly #open = new Set<SessionManager>();

  private constructor(clock: TestClock, issuer: ScriptedIssuer, times: Partial<SessionTimes>) {
    this.clock = clock;
    this.issuer = issuer;
    this.times = { extendAfterMs: 900_000, idleMs: 86_400_000, absoluteMs: 604_800_000, ...times };
  }

  /** Opens a world that ends with the test. */
  static async open(times: Partial<SessionTimes> = {}): Promise<SessionWorld> {
    const clock = new TestClock();
    const world = new SessionWorld(clock, await ScriptedIssuer.start(clock), times);
    onTestFinished(async () => {
      await world.issuer.close();
      for (const manager of world.#open) await clock.until(manager.close());
      rmSync(world.home, { recursive: true, force: true });
    });
    return world;
  }

  /** Opens one more process. */
  async process(
    app: Partial<WebAppSettings> = {},
    over: Partial<SessionManagerOptions> = {},
  ): Promise<SessionManager> {
    const manager = await openSessionManager({
      ...{ home: this.home, env: storeEnvironment(this.home), clock: this.clock, times: this.times },
      app: {
        ...{ id: "app1", issuer: this.issuer.issuer, clientId: "web", redirectUri },
        clientSecret: Secret.of(this.issuer.clientSecret),
        ...app,
      },
      onProblem: (problem) => this.problems.push(problem),
      ...over,
    });
    this.#open.add(manager);
    return manager;
  }

  /** Makes one more process on changed parts. */
  processOn(services: LoginServices): SessionManager {
    const settings = {
      ...{ id: "app1", issuer: this.issuer.issuer, clientId: "web", redirectUri },
      clientSecret: Secret.of(this.issuer.clientSecret),
    };
    const { times } = this;
    const onProblem = (problem: Error): unknown => this.problems.push(problem);
    const manager = new SessionManager(services, new WebApp(services, settings), { times, onProblem });
    this.#open.add(manager);
    return manager;
  }

  /** Closes a process, which must have nothing under way that needs the clock. */
  async close(manager: SessionManager): Promise<void> {
    this.#open.delete(manager);
    await this.clock.until(manager.close());
  }

  /** The parts of a process without its manager: for what a crash leaves behind. */
  async services(): Promise<Awaited<ReturnType<typeof openDependencies>>["services"]> {
    return (await openDependencies({ home: this.home, env: storeEnvironment(this.home), clock: this.clock }))
      .services;
  }

  /** Begins a login that the user allows. */
  async begin(
    manager: SessionManager,
    subject = "alice",
    { browser = randomUUID(), ...grant }: Partial<Grant> & { readonly browser?: string } = {},
  ): Promise<Pending> {
    const browserHash = createHash("sha256").update(browser).digest("hex");
    const { searchParams } = new URL(await manager.begin({ browserHash, returnTo: "/" }));
    const state = searchParams.get("state") ?? "";
    const nonce = searchParams.get("nonce") ?? "";
    const code = this.issuer.issueCode({ subject, nonce, ...grant });
    return { state, text: `${redirectUri}?${new URLSearchParams({ code, state })}` };
  }

  /** Completes a login. */
  async complete(manager: SessionManager, { state, text }: Pending): Promise<Visitor> {
    const login = await manager.findLogin(state);
    if (!login) throw new TypeError("no login");
    const result = await manager.complete({ login, state, text, userAgent: null, previous: null });
    if (result?.kind !== "completed") throw new TypeError(`no session: ${JSON.stringify(result)}`);
    return { session: result.session, cookie: result.cookie };
  }

  /** Logs a user in. */
  async logIn(manager: SessionManager, subject = "alice", grant: Partial<Grant> = {}): Promise<Visitor> {
    return await this.complete(manager, await this.begin(manager, subject, grant));
  }
}

/** Reads the session of a cookie as a request does, and extends it if that is due. */
export async function visit(manager: SessionManager, cookie: string): Promise<Session | undefined> {
  const found = await manager.find(cookie);
  return found && (await manager.extendIfDue(cookie, found));
}

/** Claims of a session's ID token. */
export function claimsOf(session: Session | undefined): Readonly<Record<string, unknown>> {
  const payload = session?.idToken?.expose().split(".")[1] ?? "";
  return payload === "" ? {} : JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
