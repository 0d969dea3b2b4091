import {
  type LoginLifetime,
  type LoginResult,
  type ProviderId,
  printable,
  providerOf,
} from "@tokenwell/core";
import type { Context } from "../context.ts";
import { formatDay } from "../dates.ts";
import type { Carrier } from "../remote/carrier.ts";
import { variant } from "../text/words.ts";
import { table } from "../text-layout.ts";
import type { Ui } from "../ui.ts";

/** Further facts of a login that is printed. */
export interface ConnectedOptions {
  /** Whether the connection is for an MCP server. */
  readonly isResource?: boolean;
  /** The way to the machine that has it. Default: this one has it. */
  readonly carrier?: Pick<Carrier, "command" | "place" | "typed"> | undefined;
}

/** Prints the result of a login and the commands that use it. */
export function printConnected(
  { ui }: Context,
  result: LoginResult,
  { carrier, isResource }: ConnectedOptions = {},
): void {
  const { name, apiBase, scope } = result;
  const rows = [
    [ui.words("connected.api"), apiBase],
    [ui.words("connected.scopes"), printable(scope)],
    ...lifetimeRows(ui, result),
  ];
  ui.blank();
  const facts = { name: name ?? "", place: carrier?.place ?? "" };
  ui.text(ui.words(carrier ? "remote.connected" : "connected.title", facts));
  ui.text(table(rows).join("\n"), 2);
  ui.blank();
  const rowsOf = carrier ? rowsThere(carrier) : isResource ? bridgeRows : nextRows;
  ui.table(rowsOf(ui, result), 2);
}

function lifetimeRows(ui: Ui, { name, lives, provider }: LoginResult): string[][] {
  const rows = [[ui.words("connected.lives"), lifetimeText(ui, lives, { provider, isShort: false })]];
  // An assumed lifetime may be wrong, and the user can correct it.
  if (lives.until !== null && lives.untilSource === "assumed" && name !== null)
    rows.push(["", ui.words("lives.differs", { name })]);
  return rows;
}

/** The command for a connection on another machine. With what it does beside it, it would be too long. */
const rowsThere =
  ({ command, typed }: Pick<Carrier, "command" | "typed">) =>
  (_: Ui, { name }: LoginResult): string[][] => [[`${typed} ${command} token ${name}`]];

/** The commands for the connection of an MCP server. */
function bridgeRows(ui: Ui, { name }: LoginResult): string[][] {
  const bridge = `tokenwell mcp bridge ${name}`;
  return [
    [bridge, ui.words("next.bridge")],
    [`claude mcp add ${name} -- ${bridge}`, ui.words("next.client")],
  ];
}

function nextRows(ui: Ui, { name, provider }: LoginResult): string[][] {
  const token = `tokenwell token ${name}`;
  const { apiExample } = providerOf(provider);
  if (apiExample === null) return [[token]];
  return [
    [token, ui.words("next.token")],
    [`tokenwell request ${name} ${apiExample}`, ui.words("next.request")],
  ];
}

/** Describes the lifetime of a login and its source. */
export function lifetimeText(
  ui: Ui,
  { until, untilSource, idleSeconds }: LoginLifetime,
  { provider, isShort }: { readonly provider: ProviderId; readonly isShort: boolean },
): string {
  const label = providerOf(provider).displayName("https://login.invalid");
  const untilRevoked = isShort ? "lives.until_revoked_short" : variant("lives.until_revoked", provider);
  const untilDay = untilSource === "setting" ? "lives.until" : "lives.until_assumed";
  const lives =
    until === null
      ? ui.words(untilRevoked)
      : ui.words(untilDay, { day: formatDay(until.getTime()), provider: label });
  if (idleSeconds === null) return lives;
  return ui.words("lives.idle", { lives, days: Math.round((idleSeconds / 86_400) * 10) / 10 });
}

/** Returns the result of a login as programs read it. */
export function loginResultJson({ handOver: _, ...rest }: LoginResult): object {
  return rest;
}
