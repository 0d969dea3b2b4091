import { InputError, type TokenSet, type Tokenwell } from "@tokenwell/core";
import type { Context } from "./context.ts";
import { formatDuration } from "./dates.ts";
import { parseDurationSeconds } from "./duration.ts";
import { OutcomeError } from "./errors.ts";
import { defaultMinTtlSeconds } from "./fast-path.ts";

/** The options of every command that draws a token for another program. */
export interface DrawOptions {
  readonly minTtl?: string;
  readonly refresh?: boolean;
  readonly wait?: string;
}

/** The times of {@link DrawOptions}, in seconds. */
export interface DrawTimes {
  readonly minTtlSeconds: number;
  readonly waitSeconds: number | undefined;
}

/**
 * Reads the times of the options.
 *
 * @throws {InputError} `invalid_option`
 */
export const timesOf = (options: DrawOptions): DrawTimes => ({
  minTtlSeconds: secondsOf("--min-ttl", options.minTtl) ?? defaultMinTtlSeconds,
  waitSeconds: secondsOf("--wait", options.wait),
});

/** Opens the store for {@link drawToken}. */
export const openToDraw = (context: Context, { waitSeconds }: DrawTimes): Promise<Tokenwell> =>
  context.open(waitSeconds === undefined ? {} : { waitMs: waitSeconds * 1000 });

/** Draws a token as the options say. */
export const drawToken = (
  tokenwell: Tokenwell,
  name: string | undefined,
  options: DrawOptions,
): Promise<TokenSet> =>
  tokenwell.token(name, { minTtlSeconds: timesOf(options).minTtlSeconds, refresh: options.refresh === true });

/** Warns if the token ends sooner than the user asked for. */
export function warnIfShort({ ui }: Context, expiresAtMs: number, options: DrawOptions): void {
  const leftMs = expiresAtMs - ui.nowMs;
  if (options.minTtl === undefined || leftMs >= timesOf(options).minTtlSeconds * 1000) return;
  const left = formatDuration(Math.max(0, leftMs), ui.language);
  ui.mark("warning", ui.words("token.short", { left, given: options.minTtl }));
}

/** Returns the error about a connection without an ID token. `granted`: its scopes. */
export function noIdToken(name: string, granted: string): OutcomeError {
  const others = granted.split(" ").filter((one) => one !== "openid" && one !== "");
  return new OutcomeError("no_id_token", { name, scope: ["openid", ...others].join(" ") });
}

function secondsOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = parseDurationSeconds(given);
  if (seconds === undefined)
    throw new InputError("invalid_option", { option, given, takes: "takes.duration" });
  return seconds;
}
