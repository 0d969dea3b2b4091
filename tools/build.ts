// `npm run build`: types and modules with tsc, then the one CommonJS file that the command starts with.
import { spawnSync } from "node:child_process";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "rolldown";

const root = join(import.meta.dirname, "..");
const cli = join(root, "packages", "cli");

const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules", "typescript", "bin", "tsc"), "--build"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
if (status !== 0) process.exit(status ?? 1);

// What is loaded before the short way has run costs every script that draws a token: it is one file.
const guard = await readFile(join(cli, "src", "guard.cjs"), "utf8");
const code = guard.replace(/^\/\/.*\n/gm, "");
await build({
  input: join(cli, "dist", "main.js"),
  platform: "node",
  // The rest of the command is loaded as it is, when the short way does not serve.
  external: [/run\.js$/],
  logLevel: "warn",
  transform: { target: "node12" },
  output: {
    file: join(cli, "bin", "tokenwell.cjs"),
    format: "cjs",
    minify: true,
    paths: (id) => (id.endsWith("run.js") ? "../dist/run.js" : id),
    banner: `#!/usr/bin/env node\n${code}`,
  },
});
await chmod(join(cli, "bin", "tokenwell.cjs"), 0o755);
