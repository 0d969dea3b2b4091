import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Emulator, type LedgerEntry, startEmulator, Visitor } from "@tokenwell/emulator";
import type { Client } from "../../packages/core/src/model.ts";
import { dueAt } from "../../packages/core/src/refresh/schedule.ts";
import { Secret } from "../../packages/core/src/secret.ts";
import type { Store } from "../../packages/core/src/store/store.ts";
import { openDependencies } from "../../packages/core/src/tokenwell/open.ts";
import { DefaultTokenwell } from "../../packages/core/src/tokenwell/tokenwell.ts";

const program = fileURLToPath(new URL("work-child.mjs", import.meta.url));

/** Size of a proof of workers. */
export interface WorkPlan {
  readonly connections: number;
  /** Seconds for which the workers run. */
  readonly seconds: number;
  /** Seconds of life of each access token. */
  readonly lifeSeconds: number;
  readonly workers: number;
  /** Refreshes at a time of each worker. */
  readonly concurrency: number;
  /** Seconds between two kills, of one worker after the other; 0 for none. */
  readonly killEverySeconds: number;
  readonly rotation: "strict" | "static";
  /** Address of the store. Default: SQLite in a folder of its own. */
  readonly store?: string | undefined;
}

/** What the workers did. */
export interface WorkProof {
  readonly refreshes: number;
  readonly kills: number;
  /** Refreshes that each worker has told of, over all its lives. */
  readonly shares: readonly number[];
  /** Requests whose answer no worker has stored, since it was killed. */
  readonly unanswered: number;
  /** Families that ended since a killed worker had sent their token and nothing knows the answer. */
  readonly lost: number;
  /** Largest resident set of a worker in its first and in its last quarter, in bytes; of a worker that was not killed. */
  readonly memory: readonly [first: number, last: number];
  readonly failures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/**
 * Workers share a store of connections with short access tokens, and one is killed again and again. The emulator's ledger
 * says whether each access token was renewed before its end, by one presentation of each refresh token.
 */
export async function proveWork(plan: WorkPlan): Promise<WorkProof> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-prove-"));
  const emulator = await startEmulator({ personality: "salesforce", rotation: plan.rotation });
  const workers: WorkingProcess[] = [];
  try {
    await connectAll(plan, home, emulator);
    const before = await committedIn(plan, home);
    const begunMs = Date.now();
    for (let index = 0; index < plan.workers; index += 1) workers.push(new WorkingProcess(plan, home));
    const killsMs: number[] = [];
    const endMs = begunMs + plan.seconds * 1000;
    while (Date.now() < endMs) {
      const pauseMs = plan.killEverySeconds === 0 ? endMs - Date.now() : plan.killEverySeconds * 1000;
      await delay(Math.max(0, Math.min(pauseMs, endMs - Date.now())));
      if (Date.now() >= endMs) break;
      killsMs.push(Date.now());
      await workers[(killsMs.length - 1) % workers.length]?.kill();
    }
    const stoppedMs = Date.now();
    const codes = await Promise.all(workers.map((worker) => worker.stop()));
    return judge(plan, {
      begunMs,
      endMs: stoppedMs,
      killsMs,
      workers,
      codes,
      entries: emulator.ledger.refreshes(),
      committed: (await committedIn(plan, home)) - before,
    });
  } finally {
    for (const worker of workers) worker.end();
    await emulator.close();
    rmSync(home, { recursive: true });
  }
}

interface Course {
  readonly begunMs: number;
  readonly endMs: number;
  readonly killsMs: readonly number[];
  readonly workers: readonly WorkingProcess[];
  readonly codes: readonly (number | null)[];
  readonly entries: readonly LedgerEntry[];
  /** Refreshes that are stored. */
  readonly committed: number;
}

