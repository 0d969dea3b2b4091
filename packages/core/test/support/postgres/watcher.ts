import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Each line that it reads is the id of the process that lives now, or empty. Its input ends when our process does, however that ends.
 */
const script = `
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -"$1" "$pid" 2>/dev/null
  while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
fi
rm -rf "$0"
`;

/** Another process: when ours ends, even by SIGKILL, it stops the server and removes its folder. */
export class Watcher {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown>;

  /** `signal`: stops the server at once. PostgreSQL's own is the default. */
  constructor(folder: string, signal: "QUIT" | "TERM" | "KILL" = "QUIT") {
    // A group of its own: the terminal's Ctrl-C must not end it.
    this.#process = spawn("sh", ["-c", script, folder, signal], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#exit = once(this.#process, "exit");
    this.#process.stdin?.on("error", () => undefined);
    this.#process.unref();
    (this.#process.stdin as { unref?: () => void } | null)?.unref?.();
  }

  /** Tells it which process lives; `undefined`: none. */
  watch(pid: number | undefined): void {
    this.#process.stdin?.write(`${pid ?? ""}\n`);
  }

  /** Resolves after the folder has been removed. */
  async end(): Promise<void> {
    this.#process.ref();
    this.#process.stdin?.end();
    await this.#exit;
  }
}
