import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Holder } from "./holder.ts";

// `tokenwell run` as a real process: what it does with streams, signals and the terminal of a program.

let holder: Holder;
beforeAll(async () => {
  holder = await Holder.open();
});
afterAll(() => holder.close());

/** A program that tells its own process id, and how often each signal came; the last one ends it with 9. */
const listening = (signal: string, times: number): string[] => {
  const code = `
    let left = ${times};
    process.on("${signal}", () => {
      console.log("got ${signal}");
      left -= 1;
      if (left === 0) process.exit(9);
    });
    setInterval(() => undefined, 1000);
    console.log("pid " + process.pid);`;
  return ["run", "acme", "--", process.execPath, "-e", code];
};

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

test("a program that blocks on its standard input is not disturbed by who started it", async () => {
  const ended = await holder.shell(
    "(sleep 0.3; echo late) | tokenwell run acme -- sh -c 'read line; echo $line'",
  );
  expect(ended).toMatchObject({ code: 0, stdout: "late\n", stderr: "" });
});

describe("a signal", () => {
  test.each(["SIGTERM", "SIGHUP", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGQUIT"] as const)(
    "%s goes to the program, which decides what comes of it",
    async (signal) => {
      const running = start(listening(signal, 2));
      await running.out.matching(/^pid/m);
      running.kill(signal);
      await running.out.matching(/got/);
      running.kill(signal);
      expect(await running.ended).toMatchObject({ code: 9, signal: null, stderr: "" });
    },
  );

  test("a program that a signal ends gives the exit code of a shell", async () => {
    const running = start(["run", "acme", "--", "/bin/sh", "-c", "echo ready; exec sleep 100"]);
    await running.out.matching(/ready/);
    running.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 143, signal: null });
  });

  test("Ctrl-C on a terminal reaches the program once", async () => {
    const terminal = holder.scene.machine.terminal(listening("SIGINT", 2));
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
  const running = start(listening("SIGTERM", 1));
  const [, pid] = /pid (\d+)/.exec((await running.out.matching(/pid \d+/))[0]) ?? [];
  const token = await holder.scene.token(["acme"]);
  const read = (file: string): string => readFileSync(`/proc/${file}`, "latin1");
  expect(read(`${pid}/environ`)).toContain(`ACCESS_TOKEN=${token}\0`);
  for (const file of [`${pid}/cmdline`, `${running.pid}/cmdline`, `${running.pid}/environ`])
    expect(read(file)).not.toContain(token);
  running.kill("SIGTERM");
  await running.ended;
});
