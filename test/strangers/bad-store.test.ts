import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { flat } from "./machine.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

let provider: Provider;

beforeAll(async () => {
  provider = await Provider.start();
});

afterAll(() => provider.stop());

async function connected(): Promise<Scene> {
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  await scene.connect();
  return scene;
}

/** Whatever is done next must neither present a token nor change a byte of the data. */
async function untouched(scene: Scene, act: () => Promise<void>): Promise<void> {
  const database = readFileSync(scene.machine.database);
  const before = await provider.summary();
  await act();
  expect(readFileSync(scene.machine.database).equals(database)).toBe(true);
  expect(await provider.summary()).toEqual(before);
}

describe("the key file", () => {
  test("missing while there are data: nothing is made, nothing is changed, and putting it back mends it", async () => {
    const scene = await connected();
    const { machine } = scene;
    const aside = join(machine.folder, "key");
    renameSync(machine.key, aside);
    await untouched(scene, async () => {
      for (const args of [["token"], ["token", "--refresh"], ["status"], ["logout"], scene.loginArgs]) {
        const ended = await machine.run(args);
        expect(ended).toMatchObject({ code: 1, stdout: "" });
        expect(flat(ended.stderr)).toContain(`tokenwell: the key is missing: ${machine.key}`);
        expect(flat(ended.stderr)).toContain("so no new key is made.");
        expect(ended.stderr).toContain("Put it back:  tokenwell keys restore FILE");
      }
      expect(statSync(machine.key, { throwIfNoEntry: false })).toBeUndefined();
    });
    renameSync(aside, machine.key);
    expect(await provider.accepts(await scene.token(["--refresh"]))).toBe(true);
  });

  test("readable by others: refused, with the command that closes it", async () => {
    const scene = await connected();
    const { machine } = scene;
    chmodSync(machine.key, 0o644);
    await untouched(scene, async () => {
      const ended = await machine.run(["token"]);
      expect(ended).toMatchObject({ code: 1, stdout: "" });
      expect(flat(ended.stderr)).toContain("tokenwell: others may read the key: ");
      expect(ended.stderr).toContain("(mode 0644)");
      expect(ended.stderr).toContain(`Close it:  chmod 600 ${machine.key}\n`);
    });
    chmodSync(machine.key, 0o600);
    expect(await provider.accepts(await scene.token())).toBe(true);
  });

  test("of another store, damaged, or a link: refused", async () => {
    const scene = await connected();
    const { machine } = scene;
    const own = readFileSync(machine.key);
    const other = readFileSync((await connected()).machine.key);
    const aside = join(machine.folder, "aside");
    await untouched(scene, async () => {
      writeFileSync(machine.key, other);
      expect(await machine.run(["token"])).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(/the key does not fit/),
      });
      writeFileSync(machine.key, "short");
      expect(await machine.run(["token"])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/the key file is damaged/),
      });
      writeFileSync(aside, own, { mode: 0o600 });
      rmSync(machine.key);
      symlinkSync(aside, machine.key);
      expect(await machine.run(["token"])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/the key is a symbolic link/),
      });
    });
  });
});

describe("the database", () => {
  test("damaged: refused, unchanged, with what to do", async () => {
    const scene = await connected();
    const { machine } = scene;
    const bytes = readFileSync(machine.database);
    bytes.fill(0x55, 0, 4096);
    writeFileSync(machine.database, bytes);
    await untouched(scene, async () => {
      const ended = await machine.run(["token"]);
      expect(ended).toMatchObject({ code: 1, stdout: "" });
      expect(flat(ended.stderr)).toContain(`tokenwell: the data is damaged: ${machine.database}`);
      expect(flat(ended.stderr)).toContain("Nothing was changed. Put it back from a backup");
    });
  });

  test.skipIf(!canMount())("on a full disk: says so before a refresh token is spent", async () => {
    const scene = await connected();
    const { machine } = scene;
    const before = await provider.summary();
    const ended = await onFullDisk(scene, ["token", "--refresh"]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(flat(ended.stderr)).toContain(`tokenwell: the disk is full: ${machine.database}`);
    expect(flat(ended.stderr)).toContain(
      "No token was used and nothing was lost. Make room, then try again.",
    );
    expect(await provider.summary()).toEqual(before);
    expect(await provider.accepts(await scene.token(["--refresh"]))).toBe(true);
    expect(machine.rows("connection")).toMatchObject([{ status: "ok" }]);
  });
});

/** Runs the command in a world of its own in which the data lie on a small disk that is full. */
function onFullDisk({ machine }: Scene, args: readonly string[]) {
  const script = `
    set -e
    data="$TOKENWELL_HOME/data"
    cp -a "$data" "$HOME/copy"
    mount -t tmpfs -o size=400k,mode=700 tmpfs "$data"
    cp -a "$HOME/copy/." "$data"
    cat /dev/zero > "$data/ballast" 2> /dev/null || true
    exec "$@"`;
  const command = machine.commandLine(args);
  const own = ["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", ...command];
  return machine.startOther("unshare", own).ended;
}

/** Whether this system lets a program mount something that only it sees. */
function canMount(): boolean {
  try {
    const mount = ["sh", "-c", "mount -t tmpfs tmpfs /mnt"];
    execFileSync("unshare", ["--user", "--map-root-user", "--mount", ...mount], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
