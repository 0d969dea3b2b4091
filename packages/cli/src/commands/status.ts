import { homedir } from "node:os";
import {
  type ConnectionStatus,
  LoginNeededError,
  printable,
  type Tokenwell,
  TokenwellError,
} from "@tokenwell/core";
import { shortClientId } from "../app.ts";
import { type CauseText, causesJson, describeCauses } from "../causes.ts";
import type { CommonOptions, Context } from "../context.ts";
import { formatAgo, formatDuration, isInFuture } from "../dates.ts";
import { describeError } from "../error-text.ts";
import { describeHook } from "../hooks/describe.ts";
import { lifetimeText } from "../login/connected.ts";
import { withProblemJson, writeJson, writeJsonArray, writeOut } from "../output.ts";
import { table } from "../text-layout.ts";
import type { Mark, Ui } from "../ui.ts";
import { upkeepOf } from "../upkeep/state.ts";

/** The options of `tokenwell status`. */
export interface StatusCommandOptions extends CommonOptions {
  readonly check?: boolean;
  readonly exitCode?: boolean;
}

type Health = "ok" | "warning" | "log_in";

const exitCodes: Readonly<Record<Health, number>> = { ok: 0, log_in: 3, warning: 4 };
const marks: Readonly<Record<Health, Mark>> = { ok: "done", warning: "warning", log_in: "failed" };
const detailLabels = ["account", "app", "access", "refresh", "lives", "grants", "stored", "key"] as const;
/** Milliseconds before its end from which the table shows the end of a login. */
const nearMs = 14 * 24 * 3_600_000;

/** Runs `tokenwell status [name]`: prints a table of all connections, or the details of one. */
export async function status(
  context: Context,
  [name]: readonly string[],
  options: StatusCommandOptions,
): Promise<number> {
  const { io, ui } = context;
  const tokenwell = await context.open();
  const check = options.check === true;
  if (name !== undefined) {
    const [one] = await tokenwell.status(name, { check });
    if (one === undefined) throw new LoginNeededError("nothing_connected");
    if (options.json) await writeJson(io.stdout, await jsonOf(one, ui));
    else {
      const lines = detail(one, await describeCauses(one, ui), ui);
      await writeOut(io.stdout, `${ui.fitted(lines, io.stdout.isTTY === true).join("\n")}\n`);
    }
    return exitCodes[healthOf(one)];
  }
  const worst = options.json
    ? await writeArray(context, tokenwell.eachStatus(undefined, { check }))
    : await writeTable(context, tokenwell, check);
  return options.exitCode || check ? exitCodes[worst ?? "log_in"] : 0;
}

/** Writes each status as it is read. Returns the worst health, `undefined` if there is no connection. */
async function writeArray(
  { io, ui }: Context,
  statuses: AsyncIterable<ConnectionStatus>,
): Promise<Health | undefined> {
  let worst: Health | undefined;
  async function* entries(): AsyncGenerator<object> {
    for await (const one of statuses) {
      worst = worseOf(worst, healthOf(one));
      yield await jsonOf(one, ui);
    }
  }
  await writeJsonArray(io.stdout, entries());
  return worst;
}

/** Writes all statuses as a table. Returns the worst health, `undefined` if there is no connection. */
async function writeTable(
  context: Context,
  tokenwell: Tokenwell,
  check: boolean,
): Promise<Health | undefined> {
  const { io, ui } = context;
  const all = await tokenwell.status(undefined, { check });
  // A table is never wrapped: its columns would be lost.
  const lines = ui.styled(overviewOf(all, ui, check), io.stdout.isTTY === true);
  if (all.length > 0) await writeOut(io.stdout, `${lines.join("\n")}\n`);
  else ui.error(new LoginNeededError("nothing_connected"));
  await sayUpkeep(context, tokenwell, all);
  if (check)
    for (const { problem } of all) if (problem && !(problem instanceof LoginNeededError)) ui.error(problem);
  return all.map(healthOf).reduce<Health | undefined>(worseOf, undefined);
}

/** Says when upkeep ran. If it never did, only where a connection needs it: for its idle life, or to tell an event. */
async function sayUpkeep(
  context: Context,
  tokenwell: Tokenwell,
  all: readonly ConnectionStatus[],
): Promise<void> {
  const { ui } = context;
  const { kind, lastMs } = await upkeepOf(context, tokenwell);
  const isNeeded = all.some(({ lives, hooks }) => lives.idleSeconds !== null || hooks.length > 0);
  const ago = lastMs === null ? "" : formatAgo(lastMs, ui.nowMs, ui.language);
  if (kind === "runs") ui.text(ui.words("status.upkeep", { ago }));
  else if (lastMs !== null) ui.mark("warning", ui.words(`status.upkeep_${kind}`, { ago }));
  else if (kind === "stopped") ui.mark("warning", ui.words("status.upkeep_waits"));
  else if (isNeeded) ui.mark("warning", ui.words("status.upkeep_none"));
}

async function jsonOf(one: ConnectionStatus, ui: Ui): Promise<object> {
  return { ...withProblemJson(one), causes: await causesJson(one, ui.nowMs) };
}

