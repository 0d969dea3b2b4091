// `npm run build`: types and modules with tsc, then the one CommonJS file that the command starts with.
import { spawnSync } from "node:child_process";
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

await build({
  input: join(cli, "dist", "main.js"),
  platform: "node",
  // The rest of the command is loaded as it is, when the short way does not serve.
  external: [/run\.js$/],
  logLevel: "warn",
  output: { file: join(cli, "dist", "main.cjs"), format: "cjs", minify: true },
});
