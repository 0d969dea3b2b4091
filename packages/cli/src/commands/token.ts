import { InputError } from "@tokenwell/core";
import { chosenName } from "../chosen-connection.ts";
import type { CommonOptions, Context } from "../context.ts";
import { formatDuration } from "../dates.ts";
import { parseDurationSeconds } from "../duration.ts";
import { OutcomeError } from "../errors.ts";
import { defaultMinTtlSeconds, printToken } from "../fast-path.ts";
import { writeOut } from "../output.ts";

/** The options of `tokenwell token`. */
export interface TokenCommandOptions extends CommonOptions {
  readonly minTtl?: string;
  readonly refresh?: boolean;
  readonly id?: boolean;
  readonly wait?: string;
}

/** Runs `tokenwell token [name]`: prints the access token and nothing else to stdout. */
export async function token(
  context: Context,
  [name]: readonly string[],
  options: TokenCommandOptions,
): Promise<number> {
  const minTtlSeconds = secondsOf("--min-ttl", options.minTtl) ?? defaultMinTtlSeconds;
  const waitSeconds = secondsOf("--wait", options.wait);
  const tokenwell = await context.open(waitSeconds === undefined ? {} : { waitMs: waitSeconds * 1000 });
  const tokenSet = await tokenwell.token(name, { minTtlSeconds, refresh: options.refresh === true });
  const { expiresAt, ...rest } = tokenSet;
  const line = printToken(
    { ...rest, expiresAtMs: expiresAt.getTime() },
    { json: options.json === true, id: options.id === true },
  );
  if (line === undefined) {
    const granted = tokenSet.scope.split(" ").filter((one) => one !== "openid" && one !== "");
    const scope = ["openid", ...granted].join(" ");
    throw new OutcomeError("no_id_token", { name: await chosenName(context, tokenwell, name), scope });
  }
  await writeOut(context.io.stdout, line);
  const { ui } = context;
  const leftMs = expiresAt.getTime() - ui.nowMs;
  if (options.minTtl !== undefined && leftMs < minTtlSeconds * 1000) {
    const left = formatDuration(Math.max(0, leftMs), ui.language);
    ui.mark("warning", ui.words("token.short", { left, given: options.minTtl }));
  }
  return 0;
}

function secondsOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = parseDurationSeconds(given);
  if (seconds === undefined)
    throw new InputError("invalid_option", { option, given, takes: "takes.duration" });
  return seconds;
}