function worseOf(one: Health | undefined, other: Health): Health {
  const severity: readonly Health[] = ["log_in", "warning", "ok"];
  return severity.find((health) => health === one || health === other) ?? other;
}

function healthOf({ status: now, problem, refresh }: ConnectionStatus): Health {
  if (now === "needs_login" || now === "quarantined" || now === "revoked") return "log_in";
  return now === "ok" && problem === null && !refresh.failing ? "ok" : "warning";
}

/** Returns the mark of a connection. One that works and will soon end has a warning. */
function markOf(one: ConnectionStatus, ui: Ui): Mark {
  const health = healthOf(one);
  const willEnd = leftMsOf(one, ui) < nearMs || isNeglected(one, ui) || isDatedAhead(one, ui);
  return health === "ok" && willEnd ? "warning" : marks[health];
}

/** Whether more than half of the idle lifetime has passed without a refresh. */
const isNeglected = ({ lives }: ConnectionStatus, ui: Ui): boolean =>
  lives.keepAliveAt !== null && lives.keepAliveAt.getTime() <= ui.nowMs;

/** Whether the last refresh is dated in the future, so that times that depend on it are wrong. */
const isDatedAhead = ({ refresh }: ConnectionStatus, ui: Ui): boolean =>
  refresh.last !== null && isInFuture(refresh.last.getTime(), ui.nowMs);

/** Returns the remaining lifetime of the login as far as it is known, in milliseconds. */
const leftMsOf = ({ lives }: ConnectionStatus, ui: Ui): number =>
  (lives.until?.getTime() ?? Number.POSITIVE_INFINITY) - ui.nowMs;

function overviewOf(all: readonly ConnectionStatus[], ui: Ui, check: boolean): string[] {
  const head = ["name", "provider", "account", "state"] as const;
  const rows = all.map((one) => [
    one.name,
    one.provider,
    printable(one.account ?? ""),
    stateOf(one, ui, check),
  ]);
  const symbols = ["", ...all.map((one) => ui.symbol(markOf(one, ui)))];
  const width = Math.max(...symbols.map((symbol) => symbol.length));
  return table([head.map((column) => ui.words(`status.${column}`)), ...rows]).map(
    (line, index) => `${(symbols[index] ?? "").padEnd(width)} ${line}`,
  );
}

function stateOf(one: ConnectionStatus, ui: Ui, check: boolean): string {
  const { name } = one;
  switch (one.status) {
    case "needs_login":
      return ui.words("state.log_in", { name });
    case "quarantined":
      return ui.words("state.replace_account", { name });
    case "revoking":
    case "revoked":
      return ui.words("state.log_out", { name });
    case "unsettled":
      return ui.words(one.reason === "no_reason" ? "state.refused" : "state.unsettled");
    case "suspended":
      return ui.words("state.suspended");
    case "released":
      return ui.words(...releasedState(one));
    default: {
      if (one.problem) return ui.words(check ? "state.unchecked" : "state.problem", { name });
      const { last, failing } = one.refresh;
      if (failing) return ui.words("state.failing");
      const leftMs = leftMsOf(one, ui);
      if (leftMs < nearMs) {
        const left = formatDuration(Math.max(0, leftMs), ui.language);
        return ui.words("state.ok_ending", { left, source: ui.words(`source.${one.lives.untilSource}`) });
      }
      if (isNeglected(one, ui)) return ui.words("state.ok_idle", { left: idleLeft(one, ui) });
      return last === null
        ? ui.words("state.ok_new")
        : ui.words("state.ok", { ago: formatAgo(last.getTime(), ui.nowMs, ui.language) });
    }
  }
}

const idleLeft = ({ lives }: ConnectionStatus, ui: Ui): string =>
  formatDuration(Math.max(0, (lives.idleUntil?.getTime() ?? 0) - ui.nowMs), ui.language);

function detail(one: ConnectionStatus, causes: readonly CauseText[], ui: Ui): string[] {
  const also = one.app.also.join(" ");
  const clientId = shortClientId(one.app.clientId);
  const values = {
    account: accountIn(one, ui),
    app: also === "" ? printable(clientId) : ui.words("detail.also", { clientId, names: also }),
    access: accessOf(one, ui),
    refresh: refreshOf(one, ui),
    lives: lifetimeText(ui, one.lives, { provider: one.provider, isShort: true }),
    grants: one.logins === null ? null : ui.words("detail.logins", one.logins),
    stored: withTilde(one.stored),
    key: withTilde(one.key),
  };
  const known = detailLabels.flatMap((label) => {
    const value = values[label];
    const rows = value === null ? [] : [[ui.words(`detail.${label}`), value]];
    if (label === "access") rows.push(...tokenTypeOf(one, ui).map((note) => ["", note]));
    if (label === "refresh" && isDatedAhead(one, ui))
      rows.push(["", ui.words("detail.clock", { name: one.name })]);
    if (label === "grants")
      rows.push(
        ...one.hooks.map((hook, index) => [index === 0 ? ui.words("detail.on") : "", describeHook(hook, ui)]),
      );
    if (label === "lives" && one.status === "ok" && isNeglected(one, ui))
      rows.push(["", ui.words("detail.neglected", { left: idleLeft(one, ui) })]);
    return rows;
  });
  const lines = table(known);
  return [...headOf(one, causes, ui), ...lines.map((line) => `  ${line}`)];
}

