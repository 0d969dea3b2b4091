// How fast is the emulator, its ledger included? Goals: first answer within 6 × `node -e 0`; opaque answers 0.3 or more of
// bare Hono that sends the same bytes; signed answers 0.8 or more of a loop that only signs.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Visitor } from "@tokenwell/emulator";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import { Pool } from "undici";
import { median } from "./connected.ts";

const main = join(import.meta.dirname, "..", "packages", "emulator", "bin", "main.js");
const callback = "http://localhost:9355/callback";
const starts = 15;
const rounds = 7;
const requests = 1_500;
const atOnce = 8;

type Provider = "salesforce" | "auth0";

interface Running {
  readonly origin: string;
  readonly hosts: Readonly<Record<string, { readonly origin: string }>>;
  readonly child: ChildProcess;
}

/** What is sent again and again. */
interface Asked {
  readonly origin: string;
  readonly path: string;
  readonly body: string;
}

for (const provider of ["salesforce", "auth0"] as const) await startUp(provider);
await opaque();
await signed();

async function startUp(provider: Provider): Promise<void> {
  const floor: number[] = [];
  const first: number[] = [];
  for (let index = 0; index < starts; index += 1) {
    let begunMs = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    floor.push(performance.now() - begunMs);
    begunMs = performance.now();
    const { child, origin } = await run(provider);
    await (await fetch(`${origin}/.well-known/openid-configuration`)).text();
    first.push(performance.now() - begunMs);
    await stop(child);
  }
  const ratio = median(first) / median(floor);
  console.log(
    `first answer, ${provider.padEnd(10)}   ${median(first).toFixed(0)} ms   ${ratio.toFixed(1)} × node -e 0; goal 6`,
  );
}

/** The same refresh at Salesforce without rotation, against bare Hono with the same bytes. */
async function opaque(): Promise<void> {
  const emulator = await run("salesforce");
  const asked = await refreshOf(emulator, "/services/oauth2/authorize", "/services/oauth2/token", {});
  const answer = await post(asked);
  const bare = await bareHono(await answer.text(), answer.headers.get("content-type") ?? "");
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await perSecond(asked));
    theirs.push(await perSecond({ ...asked, origin: bare.origin }));
  }
  await Promise.all([stop(emulator.child), stop(bare.child)]);
  const ratio = median(ours) / median(theirs);
  console.log(
    `opaque answers             ${median(ours).toFixed(0)}/s   ${ratio.toFixed(2)} of bare Hono's ${median(theirs).toFixed(0)}/s; goal 0.3`,
  );
}

/** A refresh at Auth0 whose answer has one JWT, against a loop that signs as many. */
async function signed(): Promise<void> {
  const emulator = await run("auth0");
  const audience = "https://api.emulator.example";
  const more = { audience, scope: "offline_access" };
  const asked = await refreshOf(emulator, "/authorize", "/oauth/token", more);
  const key = await importJWK(
    await exportJWK((await generateKeyPair("RS256", { extractable: true })).privateKey),
    "RS256",
  );
  const sign = () => new SignJWT({ scope: "x" }).setProtectedHeader({ alg: "RS256" }).sign(key);
  const [ours, loop, parallel]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await perSecond(asked));
    loop.push(await rateOf(sign, 1));
    parallel.push(await rateOf(sign, atOnce));
  }
  await stop(emulator.child);
  const of = (floor: readonly number[]) =>
    `${(median(ours) / median(floor)).toFixed(2)} of ${median(floor).toFixed(0)}/s`;
  console.log(
    `signed answers             ${median(ours).toFixed(0)}/s   ${of(loop)}, a loop that signs; goal 0.8`,
  );
  console.log(`                                    ${of(parallel)}, ${atOnce} such loops on all cores`);
}

async function run(personality: Provider): Promise<Running> {
  const options = JSON.stringify({ personality, rotation: "static" });
  const child = spawn(process.execPath, [main, "--json-options", options], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { issuer, hosts } = JSON.parse(String(line)) as { issuer: string; hosts: Running["hosts"] };
  return { origin: issuer, hosts, child };
}

async function bareHono(body: string, type: string): Promise<{ origin: string; child: ChildProcess }> {
  const script = `
    import { serve } from "@hono/node-server";
    import { Hono } from "hono";
    const app = new Hono();
    app.post("*", async (context) => {
      await context.req.parseBody();
      return context.body(${JSON.stringify(body)}, 200, { "content-type": ${JSON.stringify(type)} });
    });
    serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log(port));
    process.stdin.once("end", () => process.exit()).resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: join(import.meta.dirname, "..", "packages", "emulator"),
  });
  const [port] = await once(createInterface({ input: child.stdout }), "line");
  return { origin: `http://127.0.0.1:${port}`, child };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.stdin?.end();
  await ended;
}

/** Logs in, and gives the refresh that the client can repeat. */
async function refreshOf(
  { hosts, origin }: Running,
  authorize: string,
  path: string,
  more: Readonly<Record<string, string>>,
): Promise<Asked> {
  const client = { client_id: "demo", redirect_uri: callback };
  // RFC 7636, appendix B.
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const query = {
    ...client,
    ...more,
    response_type: "code",
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  const visitor = new Visitor(Object.values(hosts).map((host) => host.origin));
  const end = new URL(await visitor.authorize(`${origin}${authorize}?${new URLSearchParams(query)}`));
  const code = end.searchParams.get("code") ?? "";
  const form = { ...client, grant_type: "authorization_code", code, code_verifier: verifier };
  const answer = await post({ origin, path, body: new URLSearchParams(form).toString() });
  const { refresh_token: token } = (await answer.json()) as { refresh_token: string };
  const body = new URLSearchParams({ client_id: "demo", grant_type: "refresh_token", refresh_token: token });
  return { origin, path, body: body.toString() };
}

function post({ body, origin, path }: Asked): Promise<Response> {
  return fetch(origin + path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
}

/** Requests in one second, several at a time. Each must be answered with 200. */
async function perSecond({ body, origin, path }: Asked): Promise<number> {
  const pool = new Pool(origin, { connections: atOnce });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const rate = await rateOf(async () => {
    const answer = await pool.request({ method: "POST", path, headers, body });
    await answer.body.text();
    if (answer.statusCode !== 200) throw new TypeError(`answered ${answer.statusCode}`);
  }, atOnce);
  await pool.close();
  return rate;
}

/** How often in one second something is done, so many at a time. */
async function rateOf(work: () => Promise<unknown>, workers: number): Promise<number> {
  const begunMs = performance.now();
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return requests / ((performance.now() - begunMs) / 1000);
}
