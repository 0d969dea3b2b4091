// How many refreshes a second, the whole protocol with durable commits, 64 connections at once? The peer only posts the same
// requests: without rotation over kept connections, with rotation over a new one each, as the protocol does. Over https, as
// at every provider, and over http, where a new connection costs next to nothing. Goals: 0.15 and 0.5 of it on SQLite, 0.18 on
// PostgreSQL. Beside it: the same requests with the commits of a refresh by hand (`by-hand.ts`). Words choose what is measured:
// `node bench/refresh.ts PostgreSQL http strict`.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { Visitor } from "@tokenwell/emulator";
import { openTokenwell, type Tokenwell } from "tokenwell";
import { Pool } from "undici";
import { createDatabase, PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { commits, postgresCommits } from "./by-hand.ts";
import { median } from "./connected.ts";

const main = join(import.meta.dirname, "..", "packages", "emulator", "bin", "main.js");
const atOnce = 64;
const turns = 3;
const rounds = 5;
/** Before that a connection has fewer attempts behind it than it will have ever after. */
const generations = 51;

const trusted = getCACertificates("default");

const words = process.argv.slice(2);
const chosen = <T extends string>(all: readonly T[]): readonly T[] => {
  const named = all.filter((each) => words.includes(each));
  return named.length > 0 ? named : all;
};

for (const engine of chosen(["SQLite", "PostgreSQL"])) {
  await using server = engine === "PostgreSQL" ? await PostgresServer.start() : null;
  for (const scheme of chosen(["https", "http"]))
    for (const rotation of chosen(["static", "strict"])) await measure({ scheme, rotation }, server);
}

interface Setting {
  readonly scheme: "http" | "https";
  readonly rotation: "static" | "strict";
}

/** `server`: the server of PostgreSQL. Default: SQLite. */
async function measure({ scheme, rotation }: Setting, server: PostgresServer | null): Promise<void> {
  const engine = server ? "PostgreSQL" : "SQLite";
  const goal = server ? 0.18 : rotation === "static" ? 0.15 : 0.5;
  const url = server?.url(await createDatabase(server.adminUrl()));
  const home = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
  const { child, hosts, issuer } = await run(scheme, rotation);
  const tokenwell = await openTokenwell({ home, ...(url && { store: url }) });
  try {
    const names = await connect(tokenwell, { hosts, issuer });
    const pool = new Pool(issuer, { connections: atOnce });
    const tokens = await plainTokens({ hosts, issuer }, pool, rotation);
    const refreshAll = () => Promise.all(names.map((name) => tokenwell.token(name, { refresh: true })));
    for (let generation = 0; generation < generations; generation += 1) await refreshAll();
    const byHand = url ? await postgresCommits(url) : commits(home);
    const [ours, posting, committing]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await rate(refreshAll));
      posting.push(await rate(() => Promise.all(tokens.map((token) => token()))));
      committing.push(
        await rate(() => Promise.all(tokens.map((token, index) => byHand.refresh(`${index}`, token)))),
      );
    }
    await byHand.close();
    await pool.close();
    const of = (floor: readonly number[]) =>
      `${median(ours.map((each, round) => each / (floor[round] ?? Number.NaN))).toFixed(2)} of ${median(floor).toFixed(0)}/s`;
    console.log(
      `${engine.padEnd(10)} ${scheme.padEnd(5)} ${rotation.padEnd(7)} ${median(ours).toFixed(0)}/s   ${of(posting)}, posting alone; goal ${goal}   ${of(committing)}, with commits by hand`,
    );
  } finally {
    await tokenwell.close();
    child.stdin?.end();
    await once(child, "exit");
    await rm(home, { recursive: true });
  }
}

interface Provider {
  readonly issuer: string;
  readonly hosts: Readonly<Record<string, { readonly origin: string }>>;
}

async function run(scheme: string, rotation: string): Promise<Provider & { readonly child: ChildProcess }> {
  const options = JSON.stringify({ personality: "salesforce", rotation, tls: scheme === "https" });
  const child = spawn(process.execPath, [main, "--json-options", options], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { caFile, ...provider } = JSON.parse(String(line)) as Provider & { readonly caFile: string | null };
  // For both sides. Each emulator has an authority of its own, under one name.
  setDefaultCACertificates(caFile === null ? trusted : [...trusted, readFileSync(caFile, "utf8")]);
  return { ...provider, child };
}

function visitorOf({ hosts }: Provider): Visitor {
  return new Visitor(Object.values(hosts).map(({ origin }) => origin));
}

/** As many connections, each of a user of its own: Salesforce keeps five logins of one. */
async function connect(tokenwell: Tokenwell, provider: Provider): Promise<readonly string[]> {
  const names: string[] = [];
  for (let index = 0; index < atOnce; index += 1) {
    const name = `connection-${index}`;
    const options = {
      provider: "salesforce",
      clientId: "demo",
      clientSecret: null,
      name,
      test: false,
    } as const;
    const login = await tokenwell.login(provider.issuer, options);
    await login.answer(await visitorOf(provider).authorize(login.url, { login: `user${index}` }));
    names.push(name);
  }
  return names;
}

/** The same without Tokenwell: what posts one refresh and remembers the token that came. */
async function plainTokens(
  provider: Provider,
  pool: Pool,
  rotation: string,
): Promise<readonly (() => Promise<string>)[]> {
  // RFC 7636, appendix B.
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const client = { client_id: "demo", redirect_uri: "http://localhost:9355/callback" };
  const post = async (form: Readonly<Record<string, string>>) => {
    const { body, statusCode } = await pool.request({
      method: "POST",
      path: "/services/oauth2/token",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
      reset: rotation === "strict",
    });
    const answer = (await body.json()) as { readonly refresh_token?: string };
    if (statusCode !== 200) throw new TypeError(JSON.stringify(answer));
    return answer;
  };
  const all: (() => Promise<string>)[] = [];
  for (let index = 0; index < atOnce; index += 1) {
    const query = new URLSearchParams({ ...client, response_type: "code", code_challenge: challenge });
    const url = `${provider.issuer}/services/oauth2/authorize?${query}`;
    const end = new URL(await visitorOf(provider).authorize(url, { login: `plain${index}` }));
    const code = end.searchParams.get("code") ?? "";
    let { refresh_token: token = "" } = await post({
      ...client,
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
    });
    all.push(async () => {
      const form = { client_id: "demo", grant_type: "refresh_token", refresh_token: token };
      const answer = await post(form);
      token = answer.refresh_token ?? token;
      return JSON.stringify(answer);
    });
  }
  return all;
}

/** Refreshes a second. */
async function rate(turn: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  for (let index = 0; index < turns; index += 1) await turn();
  return (atOnce * turns) / ((performance.now() - begunMs) / 1000);
}
