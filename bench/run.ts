// Runs the benchmarks one after the other and says on what. `npm run bench`, or `npm run bench -- cli`.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";

const questions = ["library", "cli", "refresh", "queue", "emulator", "session", "scale"];
const asked = process.argv.slice(2);
const [cpu] = cpus();
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpu?.model ?? "?"}\n`,
);
for (const question of asked.length > 0 ? asked : questions) {
  console.log(`bench/${question}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${question}.ts`)], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
