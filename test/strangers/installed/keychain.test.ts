import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { repository } from "../children.ts";
import { installOnSystem, type OnSystem } from "./debian.ts";

// GNOME Keyring, as Debian ships it, keeps the key of a store: a Secret Service that others wrote.

const run = promisify(execFile);
let installed: OnSystem;
const home = mkdtempSync(join(tmpdir(), "tokenwell-keychain-"));
const env: NodeJS.ProcessEnv = {
  ...{ PATH: process.env.PATH, HOME: home, LANG: "en_US.UTF-8" },
  ...{ TOKENWELL_HOME: join(home, "tokenwell"), XDG_RUNTIME_DIR: join(home, "run") },
};
const children: ChildProcess[] = [];

/** Configuration of a bus that starts no service by itself: it would start a keyring of its own, which is locked. */
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=${home}</listen><policy context="default">
  <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

/** Starts a session bus, and returns its address. */
async function startBus(): Promise<string> {
  const config = join(home, "bus.conf");
  writeFileSync(config, busConfig);
  const bus = spawn("dbus-daemon", [`--config-file=${config}`, "--nofork", "--print-address=1"], {
    ...{ env, stdio: ["ignore", "pipe", "ignore"] },
  });
  children.push(bus);
  if (bus.stdout === null) throw new TypeError("the bus has an output");
  for await (const line of createInterface({ input: bus.stdout })) return line;
  throw new TypeError("the bus says its address");
}

/** Starts the keyring on a new bus. With a password, it makes and opens the keyring of the login. */
async function startKeyring(password: string | null): Promise<void> {
  env.DBUS_SESSION_BUS_ADDRESS = await startBus();
  const words = ["--foreground", "--components=secrets", ...(password === null ? [] : ["--unlock"])];
  const daemon = spawn("gnome-keyring-daemon", words, { env, stdio: ["pipe", "pipe", "ignore"] });
  children.push(daemon);
  daemon.stdin.end(password ?? "");
  // It answers once it has read the password and the bus knows its name.
  const ping = ["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"];
  const isThere = (): Promise<boolean> =>
    run("dbus-send", [...ping, "org.freedesktop.DBus.Peer.Ping"], { env }).then(
      () => true,
      () => false,
    );
  while (!(await isThere()));
}

function stop(): void {
  for (const child of children.splice(0)) child.kill("SIGKILL");
}

/** Runs the command. Returns its exit code and what it printed. */
function tokenwell(...words: string[]): { readonly code: number | null; readonly said: string } {
  const bin = `${repository}packages/cli/bin/tokenwell.cjs`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], { env, encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

const keyFile = (): string => readFileSync(join(home, "tokenwell", "config", "key"), "utf8");

/** Files below the home folder that hold a text. */
const filesWith = (text: string): readonly string[] =>
  readdirSync(home, { recursive: true, encoding: "utf8" }).filter(
    (name) => statSync(join(home, name)).isFile() && readFileSync(join(home, name)).includes(text),
  );

beforeAll(async () => {
  installed = await installOnSystem(
    ["gnome-keyring", "dbus"],
    ["/usr/bin/gnome-keyring-daemon", "/usr/bin/dbus-daemon"],
  );
  mkdirSync(env.XDG_RUNTIME_DIR ?? "", { mode: 0o700 });
});
beforeEach((context) => {
  if (installed.reason !== undefined) context.skip(installed.reason);
});
afterAll(() => {
  stop();
  rmSync(home, { recursive: true, force: true });
});

test("The key moves into the Secret Service, is rotated there, and comes back", async () => {
  await startKeyring("login password");
  tokenwell("status");
  const key = keyFile().slice(16, 59);
  expect(tokenwell("keys", "use", "keychain")).toMatchObject({ code: 0 });
  expect(keyFile()).toMatch(/^tokenwell-key-in keychain [0-9a-f-]{36}\n$/);
  expect(filesWith(key)).toEqual([]);
  expect(tokenwell("keys", "--check")).toMatchObject({
    code: 0,
    said: expect.stringContaining("keychain, entry"),
  });
  expect(tokenwell("status")).toMatchObject({ code: 0 });
  expect(tokenwell("keys", "rotate")).toMatchObject({ code: 0 });
  expect(tokenwell("keys", "backup", "-", "--bare").said).not.toContain(key);
  expect(tokenwell("keys", "use", "file")).toMatchObject({ code: 0 });
  expect(keyFile()).toMatch(/^tokenwell-key-1 .{43}\n$/);
  expect(tokenwell("status")).toMatchObject({ code: 0 });
});

test("A keyring that is locked, or gone, stops the command with its reason, and nothing changes", async () => {
  expect(tokenwell("keys", "use", "keychain")).toMatchObject({ code: 0 });
  const before = keyFile();
  stop();
  expect(tokenwell("status")).toMatchObject({ code: 1, said: expect.stringContaining("cannot be used") });
  await startKeyring(null);
  expect(tokenwell("status")).toMatchObject({ code: 1, said: expect.stringContaining("keychain") });
  expect(tokenwell("keys", "rotate")).toMatchObject({ code: 1 });
  stop();
  expect(keyFile()).toBe(before);
  await startKeyring("login password");
  expect(tokenwell("status")).toMatchObject({ code: 0 });
});
