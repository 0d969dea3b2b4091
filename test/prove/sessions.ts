import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { LedgerEntry } from "@tokenwell/emulator";
import { Provider } from "../strangers/provider.ts";
import { baseUrl, clientSecret, ProvenWebApp, type WebAnswer } from "./web-app.ts";

/** Longer than an access token lives. */
const expiryMs = 2 * 3_600_000;
/** Longer than the network may hold a request back: afterwards another process may take over. */
const takeoverMs = 90_000;
/** Requests of each session at each expiry, to both processes at once. */
const requestsAtOnce = 3;
/** A process is killed within this time after an expiry. */
const dangerousMs = 250;
/** Milliseconds from one kill to the next. */
const restMs = 2_000;
const mostTakeovers = 10;

/** What became of sessions whose processes were killed. */
export interface SessionsUnderKills {
  readonly expiries: number;
  readonly kills: number;
  /** Presentations of refresh tokens. */
  readonly presentations: number;
  /** Those of them that presented a token again whose answer died with a process. */
  readonly lastChances: number;
  /** Sessions that ended with `rotation_lost`: the provider had decided, and the answer died with a process. */
  readonly lost: number;
  readonly violations: readonly string[];
}

interface SessionsAmount {
  readonly sessions: number;
  readonly expiries: number;
  /** Default: no limit. */
  readonly mostKills?: number;
  /** Address of the store. Default: SQLite. */
  readonly store?: string | undefined;
}

/** A user of the app, with the cookie of the session and its grant at the provider. */
interface User {
  readonly name: string;
  readonly cookie: string;
  readonly grantId: string | undefined;
}

/**
 * Two server processes on one store share sessions at `oidc-provider` with strict rotation. All clocks are moved together; at
 * each expiry each session asks both processes at once. Every few seconds a process is killed at random and started again.
 * `random` is in [0, 1).
 */
export async function sessionsUnderKills(
  { expiries, mostKills = Number.POSITIVE_INFINITY, sessions, store }: SessionsAmount,
  random: () => number,
): Promise<SessionsUnderKills> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-prove-"));
  const redirectUris = [`${baseUrl}/auth/callback`];
  const provider = await Provider.start({
    rotation: "strict",
    clients: [{ clientId: "web", clientSecret, redirectUris }],
  });
  const app = new ProvenWebApp({ home, provider, store });
  try {
    await app.start();
    const run = new Run(app, mostKills, random);
    await run.logIn(sessions);
    while (run.expiries < expiries) await run.expire();
    await run.finish();
    return run;
  } finally {
    await app.close();
    await provider.stop();
    rmSync(home, { recursive: true });
  }
}

class Run implements SessionsUnderKills {
  expiries = 0;
  kills = 0;
  presentations = 0;
  lastChances = 0;
  lost = 0;
  readonly violations: string[] = [];
  readonly #app: ProvenWebApp;
  readonly #mostKills: number;
  readonly #random: () => number;
  readonly #presented = new Set<string | undefined>();
  #users: User[] = [];
  #logins = 0;
  /** Number of entries of the ledger that have been judged. */
  #judged = 0;
  #killedMs = 0;

  constructor(app: ProvenWebApp, mostKills: number, random: () => number) {
    this.#app = app;
    this.#mostKills = mostKills;
    this.#random = random;
  }

