import type { Job } from "./job.ts";

/** Returns the line of a crontab. cron ends a command at a percent sign without a backslash. @see man 5 crontab */
export function cronLine({ command, env }: Job): string {
  const { PATH: _, ...others } = env;
  const words = [
    ...Object.entries(others).map(([name, value]) => `${name}=${quoted(value)}`),
    ...command.map(quoted),
  ];
  return `17 * * * *  ${words.join(" ").replaceAll("%", "\\%")}`;
}

const quoted = (word: string): string =>
  /^[\w@+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
