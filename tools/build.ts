// `npm run build`: types and modules with tsc, then the files that the command and the emulator's process start with.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, readdir, readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { build } from "rolldown";

const root = join(import.meta.dirname, "..");
const cli = join(root, "packages", "cli");
const emulator = join(root, "packages", "emulator");

/** Returns the file of a part of the command that is loaded only when one command needs it. */
const partOf = (id: string): string | undefined => {
  if (id.endsWith("snippet/index.js")) return "./snippet.mjs";
  if (id.endsWith("agent/index.js")) return "./mcp-tools.mjs";
  if (id.endsWith("log/index.js")) return "./log.mjs";
  return id.endsWith("tools/index.js") ? "./tools.mjs" : undefined;
};

const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules", "typescript", "bin", "tsc"), "--build"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
if (status !== 0) process.exit(status ?? 1);

// The command is six files: what every script that draws a token pays for, the rest, loaded when that is not enough,
// and the snippets, the lines for tools, the tools for agents and the log, each of which one command loads.
const guard = await readFile(join(cli, "src", "guard.cjs"), "utf8");
await build({
  input: join(cli, "dist", "main.js"),
  platform: "node",
  external: [/run\.js$/],
  logLevel: "warn",
  // An older Node must be able to read the whole file, or it never gets to the guard at its head.
  transform: { target: "es2019" },
  output: {
    file: join(cli, "bin", "tokenwell.cjs"),
    format: "cjs",
    minify: true,
    paths: (id) => (id.endsWith("run.js") ? "../dist/command.mjs" : id),
    banner: `#!/usr/bin/env node\n${guard.replace(/^\/\/.*\n/gm, "")}`,
  },
});
await chmod(join(cli, "bin", "tokenwell.cjs"), 0o755);
await build({
  input: join(cli, "dist", "run.js"),
  platform: "node",
  // A hundred small files take 35 ms longer to find than one.
  external: [
    ...["@napi-rs/keyring", "@opentelemetry/api", "@tokenwell/core/explain", "@tokenwell/emulator"],
    ...["commander", "oauth4webapi", "open", "pg", "undici"],
    /(?:snippet|tools|agent|log)\/index\.js$/,
  ],
  // The rules are a third of the size, and only an explanation needs them.
  plugins: [
    {
      name: "rules",
      resolveId: (id) =>
        id.endsWith("diagnose/index.js") ? { id: "@tokenwell/core/explain", external: true } : null,
    },
  ],
  logLevel: "warn",
  output: {
    file: join(cli, "dist", "command.mjs"),
    format: "esm",
    minify: true,
    codeSplitting: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
    paths: (id) => partOf(id) ?? id,
  },
});
/** What pino is made of, as far as it is built in. */
const partsOfPino = [
  ...["@pinojs/redact", "atomic-sleep", "on-exit-leak-free", "pino-std-serializers", "process-warning"],
  ...["quick-format-unescaped", "real-require", "safe-stable-stringify", "sonic-boom", "thread-stream"],
];
// Parts of them are what others wrote, whose licences ask to stand in it.
for (const [input, file, packages] of [
  ["snippet", "snippet.mjs", ["@scalar/snippetz"]],
  ["tools", "tools.mjs", []],
  ["mcp/agent", "mcp-tools.mjs", ["@modelcontextprotocol/server", "@modelcontextprotocol/core", "zod"]],
  ["log", "log.mjs", ["pino", ...partsOfPino]],
] as const) {
  const licences = packages.map(async (name) => {
    const places = [join(cli, "node_modules", name), join(root, "node_modules", name)];
    const folder = places.find((place) => existsSync(place)) ?? "";
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one)) ?? "LICENSE";
    const licence = await readFile(join(folder, file), "utf8");
    return `/*! ${name}\n${licence.trim()}\n*/`;
  });
  await build({
    input: join(cli, "dist", input, "index.js"),
    platform: "node",
    logLevel: "warn",
    output: {
      file: join(cli, "dist", file),
      format: "esm",
      minify: true,
      codeSplitting: false,
      banner: (await Promise.all(licences)).join("\n"),
    },
  });
}

// The emulator's process, for the same reason: its own files in one for each provider, what others wrote as it is.
await build({
  input: join(emulator, "dist", "main.js"),
  platform: "node",
  external: (id) => !id.startsWith(".") && !isAbsolute(id) && !id.startsWith("@oxc-project/runtime"),
  logLevel: "warn",
  output: { dir: join(emulator, "bin"), format: "esm", chunkFileNames: "[name].js", cleanDir: true },
});
