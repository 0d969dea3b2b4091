import { constants, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Holder } from "./holder.ts";

// `tokenwell run` as a real process: what it does with streams, signals and the terminal of a program.

let holder: Holder;
beforeAll(async () => {
  holder = await Holder.open();
});
afterAll(() => holder.close());

const signals = ["SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGTERM"] as const;

/** Runs a program that tells its process id and each signal that comes; the second SIGTERM or SIGINT ends it with 9. */
const listening = [
  ...["run", "acme", "--", process.execPath, "-e"],
  `const came = [];
  for (const signal of ${JSON.stringify(signals)}) process.on(signal, () => {
    console.log("got " + signal);
    if (/INT|TERM/.test(signal) && came.includes(signal)) process.exit(9);
    came.push(signal);
  });
  setInterval(() => undefined, 1000);
  console.log("pid " + process.pid);`,
];

const start = (args: readonly string[]) => {
  const [file, ...words] = holder.scene.machine.commandLine(args);
  return holder.scene.machine.startOther(file, words);
};

test("standard input, output, errors and the exit code are those of the program", async () => {
  const program = `sh -c 'cat; printf "$ACCESS_TOKEN" >&2; exit 42'`;
  const token = await holder.scene.token(["acme"]);
  const ended = await holder.shell(`printf 'a\\0b' | tokenwell run acme -- ${program}`);
  expect(ended).toMatchObject({ code: 42, stdout: "a\0b", stderr: token });
});

test("the program finds its standard input blocking, as programs without an event loop need it", async () => {
  const ended = await holder.shell("printf x | tokenwell run acme -- grep flags /proc/self/fdinfo/0");
  const [, flags] = /flags:\s+(\d+)/.exec(ended.stdout) ?? [];
  expect(Number.parseInt(flags ?? "", 8) & constants.O_NONBLOCK).toBe(0);
});

describe("a signal", () => {
  test("goes to the program, which decides what comes of it", async () => {
    const running = start(listening);
    await running.out.matching(/^pid/m);
    for (const signal of signals) {
      running.kill(signal);
      await running.out.matching(new RegExp(`got ${signal}`));
    }
    running.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 9, signal: null, stderr: "" });
  });

  test("a program that a signal ends gives the exit code of a shell", async () => {
    const running = start(["run", "acme", "--", "/bin/sh", "-c", "echo ready; exec sleep 100"]);
    await running.out.matching(/ready/);
    running.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 143, signal: null });
  });

  test("Ctrl-C on a terminal reaches the program once", async () => {
    const terminal = holder.scene.machine.terminal(listening);
    await terminal.says(/pid \d+/);
    expect(terminal.text).toMatch(
      /^ACCESS_TOKEN ends at \d\d:\d\d \(in .*\); a running program gets no newer one\.\n/,
    );
    terminal.type("\u0003");
    await terminal.says(/got SIGINT/);
    terminal.type("\u0003");
    expect(await terminal.ended).toEqual({ code: 9 });
    expect(terminal.text.match(/got SIGINT/g)).toHaveLength(2);
  });
});

test("the token is in no process's command line, and only in the program's environment", async () => {
  const running = start(listening);
  const [, pid] = /pid (\d+)/.exec((await running.out.matching(/pid \d+/))[0]) ?? [];
  const token = await holder.scene.token(["acme"]);
  const read = (file: string): string => readFileSync(`/proc/${file}`, "latin1");
  expect(read(`${pid}/environ`)).toContain(`ACCESS_TOKEN=${token}\0`);
  for (const file of [`${pid}/cmdline`, `${running.pid}/cmdline`, `${running.pid}/environ`])
    expect(read(file)).not.toContain(token);
  running.kill("SIGKILL");
  process.kill(Number(pid), "SIGKILL");
  await running.ended;
});