  async logIn(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) this.#users.push(await this.#newUser());
  }

  /** Lets every access token expire, and asks until each session has an answer. */
  async expire(): Promise<void> {
    await this.#app.advance(expiryMs);
    this.expiries += this.#users.length;
    const isKilled = this.kills < this.#mostKills && Date.now() - this.#killedMs > restMs;
    const killing = isKilled ? this.#kill() : undefined;
    const ended = await this.#askAll();
    await killing;
    await this.#judge(ended, isKilled);
    const living = this.#users.filter((user) => !ended.has(user));
    this.#users = living;
    await this.logIn(ended.size);
  }

  /** Every session must still have a token that the provider accepts. */
  async finish(): Promise<void> {
    for (const { cookie, name } of this.#users) {
      const { body } = await this.#app.get("/token", { cookie });
      if (!(await this.#app.provider.accepts(tokenIn(body).accessToken)))
        this.#wrong(`the token of ${name} is not accepted in the end`);
    }
  }

  async #newUser(): Promise<User> {
    this.#logins += 1;
    const name = `user${this.#logins}`;
    const cookie = await this.#app.logIn(name);
    const code = (await this.#app.provider.entries()).findLast(({ kind }) => kind === "code");
    return { name, cookie, grantId: code?.grantId };
  }

  async #kill(): Promise<void> {
    this.kills += 1;
    await pause(this.#random() * dangerousMs);
    await this.#app.kill(this.#random() < 0.5 ? 0 : 1);
    this.#killedMs = Date.now();
  }

  /** Asks for a token of every session, until each has one or is over. Returns the reasons of those that are over. */
  async #askAll(): Promise<ReadonlyMap<User, string>> {
    const ended = new Map<User, string>();
    let waiting = [...this.#users];
    for (let takeover = 0; waiting.length > 0; takeover += 1) {
      if (takeover > mostTakeovers) {
        this.#wrong(`no answer for ${waiting.map(({ name }) => name).join(", ")}`);
        break;
      }
      if (takeover > 0) await this.#app.advance(takeoverMs);
      const later: User[] = [];
      await Promise.all(
        waiting.map(async (user) => {
          const answers = await Promise.all(
            Array.from({ length: requestsAtOnce }, () => this.#app.get("/token", { cookie: user.cookie })),
          );
          const over = answers.find(({ status }) => status === 401);
          if (over) ended.set(user, JSON.parse(over.body).reason);
          else if (answers.some(({ status }) => status !== 200)) later.push(user);
          this.#check(user, answers);
        }),
      );
      waiting = later;
    }
    return ended;
  }

  /** A session has one token, which is its user's, or none yet. */
  #check({ name }: User, answers: readonly WebAnswer[]): void {
    for (const { status, body, headers } of answers) {
      if (status !== 200 && status !== 401 && status !== 503) this.#wrong(`${name} got ${status}: ${body}`);
      if (status === 200 && tokenIn(body).subject !== name)
        this.#wrong(`${name} got the token of another user`);
      if (headers["set-cookie"] !== undefined && status === 200) this.#wrong(`${name} got a cookie`);
    }
  }

  /** Compares what the provider saw with what the protocol allows. */
  async #judge(ended: ReadonlyMap<User, string>, isKilled: boolean): Promise<void> {
    const all = await this.#app.provider.entries();
    const since = all.slice(this.#judged).filter(({ kind }) => kind === "refresh");
    this.#judged = all.length;
    this.presentations += since.length;
    for (const user of this.#users) {
      const own = since.filter(({ grantId }) => grantId === user.grantId);
      this.#judgeFamily(user, own, { reason: ended.get(user), isKilled });
    }
    const grants = new Set(this.#users.map(({ grantId }) => grantId));
    // Of a grant that it has revoked, the provider no longer knows the id.
    const strange = since.filter(({ grantId, spent }) => !grants.has(grantId) && !spent);
    if (strange.length > 0) this.#wrong(`${strange.length} presentations of no session`);
    const again = since.length - new Set(since.map(({ fingerprint }) => fingerprint)).size;
    this.lastChances += again;
    if (again > 0 && !isKilled) this.#wrong(`${again} tokens were presented again without a kill`);
    for (const { fingerprint } of since)
      if (this.#presented.has(fingerprint)) this.#wrong("a token was presented at two expiries");
    for (const { fingerprint } of since) this.#presented.add(fingerprint);
  }

  #judgeFamily(
    { name }: User,
    own: readonly LedgerEntry[],
    { isKilled, reason }: { readonly isKilled: boolean; readonly reason: string | undefined },
  ): void {
    const issued = own.filter((entry) => entry.issued !== undefined);
    if (reason === undefined) {
      if (issued.length !== 1) this.#wrong(`${name} has ${issued.length} refreshes at one expiry`);
      return;
    }
    this.lost += 1;
    if (reason !== "rotation_lost") this.#wrong(`${name} is logged out: ${reason}`);
    if (!isKilled) this.#wrong(`${name} is logged out without a kill`);
    if (issued.length !== 1) this.#wrong(`${name} is lost, but the provider gave ${issued.length} tokens`);
  }

  #wrong(what: string): void {
    this.violations.push(`expiry ${this.expiries}: ${what}`);
  }
}

const tokenIn = (body: string): { readonly subject: string; readonly accessToken: string } =>
  JSON.parse(body);
