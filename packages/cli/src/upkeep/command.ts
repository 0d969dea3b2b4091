import { userInfo } from "node:os";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { writeOut } from "../output.ts";
import { cronLine } from "./cron.ts";
import { hasManager, installTimer, timerOf, uninstallTimer } from "./install.ts";
import { jobOf, missingSecret, type Timer } from "./job.ts";
import { runTool } from "./tool.ts";

/** Runs `tokenwell upkeep install`: lets the system run upkeep every hour, or prints the line for cron. */
export async function installUpkeep(
  context: Context,
  { print }: { readonly print: boolean },
): Promise<number> {
  const { io, ui } = context;
  const missing = missingSecret(context.storeEnv);
  if (missing !== null && !print) throw new UsageError(missing);
  if (missing !== null) ui.mark("warning", ui.words(`error.${missing}`));
  const timer = timerOf(context);
  if (timer === null || (!print && !hasManager(context, timer))) {
    if (!print) ui.text(ui.words("upkeep.cron"));
    await writeOut(io.stdout, `${cronLine(jobOf(io.env, io.script))}\n`);
    return 0;
  }
  if (print) {
    await writeOut(io.stdout, printed(timer));
    return 0;
  }
  installTimer(context, timer);
  ui.mark("done", ui.words(`upkeep.installed.${timer.kind}`));
  for (const { path } of timer.files) ui.text(path, 2);
  if (timer.kind === "systemd" && !isLingering(context)) ui.text(ui.words("upkeep.linger"), 2);
  if (timer.kind === "task-scheduler") sayVariables(context);
  return 0;
}

/** Variables that lead to a store, of which a task of the Task Scheduler has none. */
const ofStore = ["TOKENWELL_HOME", "TOKENWELL_STORE", "TOKENWELL_KEY_FILE", "PGUSER", "PGPASSFILE"];

function sayVariables({ io, ui }: Context): void {
  const names = ofStore.filter((name) => io.env[name]);
  if (names.length === 0) return;
  ui.text(ui.words("upkeep.no_variables"), 2);
  ui.table(
    names.map((name) => ["setx", name, `"${io.env[name]}"`]),
    2,
  );
}

/** Runs `tokenwell upkeep uninstall`: removes what {@link installUpkeep} wrote, and nothing else. */
export async function uninstallUpkeep(context: Context): Promise<number> {
  const { ui } = context;
  const timer = timerOf(context);
  if (timer === null || !uninstallTimer(context, timer)) throw new UsageError("no_timer");
  ui.mark("done", ui.words("upkeep.uninstalled"));
  return 0;
}

/** Returns the files with their paths, and the commands, as comments above them and below. */
function printed({ files, enable }: Timer): string {
  const texts = files.map(({ path, content }) => {
    const text = typeof content === "string" ? content : Buffer.from(content).toString("utf16le").slice(1);
    return `# ${path}\n${text}`;
  });
  return `${texts.join("\n")}\n${enable.map((tool) => `# ${tool.join(" ")}\n`).join("")}`;
}

/** Whether the user's systemd runs without a session of the user. */
function isLingering({ io }: Context): boolean {
  const run = io.runTool ?? runTool;
  const { code, output } = run(["loginctl", "show-user", userInfo().username, "--property=Linger"]);
  return code === 0 && output.includes("Linger=yes");
}
