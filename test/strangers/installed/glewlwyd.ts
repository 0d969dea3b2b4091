import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild } from "../children.ts";
import { redirectOf, redirectUri } from "./library.ts";
import { openProxy, type RecordingProxy } from "./recording-proxy.ts";

/** A client of the provider. */
export interface GlewlwydClient {
  readonly id: string;
  readonly secret: string;
}

/** A provider with one client and the user alice, who has allowed the client. */
export interface Glewlwyd {
  readonly issuer: string;
  readonly arrived: RecordingProxy["arrived"];
  /** Opens an authorization address in a browser in which alice is logged in, and presses Continue. */
  browse(url: string): Promise<string>;
}

/** Starts glewlwyd as its guide says: from its sample, with a new database, managed by its API. `root`: its files. */
export async function startGlewlwyd(
  root: string,
  client: GlewlwydClient,
  change?: (answer: string) => string,
): Promise<Glewlwyd> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-glewlwyd-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const documents = join(root, "usr/share/doc/glewlwyd");
  const unzipped = (name: string) => gunzipSync(readFileSync(join(documents, name))).toString();
  const database = new DatabaseSync(join(home, "db"));
  database.exec(unzipped("database/init.sqlite3.sql.gz"));
  database.close();
  const port = await freePort();
  const proxy = await openProxy(port, change);
  const settings = { port, bind_address: "127.0.0.1", external_url: proxy.origin, cookie_secure: 0 };
  const file = join(home, "glewlwyd.conf");
  writeFileSync(file, configuration(unzipped("glewlwyd.conf.sample.gz"), { ...settings, root, home }));
  await run(root, file);
  const administrator = await Session.open(proxy.origin, { username: "admin", password: "password" });
  await administrator.send("POST", "mod/plugin/", pluginAt(proxy.origin));
  await administrator.send("POST", "client/", registrationOf(client));
  const alice = { username: "alice", password: "any password" };
  await administrator.send("POST", "user/", { ...alice, name: "Alice", scope: ["openid"], enabled: true });
  const user = await Session.open(proxy.origin, alice);
  await user.send("PUT", `auth/grant/${client.id}/`, { scope: "openid" });
  // The management is not of interest.
  const { arrived } = proxy;
  const isOfClient = ({ path }: RecordingProxy["arrived"][number]) => path.startsWith("/api/oidc/");
  return {
    issuer: `${proxy.origin}/api/oidc`,
    browse: (url) => redirectOf(`${url}&g_continue`, { cookie: user.cookie }),
    get arrived() {
      return arrived.filter(isOfClient);
    },
  };
}

/** Changes the sample configuration. */
function configuration(
  sample: string,
  { home, root, ...settings }: Readonly<Record<string, string | number>>,
): string {
  const moved = sample.replaceAll("/usr/", `${root}/usr/`).replace(/path = ".*"/, `path = "${home}/db"`);
  const set = (text: string, [name, value]: readonly [string, string | number]) =>
    text.replace(new RegExp(`^#? ?${name} ?=.*$`, "m"), () => `${name}=${JSON.stringify(value)}`);
  return Object.entries(settings).reduce(set, moved);
}

/** Resolves when it can be used. */
async function run(root: string, file: string): Promise<void> {
  const child = spawn(join(root, "usr/bin/glewlwyd"), ["--config-file", file], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { LD_LIBRARY_PATH: join(root, "usr/lib/x86_64-linux-gnu") },
  });
  adoptChild(child);
  onTestFinished(() => void child.kill("SIGKILL"));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.includes("started on port")) break;
  }
  if (child.exitCode !== null) throw new Error(`glewlwyd does not run:\n${said.join("\n")}`);
  child.stdout.resume();
}

/** A session at the API for people. */
class Session {
  readonly #origin: string;
  cookie = "";

  private constructor(origin: string) {
    this.#origin = origin;
  }

  static async open(origin: string, credentials: object): Promise<Session> {
    const session = new Session(origin);
    const headers = await session.send("POST", "auth/", credentials);
    session.cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
    return session;
  }

  async send(method: string, path: string, body: object): Promise<Headers> {
    const headers = { "content-type": "application/json", cookie: this.cookie };
    const url = `${this.#origin}/api/${path}`;
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return response.headers;
  }
}

/** An instance of its plugin for OpenID Connect that replaces each refresh token. */
function pluginAt(origin: string): object {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const parameters = {
    iss: `${origin}/api/oidc`,
    "jwt-type": "rsa",
    "jwt-key-size": "256",
    key: privateKey,
    cert: publicKey,
    "access-token-duration": 3600,
    "refresh-token-duration": 1_209_600,
    "code-duration": 600,
    "refresh-token-rolling": true,
    "refresh-token-one-use": "always",
    "auth-type-code-enabled": true,
    "auth-type-refresh-enabled": true,
    "pkce-allowed": true,
    "introspection-revocation-allowed": true,
    "introspection-revocation-allow-target-client": true,
    "secret-type": "pairwise",
  };
  return { module: "oidc", name: "oidc", display_name: "OpenID Connect", parameters };
}

function registrationOf({ id, secret }: GlewlwydClient): object {
  return {
    client_id: id,
    name: id,
    client_secret: secret,
    confidential: true,
    enabled: true,
    authorization_type: ["code", "refresh_token", "delete_token"],
    redirect_uri: [redirectUri],
    scope: ["openid"],
    token_endpoint_auth_method: ["client_secret_basic", "client_secret_post"],
  };
}
