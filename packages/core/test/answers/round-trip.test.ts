import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Secret } from "../../src/secret.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { type Loopback, openLoopback, sendJson } from "../providers/loopback.ts";
import { ShiftedClock } from "../support/shifted-clock.ts";
import { storeEnvironment } from "../support/test-store.ts";

/** A provider as it is in `round-trip.jsonl`. Default of each member: as the standards have it. */
interface Traits {
  /** Methods of client authentication in the metadata. */
  readonly lists?: readonly string[];
  /** Whether the token endpoint compares the text of Basic as it comes. */
  readonly rawBasic?: boolean;
  /** The only method that the revocation endpoint takes. */
  readonly revocation?: string;
  /** The path to which the metadata redirects. */
  readonly redirect?: string;
  /** The answer to a refresh without a scope. */
  readonly demand?: unknown;
  /** Whether each refresh is refused without a reason. */
  readonly isMute?: boolean;
}

interface Line {
  readonly name: string;
  readonly provider: Traits;
  /** Requests in order: what is asked, the method of client authentication, the status, the scope of a refresh. */
  readonly seen: readonly string[];
}

const lines: readonly Line[] = readFileSync(join(import.meta.dirname, "round-trip.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
/** A secret that form-encoding changes. */
const secret = "a~b/c";
const metadataPath = "/.well-known/openid-configuration";

const clock = new ShiftedClock();
let traits: Traits;
let seen: string[];
let provider: Loopback;
let folder: string;
let tokenwell: Tokenwell;

beforeEach(async () => {
  seen = [];
  folder = await mkdtemp(join(tmpdir(), "tokenwell-"));
  provider = await openLoopback((request, response, body) => {
    if (request.url === "/token") answerToken(request, response, new URLSearchParams(body));
    else if (request.url === "/revoke") answerRevocation(request, response);
    else answerMetadata(request, response);
  });
  tokenwell = await openTokenwell({ home: folder, env: storeEnvironment(folder), clock });
});

afterEach(async () => {
  await tokenwell.close();
  await provider.close();
  await rm(folder, { recursive: true });
});

function answerMetadata({ url }: IncomingMessage, response: ServerResponse): void {
  const { origin } = provider;
  const { lists, redirect } = traits;
  const metadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/auth`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
    ...(lists && { token_endpoint_auth_methods_supported: lists }),
  };
  if (url === (redirect ?? metadataPath)) sendJson(response, 200, metadata);
  else if (redirect !== undefined && url === metadataPath)
    response.writeHead(301, { location: redirect }).end();
  else response.writeHead(404).end();
}

function answerToken(request: IncomingMessage, response: ServerResponse, form: URLSearchParams): void {
  const isRefresh = form.get("grant_type") === "refresh_token";
  const scope = form.get("scope");
  const what = isRefresh ? "refresh" : "code";
  const answer = (status: number, body: unknown): void => {
    seen.push(`${what} ${methodOf(request)} ${status}${isRefresh && scope !== null ? ` ${scope}` : ""}`);
    sendJson(response, status, body);
  };
  const [, basic = ""] = (request.headers.authorization ?? "").split(" ");
  const isAsItCame = Buffer.from(basic, "base64").toString() === `app:${secret}`;
  const access = { access_token: `at-${seen.length}`, token_type: "Bearer", expires_in: 3600 };
  if (traits.rawBasic && basic !== "" && !isAsItCame) answer(403, { error: "unauthorized_client" });
  else if (isRefresh && traits.isMute) answer(400, "");
  else if (isRefresh && scope === null && traits.demand !== undefined) answer(400, traits.demand);
  else answer(200, { ...access, refresh_token: `rt-${seen.length}` });
}

function answerRevocation(request: IncomingMessage, response: ServerResponse): void {
  const method = methodOf(request);
  const status = traits.revocation === undefined || traits.revocation === method ? 200 : 401;
  seen.push(`revoke ${method} ${status}`);
  sendJson(response, status, status === 200 ? {} : { error: "invalid_client" });
}

const methodOf = ({ headers }: IncomingMessage): string => (headers.authorization ? "basic" : "post");

async function login(name: string): Promise<void> {
  const app = { clientId: "app", clientSecret: Secret.of(secret), scope: "api", test: false };
  const pending = await tokenwell.login(provider.origin, { ...app, name });
  const { searchParams } = new URL(pending.url);
  const query = new URLSearchParams({ code: "a-code", state: searchParams.get("state") ?? "" });
  try {
    await pending.answer(`${searchParams.get("redirect_uri")}?${query}`);
  } finally {
    await pending.cancel();
  }
}

describe("two logins, two refreshes and two logouts", () => {
  test.each(lines)("at $name", async ({ provider: given, seen: right }) => {
    traits = given;
    await login("one");
    await tokenwell.token("one", { refresh: true });
    await tokenwell.token("one", { refresh: true });
    await tokenwell.revoke("one");
    await login("two");
    await tokenwell.revoke("two");
    expect(seen).toEqual(right);
  });
});

test.each([
  [undefined, ["revoke basic 200"]],
  ["none", ["revoke basic 401", "revoke post 401"]],
])("a logout revokes a token that was refused without a reason, if it can: %s", async (revocation, right) => {
  traits = { isMute: true, ...(revocation !== undefined && { revocation }) };
  await login("one");
  for (let count = 0; count < 3; count += 1) {
    clock.advance(400_000);
    await tokenwell.token("one", { refresh: true }).catch(() => undefined);
  }
  expect(await tokenwell.status("one")).toMatchObject([{ status: "needs_login", reason: "no_reason" }]);
  seen.length = 0;
  await tokenwell.revoke("one");
  expect(seen).toEqual(right);
  expect(await tokenwell.names()).toEqual([]);
});