function judge(
  plan: WorkPlan,
  { begunMs, endMs, killsMs, workers, codes, entries, committed }: Course,
): WorkProof {
  const violations: string[] = [];
  const lost = new Set<string>();
  const lifeMs = plan.lifeSeconds * 1000;
  // The test refresh of the first login is none of a worker.
  const own = entries.filter(({ atMs }) => atMs >= begunMs);
  for (const [grant, all] of Map.groupBy(own, ({ grantId }) => grantId ?? "?")) {
    const doubled = all.find(({ spent }) => spent);
    // A killed worker had sent the token: it is sent again only after drain, and ends its family under strict rotation.
    const first = doubled && all.find(({ fingerprint }) => fingerprint === doubled.fingerprint);
    const wasKilled = first && killsMs.some((atMs) => Math.abs(atMs - first.atMs) < 5_000);
    if (doubled && wasKilled && doubled.atMs - first.atMs >= 80_000) lost.add(grant);
    else if (doubled) violations.push(`${grant}: a token was presented twice`);
    const renewed = all.filter(({ outcome }) => outcome !== "refused").map(({ atMs }) => atMs);
    const last = renewed.at(-1) ?? 0;
    const gaps = [...renewed.slice(1), endMs].map((atMs, index) => atMs - (renewed[index] ?? 0));
    const isUnsettled = killsMs.some((atMs) => Math.abs(atMs - last) < 5_000) && plan.rotation === "strict";
    if (gaps.some((gapMs) => gapMs > lifeMs) && !lost.has(grant)) {
      if (isUnsettled) lost.add(grant);
      else violations.push(`${grant}: an access token was not renewed before its end`);
    }
  }
  const silent = plan.connections - new Set(own.map(({ grantId }) => grantId)).size;
  if (plan.seconds > plan.lifeSeconds && silent > 0)
    violations.push(`${silent} connections were never refreshed`);
  const shares = workers.map(({ refreshed }) => refreshed);
  const even = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  if (shares.some((share) => Math.abs(share - even) > 0.2 * even))
    violations.push(`shares of ${shares.join(", ")}`);
  if (lost.size > killsMs.length * plan.concurrency) violations.push(`${lost.size} families were lost`);
  const unanswered = own.length - committed;
  if (unanswered < 0 || unanswered > killsMs.length * plan.concurrency)
    violations.push(`${own.length} presentations, and ${committed} refreshes are stored`);
  if (codes.some((code) => code !== 0)) violations.push(`a worker ended with ${codes.join(", ")}`);
  const failures = workers.flatMap((worker) => worker.failures);
  return {
    refreshes: own.length,
    kills: killsMs.length,
    shares,
    unanswered,
    lost: lost.size,
    memory: workers[0]?.memory ?? [0, 0],
    failures: Object.fromEntries(
      [...Map.groupBy(failures, (code) => code)].map(([code, of]) => [code, of.length]),
    ),
    violations,
  };
}

/** Counts the refreshes that a store has committed. */
async function committedIn({ store: url }: WorkPlan, home: string): Promise<number> {
  const { services } = await openDependencies({ home, env: {}, ...(url && { store: url }) });
  const { egress, store } = services;
  let committed = 0;
  const names = await store.connections.names();
  for (let start = 0; start < names.length; start += 500)
    for (const { connection } of await store.connections.readNamed(names.slice(start, start + 500)))
      committed += connection.refreshCount;
  await egress.close();
  await store.close();
  return committed;
}

/** A worker process, which starts again after it was killed. */
class WorkingProcess {
  refreshed = 0;
  readonly failures: string[] = [];
  readonly #start: () => ChildProcess;
  #child: ChildProcess;
  #sets: number[] = [];
  /** Resolves when the present process listens for signals. */
  #ready = Promise.withResolvers<void>();

  constructor({ concurrency, store }: WorkPlan, home: string) {
    this.#start = () => {
      const env = {
        ...process.env,
        TOKENWELL_HOME: home,
        CONCURRENCY: String(concurrency),
        ...(store !== undefined && { TOKENWELL_STORE: store }),
      };
      const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
      this.#sets = [];
      this.#ready = Promise.withResolvers();
      createInterface({ input: child.stdout }).on("line", (line) => this.#read(line));
      return child;
    };
    this.#child = this.#start();
  }

