import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { openTokenwell, Secret } from "@tokenwell/core";
import { expect, onTestFinished, test } from "vitest";

// Servers that behave like glewlwyd, authlib and the Django OAuth Toolkit. npm run strangers tries the real ones.
const redirectUri = "http://localhost:9355/callback";
const clientId = "app";
/** Form-encoding changes this secret. */
const oddSecret = "a secret: +/%";

type Method = "basic" | "post";

/** The ways of one server. */
interface Ways {
  readonly secret: string;
  /** The authentication methods that the metadata lists. Absent: none, the metadata is silent. */
  readonly listed?: readonly Method[];
  /** The methods that each endpoint accepts. Default: both. */
  readonly accepts?: { readonly token?: Method; readonly revoke?: Method };
  /** Whether the server decodes what a client form-encodes for the header. Default: `true`. */
  readonly decodes?: boolean;
  /** The refusal of a client. Default: 401 `invalid_client`. */
  readonly refusal?: readonly [status: number, error: string];
  /** Whether the metadata is behind a redirect to a final slash. Default: `false`. */
  readonly isBehindSlash?: boolean;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** A server with rotation: a spent refresh token gives the newest pair again, as in a period of grace. */
class OddServer {
  readonly #ways: Ways;
  readonly #issued: Tokens[] = [];
  readonly arrived: string[] = [];
  readonly presented: string[] = [];
  origin = "";

  private constructor(ways: Ways) {
    this.#ways = ways;
  }

  static async open(ways: Ways): Promise<OddServer> {
    const odd = new OddServer(ways);
    const server = createServer((request, response) => void odd.#answer(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    odd.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    return odd;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "", this.origin);
    const form = new URLSearchParams(await text(request));
    const [status, body, headers] = this.#decide(pathname, form, request.headers.authorization);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  }

  #decide(
    path: string,
    form: URLSearchParams,
    authorization: string | undefined,
  ): readonly [status: number, body: object, headers?: Readonly<Record<string, string>>] {
    const slash = this.#ways.isBehindSlash === true ? "/" : "";
    const metadata = "/.well-known/openid-configuration";
    if (path === metadata && slash !== "") return [301, {}, { location: `${path}/` }];
    if (path === metadata + slash) return [200, this.#metadata()];
    if (path !== "/token" && path !== "/revoke") return [404, {}];
    const method: Method = authorization === undefined ? "post" : "basic";
    const isRight = this.#isClient(path === "/token" ? "token" : "revoke", method, form, authorization);
    const [status, error] = this.#ways.refusal ?? [401, "invalid_client"];
    this.arrived.push(`${form.get("grant_type") ?? path} by ${method}: ${isRight ? 200 : status}`);
    if (!isRight) return [status, { error }];
    return [200, path === "/token" ? this.#grant(form.get("refresh_token")) : {}];
  }

  #isClient(
    endpoint: "token" | "revoke",
    method: Method,
    form: URLSearchParams,
    authorization = "",
  ): boolean {
    const { accepts = {}, decodes = true, secret } = this.#ways;
    if ((accepts[endpoint] ?? method) !== method) return false;
    if (method === "post") return form.get("client_id") === clientId && form.get("client_secret") === secret;
    const sent = Buffer.from(authorization.slice("Basic ".length), "base64").toString();
    const decoded = sent.replaceAll("+", " ").replace(/%../g, decodeURIComponent);
    return (decodes ? decoded : sent) === `${clientId}:${secret}`;
  }

  #grant(presented: string | null): object {
    const newest = this.#issued.at(-1);
    if (presented !== null) this.presented.push(presented);
    const isSpent = presented !== null && presented !== newest?.refresh_token;
    const number = this.#issued.length + 1;
    const tokens =
      isSpent && newest !== undefined
        ? newest
        : { access_token: `at-${number}`, refresh_token: `rt-${number}` };
    if (!isSpent) this.#issued.push(tokens);
    return { ...tokens, token_type: "Bearer", expires_in: 3600, scope: "read" };
  }

  #metadata(): object {
    const { origin } = this;
    const { listed } = this.#ways;
    const names = listed?.map((method) => `client_secret_${method}`);
    return {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/revoke`,
      jwks_uri: `${origin}/jwks`,
      ...(names === undefined ? {} : { token_endpoint_auth_methods_supported: names }),
    };
  }
}

/** Logs in, refreshes three times and logs out with the library. Returns what arrived. */
async function roundTrip(ways: Ways): Promise<readonly string[]> {
  const server = await OddServer.open(ways);
  const home = mkdtempSync(join(tmpdir(), "tokenwell-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const tokenwell = await openTokenwell({ home, env: {} });
  onTestFinished(() => tokenwell.close());
  const client = { clientId, clientSecret: Secret.of(ways.secret), scope: "read" };
  const pending = await tokenwell.login(server.origin, { ...client, redirectUri, name: "acme" });
  const state = new URL(pending.url).searchParams.get("state") ?? "";
  await pending.answer(`${redirectUri}?${new URLSearchParams({ code: "a-code-of-16-bytes", state })}`);
  await pending.cancel();
  for (let round = 0; round < 3; round += 1) await tokenwell.token("acme", { refresh: true });
  expect(await tokenwell.revoke("acme")).toMatchObject({ revoked: true });
  // The login verifies itself with one refresh.
  expect(server.presented).toEqual(["rt-1", "rt-2", "rt-3", "rt-4"]);
  return server.arrived;
}

const refreshes = (method: Method): readonly string[] =>
  Array.from({ length: 4 }, () => `refresh_token by ${method}: 200`);

test.each([
  ["lists both", { listed: ["basic", "post"] as const }, []],
  ["is silent", {}, ["authorization_code by basic: 403"]],
])(
  "a server that does not decode the header and %s gets the secret in the body",
  async (_what, listing, first) => {
    const ways: Ways = {
      secret: oddSecret,
      decodes: false,
      refusal: [403, "unauthorized_client"],
      ...listing,
    };
    expect(await roundTrip(ways)).toEqual([
      ...first,
      "authorization_code by post: 200",
      ...refreshes("post"),
      "/revoke by post: 200",
    ]);
  },
);

test("a server whose revocation endpoint takes the header only gets it there after the body was refused", async () => {
  const accepts = { token: "post", revoke: "basic" } as const;
  expect(await roundTrip({ secret: "letters", listed: ["post"], accepts })).toEqual([
    "authorization_code by post: 200",
    ...refreshes("post"),
    "/revoke by post: 401",
    "/revoke by basic: 200",
  ]);
});

test("a server whose metadata is behind a slash, and whose rotation has grace, sees each token once", async () => {
  expect(await roundTrip({ secret: oddSecret, isBehindSlash: true })).toEqual([
    "authorization_code by basic: 200",
    ...refreshes("basic"),
    "/revoke by basic: 200",
  ]);
});
