// Built into a file of its own, with pino in it: only a command that lives long, and writes a log, loads it.
import { pino } from "pino";
import type { Log, LogOptions } from "./log.ts";

/**
 * Opens a log of JSON lines. Each line passes `hide` as a whole, so nothing secret stands in it, whatever brought it there.
 *
 * @see https://github.com/pinojs/pino/blob/main/docs/api.md#streamwrite
 */
export function openLog({ hide, isVerbose, write }: LogOptions): Log {
  const options = {
    level: isVerbose ? "debug" : "info",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    hooks: { streamWrite: hide },
  };
  return pino(options, { write });
}
