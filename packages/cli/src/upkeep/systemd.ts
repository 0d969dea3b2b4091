import { join } from "node:path";
import { type Job, ourMark, type Timer } from "./job.ts";

const unit = "tokenwell-upkeep";
const head = `# ${ourMark}. tokenwell upkeep uninstall removes it.`;

/**
 * A timer of the user's systemd: every hour, and at once if the machine was off.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.timer.html, read 2026-11-28
 */
export function systemdTimer({ command, env }: Job, configHome: string): Timer {
  // In the words a dollar sign begins a variable, in the path of the program it does not.
  const [program, ...words] = command;
  const folder = join(configHome, "systemd", "user");
  const variables = Object.entries(env).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`);
  const service = `${head}
[Unit]
Description=Tokenwell keeps logins alive

[Service]
Type=oneshot
ExecStart=${quoted(program)} ${words.map((word) => quoted(word).replaceAll("$", "$$$$")).join(" ")}
${variables.join("")}TimeoutStartSec=15min
UMask=0077
`;
  const timer = `${head}
[Unit]
Description=Tokenwell keeps logins alive, every hour

[Timer]
OnCalendar=hourly
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
`;
  return {
    kind: "systemd",
    files: [
      { path: join(folder, `${unit}.timer`), content: timer },
      { path: join(folder, `${unit}.service`), content: service },
    ],
    enable: [
      ["systemctl", "--user", "daemon-reload"],
      ["systemctl", "--user", "enable", "--now", `${unit}.timer`],
    ],
    disable: [["systemctl", "--user", "disable", "--now", `${unit}.timer`]],
  };
}

/** Quotes a word: a percent sign begins a specifier, even in quotes. @see man 7 systemd.syntax, "Quoting" */
const quoted = (word: string): string =>
  `"${word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%")}"`;
