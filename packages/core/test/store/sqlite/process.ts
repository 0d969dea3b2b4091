import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { bundled } from "../../support/bundle.ts";

const script = await bundled(new URL("child.ts", import.meta.url));

/** A child process that runs a command of `child.ts`; it is killed when the test is finished. */
export function startChild(command: string, options: object) {
  const child: ChildProcess = spawn(process.execPath, [script, command, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  if (child.stdout === null) throw new TypeError("a child has an output");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  return {
    /** What it says next. */
    async says(): Promise<unknown> {
      const { value, done } = await lines.next();
      return done === true ? undefined : JSON.parse(value);
    },
    tell: () => child.stdin?.write("go\n"),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    closed,
  };
}