  get memory(): readonly [first: number, last: number] {
    const quarter = Math.ceil(this.#sets.length / 4);
    return [Math.max(0, ...this.#sets.slice(0, quarter)), Math.max(0, ...this.#sets.slice(-quarter))];
  }

  async kill(): Promise<void> {
    this.end();
    await once(this.#child, "close");
    this.#child = this.#start();
  }

  /** Ends it as a service is ended. Returns its exit code. */
  async stop(): Promise<number | null> {
    const closed = once(this.#child, "close") as Promise<[number | null]>;
    await Promise.race([this.#ready.promise, closed]);
    this.#child.kill("SIGTERM");
    const [code] = await closed;
    return code;
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }

  #read(line: string): void {
    const [what, code = "", set = ""] = line.split(" ");
    if (what === "ready") this.#ready.resolve();
    else if (what === "refreshed") this.refreshed += 1;
    else if (what === "memory") this.#sets.push(Number(set));
    else this.failures.push(code);
  }
}

/** Logs in with Tokenwell once, and stores the others as such a login does: each of a user of its own. */
async function connectAll(plan: WorkPlan, home: string, emulator: Emulator): Promise<void> {
  const dependencies = await openDependencies({ home, env: {}, ...(plan.store && { store: plan.store }) });
  const { store } = dependencies.services;
  const tokenwell = new DefaultTokenwell(dependencies);
  const login = await tokenwell.login(emulator.issuer, {
    provider: "salesforce",
    clientId: "demo",
    clientSecret: null,
    name: "template",
  });
  await login.answer(await visitorOf(emulator).authorize(login.url, { login: "template" }));
  await tokenwell.set("template", { accessLifeSeconds: plan.lifeSeconds });
  const [client] = await store.clients.list();
  if (!client) throw new TypeError("no client");
  const users = Array.from({ length: plan.connections - 1 }, (_, index) => `user${index}`);
  const next = users.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const user of next) await connect({ plan, store, client, emulator }, user);
    }),
  );
  // So that it, too, has the short life that was set.
  await tokenwell.token("template", { refresh: true });
  await tokenwell.close();
}

interface Place {
  readonly plan: WorkPlan;
  readonly store: Store;
  readonly client: Client;
  readonly emulator: Emulator;
}

async function connect({ plan, store, client, emulator }: Place, user: string): Promise<void> {
  const { access, refresh } = await tokensOf(emulator, user);
  const [id, nowMs, lifeMs] = [randomUUID(), Date.now(), plan.lifeSeconds * 1000];
  const template = await store.connections.read({ name: "template" });
  if (!template) throw new TypeError("no template");
  const [accessToken] = template.accessTokens;
  if (!accessToken) throw new TypeError("no access token");
  // Tokens of all ages, none of which is due before the workers are there.
  const jitter = Math.random();
  const token = {
    ...accessToken,
    connectionId: id,
    generation: 1,
    token: Secret.of(access),
    idToken: null,
    fingerprint: store.fingerprint(Secret.of(access)),
    receivedAtMs: nowMs,
    expiresAtMs: nowMs + lifeMs,
  };
  const dueAtMs = dueAt(token, 80_000, jitter) - Math.round(0.4 * lifeMs * jitter);
  await store.logins.put({
    ...{ id, clientId: client.id, clientVersion: client.version, name: user, stateHash: id },
    ...{ verifier: Secret.of("v"), nonce: Secret.of("n"), redirectUri: client.redirectUri, scope: "" },
    ...{ audience: "", settings: {}, createdAtMs: nowMs, expiresAtMs: nowMs + 60_000 },
    ...{ phase: "open", rawAnswer: null },
  });
  await store.connections.create(id, user, () => ({
    connection: {
      ...template.connection,
      id,
      owner: { kind: "named", name: user },
      tokenFamilyId: id,
      generation: 1,
      refreshToken: Secret.of(refresh),
      subject: null,
      details: { connectedAtMs: nowMs, instanceUrl: emulator.issuer },
      refreshCount: 0,
      refreshedAtMs: null,
    },
    accessToken: token,
    schedule: { dueAtMs, failures: 0 },
    event: { kind: "connected", atMs: nowMs, detail: {} },
  }));
}

const visitorOf = ({ hosts }: Emulator): Visitor =>
  new Visitor(Object.values(hosts).map(({ origin }) => origin));

/** Gets the tokens of a user by the authorization code flow, without Tokenwell. The pair is that of RFC 7636, appendix B. */
async function tokensOf(
  emulator: Emulator,
  user: string,
): Promise<{ readonly access: string; readonly refresh: string }> {
  const app = { client_id: "demo", redirect_uri: "http://localhost:9355/callback" };
  const code_challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const query = new URLSearchParams({ ...app, response_type: "code", code_challenge });
  const url = `${emulator.issuer}/services/oauth2/authorize?${query}`;
  const end = new URL(await visitorOf(emulator).authorize(url, { login: user }));
  const response = await fetch(`${emulator.issuer}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({
      ...app,
      grant_type: "authorization_code",
      code: end.searchParams.get("code") ?? "",
      code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    }),
  });
  const body = (await response.json()) as Record<string, string>;
  if (!response.ok) throw new TypeError(JSON.stringify(body));
  return { access: body.access_token ?? "", refresh: body.refresh_token ?? "" };
}
