import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Context, Io } from "../context.ts";
import { OutcomeError, UsageError } from "../errors.ts";
import { homeOf, jobOf, ourMark, type Timer, type TimerFile } from "./job.ts";
import { launchdTimer } from "./launchd.ts";
import { systemdTimer } from "./systemd.ts";
import { taskSchedulerTimer } from "./task-scheduler.ts";
import { runTool } from "./tool.ts";

/** Returns the timer of this system; `null` if it has only cron. Looks for nothing. */
export function timerOf({ io }: Context): Timer | null {
  const { env } = io;
  const job = jobOf(env, io.script);
  switch (io.platform ?? process.platform) {
    case "darwin":
      return launchdTimer(job, homeOf(env), process.getuid?.() ?? 0);
    case "win32":
      return taskSchedulerTimer(job, env.LOCALAPPDATA ?? join(homeOf(env), "AppData", "Local"));
    case "linux":
      return systemdTimer(job, configHomeOf(env));
    default:
      return null;
  }
}

function configHomeOf(env: Io["env"]): string {
  const { XDG_CONFIG_HOME: given } = env;
  return given?.startsWith("/") ? given : join(homeOf(env), ".config");
}

/** Whether the user's systemd answers: a container, cron and an old login have none. */
export function hasManager({ io }: Context, { kind }: Timer): boolean {
  const run = io.runTool ?? runTool;
  return kind !== "systemd" || run(["systemctl", "--user", "show-environment"]).code === 0;
}

/** Returns the path of the timer that is installed; `null` if there is none of ours. */
export function installedFile(context: Context): string | null {
  const [file] = timerOf(context)?.files ?? [];
  return file !== undefined && ownerOf(file) === "ours" ? file.path : null;
}

function ownerOf({ path }: TimerFile): "ours" | "others" | "none" {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "none";
    throw new OutcomeError("timer_unwritable", { path, reason: (error as NodeJS.ErrnoException).code ?? "" });
  }
  return bytes.includes(ourMark) || bytes.includes(ourMark, 0, "utf16le") ? "ours" : "others";
}

/** Writes the files of a timer and turns it on. Throws before it changes anything if a file is not ours. */
export function installTimer({ io }: Context, timer: Timer): void {
  const run = io.runTool ?? runTool;
  refuseOthers(timer);
  // launchd keeps the earlier entry otherwise.
  if (timer.kind === "launchd") for (const tool of timer.disable) run(tool);
  for (const file of timer.files) write(file);
  for (const tool of timer.enable) {
    const { code, output } = run(tool);
    if (code !== 0)
      throw new OutcomeError("timer_failed", { command: tool.join(" "), output: output || String(code) });
  }
}

/** Turns a timer off and removes its files. Returns whether there was one. */
export function uninstallTimer({ io }: Context, timer: Timer): boolean {
  const run = io.runTool ?? runTool;
  refuseOthers(timer);
  const present = timer.files.filter((file) => ownerOf(file) === "ours");
  if (present.length === 0) return false;
  for (const tool of timer.disable) run(tool);
  for (const { path } of present) rmSync(path);
  if (timer.kind === "systemd") run(["systemctl", "--user", "daemon-reload"]);
  return true;
}

function refuseOthers({ files }: Timer): void {
  const other = files.find((file) => ownerOf(file) === "others");
  if (other !== undefined) throw new UsageError("timer_not_ours", { path: other.path });
}

/** Writes a file that only its user can read: the values of variables are in it. */
function write({ path, content }: TimerFile): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
    chmodSync(path, 0o600);
  } catch (error) {
    throw new OutcomeError("timer_unwritable", { path, reason: (error as NodeJS.ErrnoException).code ?? "" });
  }
}
