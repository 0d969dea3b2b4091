import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repository } from "./children.ts";
import { guideCode } from "./guide-code.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

// The code of docs/guides/salesforce-password.md, as it stands there, against the emulated Salesforce.

const sessionMs = 2 * 3_600_000;
const accounts = 3;

let provider: Provider;
let scene: Scene;

beforeAll(async () => {
  provider = await Provider.start({ personality: "salesforce", rotation: "strict" });
  scene = await Scene.open(provider);
  const app = ["--host", provider.issuer, "--client-id", "demo", "--public"];
  const { ended } = await scene.loginAt(["salesforce", "acme", ...app]);
  if (ended.code !== 0) throw new Error(ended.stderr);
  symlinkSync(join(repository, "node_modules"), join(scene.machine.folder, "node_modules"));
});

afterAll(async () => {
  await scene.dispose();
  await provider.stop();
});

/** Writes code into a file on the machine. */
function write(name: string, code: string): string {
  const path = join(scene.machine.folder, name);
  writeFileSync(path, code);
  return path;
}

/** Puts the command on the machine's `PATH`. */
function installCommand(): Readonly<Record<string, string>> {
  const line = scene.machine.commandLine([]).map((word) => `'${word}'`);
  const path = write("tokenwell", `#!/bin/sh\nexec ${line.join(" ")} "$@"\n`);
  chmodSync(path, 0o755);
  return { PATH: `${scene.machine.folder}:/usr/bin:/bin` };
}

test("jsforce asks with a token of the library, and gets the next one when Salesforce ends the session", async () => {
  const [, after = ""] = guideCode("salesforce-password.md", "jsforce");
  const file = write("report.mjs", after);
  const run = () => scene.machine.startOther(process.execPath, [file]).ended;
  expect(await run()).toMatchObject({ code: 0, stdout: `${accounts}\n` });
  const before = await provider.entries();
  // Only Salesforce's clock: the machine believes that its token still lives.
  await provider.advance(sessionMs);
  expect(await run()).toMatchObject({ code: 0, stdout: `${accounts}\n` });
  expect((await provider.entries()).slice(before.length)).toMatchObject([
    { kind: "refresh", outcome: "rotated" },
  ]);
});

test("bash asks with curl and with the command itself", async () => {
  const { myDomain } = provider.hosts;
  const [, ...after] = guideCode("salesforce-password.md", "curl and bash");
  const code = after.join("\n").replaceAll("https://acme.my.salesforce.com", myDomain?.origin ?? "");
  const file = write("report.sh", code);
  const {
    code: exit,
    stderr,
    stdout,
  } = await scene.machine.startOther("/bin/bash", ["-eu", file], installCommand()).ended;
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stdout.match(/"totalSize":\s*3\b/g)).toHaveLength(after.length);
});

test("the guide in Japanese has the same code", () => {
  const blocks = (path: string): readonly string[] =>
    readFileSync(join(repository, "docs", path), "utf8").match(/^```\w+\n[\s\S]*?^```$/gm) ?? [];
  expect(blocks("ja/guides/salesforce-password.md")).toEqual(blocks("guides/salesforce-password.md"));
});
