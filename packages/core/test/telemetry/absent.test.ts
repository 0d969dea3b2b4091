import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tokenwell-telemetry-"));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Opens a store in a process of its own, for which looking for OpenTelemetry's API ends with `error`. */
function openWithout(error: string): { readonly stdout: string; readonly stderr: string } {
  const script = `
    import { registerHooks } from "node:module";
    let asked = 0;
    registerHooks({
      resolve: (name, context, next) => {
        if (name !== "@opentelemetry/api") return next(name, context);
        asked += 1;
        throw ${error};
      },
    });
    const { openTokenwell } = await import(${JSON.stringify(new URL("../../src/tokenwell/open.ts", import.meta.url))});
    for (const telemetry of [true, false]) {
      const tokenwell = await openTokenwell({ home: ${JSON.stringify(home)}, env: {}, telemetry });
      console.log(asked, (await tokenwell.token().catch((error) => error)).code);
      await tokenwell.close();
    }`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
}

test("a store opens without OpenTelemetry's API, which is not even looked for with telemetry: false", () => {
  const missing = `Object.assign(new Error("not there"), { code: "ERR_MODULE_NOT_FOUND" })`;
  const { stdout, stderr } = openWithout(missing);
  expect(stdout).toBe("1 nothing_connected\n1 nothing_connected\n");
  expect(stderr).toBe("");
});

test("a broken API becomes a warning of the process, and stops nothing", () => {
  const { stdout, stderr } = openWithout(`new SyntaxError("half a file")`);
  expect(stdout).toBe("1 nothing_connected\n1 nothing_connected\n");
  expect(stderr).toContain("TokenwellTelemetryWarning: SyntaxError: half a file");
});
