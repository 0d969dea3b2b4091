import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { systemdTimer } from "../../../packages/cli/src/upkeep/systemd.ts";
import type { Installed } from "./cache.ts";
import { unpackOnce } from "./debian.ts";

// systemd-analyze, as Debian ships it, reads the units of `tokenwell upkeep install`.
const wanted = /^(systemd|libsystemd-shared|libsystemd0|lib(?!c6$|c-bin|gcc|stdc|perl|js-)[\w.+-]*)$/;

let installed: Installed;
beforeAll(async () => {
  installed = await unpackOnce("debian-systemd", ["systemd"], wanted);
});
beforeEach((context) => {
  if (installed.folder === undefined) context.skip(installed.reason);
});

/** Writes the units for a program and a script of this name and returns what systemd says about them; `""` if all is well. */
function verified(name: string, change: (text: string) => string = (text) => text): string {
  const root = installed.folder ?? "";
  const home = mkdtempSync(join(tmpdir(), "tokenwell-units-"));
  // The path of a program takes no quotes and no backslash.
  const program = join(home, name.replace(/["'\\]/g, ""), "node");
  const script = join(home, name);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, "#!/bin/sh\n");
  chmodSync(program, 0o755);
  const job = { command: [program, script, "upkeep"], env: { TOKENWELL_HOME: script } } as const;
  const { files } = systemdTimer(job, home);
  for (const { path, content } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change(String(content)));
  }
  const library = join(root, "usr/lib/x86_64-linux-gnu");
  const { stderr, status } = spawnSync(
    join(root, "usr/bin/systemd-analyze"),
    ["--user", "verify", ...files.map(({ path }) => path)],
    {
      encoding: "utf8",
      env: {
        LD_LIBRARY_PATH: [library, join(library, "systemd"), join(root, "lib/x86_64-linux-gnu")].join(":"),
        SYSTEMD_UNIT_PATH: [dirname(files[0]?.path ?? ""), join(root, "usr/lib/systemd/user")].join(":"),
        XDG_RUNTIME_DIR: home,
        HOME: home,
      },
    },
  );
  return status === 0 ? stderr : stderr || `exit ${status}`;
}

test("systemd reads the timer and the service without a remark, whatever is in the path", () => {
  for (const script of ["tokenwell.cjs", `a b/%h "q" $HOME '\\x/日本/tokenwell.cjs`])
    expect(verified(script)).toBe("");
});

test("systemd finds a fault in them, and a program that is not there", () => {
  expect(verified("plain", (text) => text.replace("hourly", "sometimes"))).toContain("sometimes");
  expect(verified("plain", (text) => text.replaceAll("/node", "/gone"))).toContain("/gone");
});