function accountIn({ account, organisation }: ConnectionStatus, ui: Ui): string | null {
  if (account === null) return null;
  if (organisation === null) return printable(account);
  return ui.words("detail.organisation", { account, organisation });
}

function headOf(one: ConnectionStatus, causes: readonly CauseText[], ui: Ui): string[] {
  const { name, problem } = one;
  if (problem !== null) {
    const { sentence, details: more } = describeError(withoutOthers(problem), {
      language: ui.language,
      nowMs: ui.nowMs,
    });
    const lines = more.map((line) => (line === "" ? "" : `  ${line}`));
    // The details of the error have the first two causes that the records name.
    const hasEvidence = problem instanceof TokenwellError && problem.facts.evidence !== undefined;
    const isTold = causes.length <= 2 && causes.every(({ isRecorded }) => isRecorded || hasEvidence);
    return [sentence, ...lines, ...(isTold ? [] : causeLines(causes, ui)), ""];
  }
  if (one.status === "released") return [ui.words("status.released", { name })];
  if (one.status === "unsettled") return [ui.words("status.unsettled", { name }), ...spaced(causes, ui)];
  if (one.refresh.failing) return [ui.words("status.failing", { name }), ...spaced(causes, ui)];
  return [ui.words("status.fine", { name })];
}

/** Returns where the token of a connection is that is not used here. */
function releasedState({ problem }: ConnectionStatus): Parameters<Ui["words"]> {
  if (!(problem instanceof TokenwellError)) return ["state.released"];
  const { code, facts } = problem;
  if (code === "moved") return ["state.moved", facts];
  return code === "on_its_way" ? ["state.on_its_way", facts] : ["state.released"];
}

/** Returns the error of a connection without the remark that it has more causes, which all stand below it here. */
function withoutOthers(problem: Error): Error {
  if (!(problem instanceof LoginNeededError)) return problem;
  const { others: _, ...facts } = problem.facts;
  return new LoginNeededError(problem.code, facts);
}

const spaced = (causes: readonly CauseText[], ui: Ui): string[] =>
  causes.length === 0 ? [] : [...causeLines(causes, ui), ""];

/** Returns the causes as a list, each with the first step of its cure if our records do not name it. */
function causeLines(causes: readonly CauseText[], ui: Ui): string[] {
  if (causes.length === 0) return [];
  const lines = causes.flatMap(({ isRecorded, why, fix: [first] }, index) => {
    const number = `  ${index + 1}  `;
    const check = isRecorded || first === undefined ? [] : [`     ${first}`];
    return [...why.split("\n").map((line, at) => (at === 0 ? number + line : `     ${line}`)), ...check];
  });
  return ["", `  ${ui.words(causes.length === 1 ? "status.cause" : "status.causes")}`, ...lines];
}

function accessOf({ access, status: now }: ConnectionStatus, ui: Ui): string | null {
  // No token of it is given out, however long it lives.
  if (now === "released") return null;
  if (access === null) return ui.words("access.none");
  if (access.rejected) return ui.words("access.rejected");
  const leftMs = access.expiresAt.getTime() - ui.nowMs;
  if (leftMs <= 0) {
    const ended = now === "ok" || now === "unsettled" ? "access.ended" : "access.over";
    return ui.words(ended, { ago: formatAgo(access.expiresAt.getTime(), ui.nowMs, ui.language) });
  }
  const source = ui.words(`source.${access.expiresAtSource}`);
  return ui.words("access.left", { left: formatDuration(leftMs, ui.language), source });
}

/** Returns a note if the provider does not call the access token Bearer. */
function tokenTypeOf({ access }: ConnectionStatus, ui: Ui): string[] {
  const type = access?.otherTokenType ?? null;
  if (type === null) return [];
  return [type === "" ? ui.words("access.no_type") : ui.words("access.other_type", { type })];
}

function refreshOf({ refresh }: ConnectionStatus, ui: Ui): string {
  const source = ui.words(`source.${refresh.rotationSource}`);
  const facts = { source, seconds: refresh.overlapSeconds ?? 0 };
  const isOverlapping = refresh.rotation === "grace" && refresh.overlapSeconds !== null;
  const kind = refresh.rotation === "strict" || refresh.rotation === "grace" ? "rotates" : refresh.rotation;
  const rotation = ui.words(isOverlapping ? "rotation.overlap" : `rotation.${kind}`, facts);
  const { count, last } = refresh;
  if (last === null) return ui.words("refresh.never", { rotation });
  const ago = formatAgo(last.getTime(), ui.nowMs, ui.language);
  return ui.words(count === 1 ? "refresh.done_once" : "refresh.done", { count, ago, rotation });
}

function withTilde(path: string): string {
  const home = homedir();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
