import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Secret } from "@tokenwell/core";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { adoptChild } from "../children.ts";
import type { Installed } from "./cache.ts";
import { unpackOnce } from "./debian.ts";
import { logIn, openLibrary, redirectUri, refreshThrice } from "./library.ts";

// Providers made with authlib and with the Django OAuth Toolkit, as Debian ships them, and Tokenwell's library.
const packages = ["python3-authlib", "python3-flask", "python3-django-oauth-toolkit"];
const app = { clientId: "app" } as const;

let installed: Installed;

beforeAll(async () => {
  installed = await unpackOnce("debian-python-servers", packages, /^python3-/);
});
beforeEach((context) => {
  if (installed.folder === undefined) context.skip(installed.reason);
});

/** A request at an endpoint that authenticates clients. `credentials` are undecoded. */
interface Arrived {
  readonly path: string;
  readonly grant: string | null;
  readonly token: string | null;
  readonly status: number;
  readonly method: "basic" | "post" | "none";
  readonly credentials: string;
}

/** A provider in another process. */
interface Server {
  readonly origin: string;
  /** Stops it, and resolves with all that arrived. */
  arrived(): Promise<readonly Arrived[]>;
}

async function start(program: string, clientId: string, clientSecret: string): Promise<Server> {
  const script = fileURLToPath(new URL(`../programs/${program}`, import.meta.url));
  const child = spawn("/usr/bin/python3", [script, clientId, clientSecret, redirectUri], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PYTHONPATH: join(installed.folder ?? "", "usr/lib/python3/dist-packages"),
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  adoptChild(child);
  onTestFinished(() => void child.kill());
  const lines = createInterface({ input: child.stdout });
  const arrived: Arrived[] = [];
  const origin = await new Promise<string>((resolve) => {
    lines.once("line", (first) => {
      lines.on("line", (line) => arrived.push(JSON.parse(line)));
      resolve(first);
    });
  });
  const ended = once(lines, "close");
  return {
    origin,
    arrived: async () => {
      child.stdin.end();
      await ended;
      return arrived;
    },
  };
}

const short = ({ grant, method, path, status }: Arrived): string =>
  `${grant ?? path} by ${method}: ${status}`;

test("authlib: it logs in and refreshes with the secret in the body, and revokes with it in the header", async () => {
  const server = await start("authlib_server.py", "app", "a-secret-of-letters");
  const tokenwell = await openLibrary();
  await logIn(tokenwell, server.origin, {
    ...app,
    clientSecret: Secret.of("a-secret-of-letters"),
    scope: "read",
  });
  expect((await refreshThrice(tokenwell)).size).toBe(3);
  expect(await tokenwell.revoke("acme")).toMatchObject({ revoked: true });
  const arrived = await server.arrived();
  expect(arrived.map(short)).toEqual([
    "authorization_code by post: 200",
    // The login verifies itself with one refresh.
    ...Array.from({ length: 4 }, () => "refresh_token by post: 200"),
    "/oauth/revoke by post: 401",
    "/oauth/revoke by basic: 200",
  ]);
  const presented = arrived.filter(({ grant }) => grant === "refresh_token").map(({ token }) => token);
  expect(new Set(presented).size).toBe(4);
});

/** Form-encoding changes this secret. Django decodes it. */
const oddSecret = "a secret: +/%";

test("Django OAuth Toolkit: it finds the metadata behind a slash, and refreshes with a rotation that has grace", async () => {
  const server = await start("django_server.py", "app", oddSecret);
  const tokenwell = await openLibrary();
  const options = { ...app, clientSecret: Secret.of(oddSecret), scope: "openid read" };
  await logIn(tokenwell, `${server.origin}/o`, options);
  expect((await refreshThrice(tokenwell)).size).toBe(3);
  // Its metadata names no revocation endpoint, although there is one.
  await expect(tokenwell.revoke("acme")).rejects.toMatchObject({ code: "no_revocation" });
  expect(await tokenwell.revoke("acme", { local: true })).toMatchObject({ revoked: false });
  const arrived = await server.arrived();
  expect(arrived.map(short)).toEqual([
    "authorization_code by post: 200",
    ...Array.from({ length: 4 }, () => "refresh_token by post: 200"),
  ]);
  expect(new Set(arrived.map(({ credentials }) => credentials))).toEqual(new Set([`app:${oddSecret}`]));
  expect(new Set(arrived.map(({ token }) => token)).size).toBe(5);
});

test("Django OAuth Toolkit: with its addresses given, it revokes, too", async () => {
  const server = await start("django_server.py", "app", oddSecret);
  const tokenwell = await openLibrary();
  const at = (name: string) => `${server.origin}/o/${name}/`;
  const endpoints = { authorization: at("authorize"), token: at("token"), revocation: at("revoke_token") };
  const options = { ...app, clientSecret: Secret.of(oddSecret), scope: "read", endpoints };
  await logIn(tokenwell, server.origin, options);
  expect((await refreshThrice(tokenwell)).size).toBe(3);
  expect(await tokenwell.revoke("acme")).toMatchObject({ revoked: true });
  const arrived = await server.arrived();
  expect(arrived.map(({ path, status }) => `${path} ${status}`)).toEqual([
    ...Array.from({ length: 5 }, () => "/o/token/ 200"),
    "/o/revoke_token/ 200",
  ]);
  // It revoked the newest token, which had never been presented.
  expect(new Set(arrived.map(({ token }) => token)).size).toBe(6);
});
