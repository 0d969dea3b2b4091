/*
 * Stands before ssh, or for it: without TEST_SSH it runs the command in a shell of this machine, under the home folder of
 * TEST_THERE. It carries lines both ways. At the first line with TEST_KILL_AT it kills the processes of TEST_KILL ("here",
 * "there" or both), and carries the line on, as a pipe does in which it already is. With TEST_KILL_BEFORE the line is lost.
 * The command there has written its process id to TEST_PID.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { TEST_KILL = "", TEST_KILL_AT = "", TEST_KILL_BEFORE, TEST_PID, TEST_SSH } = process.env;
const { TEST_THERE, TEST_THERE_STORE } = process.env;
const args = process.argv.slice(2);
const shell = ["/bin/sh", "-c", args.slice(args.indexOf("--") + 2).join(" ")];
const [program, ...rest] = TEST_SSH ? [...TEST_SSH.split(" "), ...args] : shell;
const machine = {
  TOKENWELL_HOME: TEST_THERE,
  ...(TEST_THERE_STORE && { TOKENWELL_STORE: TEST_THERE_STORE }),
};
const env = TEST_SSH ? process.env : { ...process.env, ...machine, TEST_KILL_AT: "" };
const there = spawn(program, rest, { env, stdio: ["pipe", "pipe", "inherit"] });
let hasKilled = false;

function carry(line, to) {
  if (hasKilled || TEST_KILL_AT === "" || !line.includes(TEST_KILL_AT)) return void to.write(`${line}\n`);
  hasKilled = true;
  if (TEST_KILL_BEFORE === undefined) to.write(`${line}\n`);
  const who = TEST_KILL.split(" ");
  if (who.includes("there")) process.kill(Number(readFileSync(TEST_PID, "utf8")), "SIGKILL");
  if (who.includes("here")) process.kill(process.ppid, "SIGKILL");
}

for (const stream of [there.stdin, process.stdout]) stream.on("error", () => undefined);
createInterface({ input: process.stdin })
  .on("line", (line) => carry(line, there.stdin))
  .on("close", () => there.stdin.end());
createInterface({ input: there.stdout }).on("line", (line) => carry(line, process.stdout));
there.on("close", (code) => process.exit(code ?? 255));
