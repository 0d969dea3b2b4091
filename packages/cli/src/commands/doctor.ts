import { homedir } from "node:os";
import {
  type ErrorCode,
  examineInstallation,
  type Finding,
  hasText,
  type MessageParams,
  printable,
  StoreError,
  sayFor,
  widthOf,
} from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { formatDay, formatDuration, formatTimeOrDay } from "../dates.ts";
import { describeError, type ErrorTextOptions } from "../error-text.ts";
import { writeJson, writeOut } from "../output.ts";
import type { WordKey } from "../text/en.ts";
import { hasWords, words } from "../text/words.ts";
import { padTo, wrap } from "../text-layout.ts";
import type { Mark, Ui } from "../ui.ts";
import { programVersion } from "../version.ts";

/** The language of the sentences, and the time now. */
type Manner = Pick<ErrorTextOptions, "language" | "nowMs">;

const marks: Readonly<Record<Finding["level"], Mark>> = { ok: "done", warning: "warning", failed: "failed" };
const mostColumns = 80;

/** Runs `tokenwell doctor`: examines the installation and names a command for each fault. Changes nothing. */
export async function doctor(
  { io, ui, storeEnv }: Context,
  _words: readonly string[],
  options: CommonOptions,
): Promise<number> {
  const examine = io.examineInstallation ?? examineInstallation;
  const findings = await examine({ env: storeEnv, version: programVersion() });
  const faults = findings.filter(({ level }) => level !== "ok");
  if (options.json) await writeJson(io.stdout, jsonOf(findings, ui));
  else {
    const isHealthy = faults.length === 0;
    const end = isHealthy ? ui.words("doctor.healthy") : ui.words("doctor.faults", { count: faults.length });
    const lines = ui.styled([...reportOf(findings, ui), "", end], io.stdout.isTTY === true);
    await writeOut(io.stdout, `${lines.join("\n")}\n`);
  }
  return faults.length === 0 ? 0 : 1;
}

/** Describes each finding with its check, and below a fault the command that mends it. */
function reportOf(findings: readonly Finding[], ui: Ui): readonly string[] {
  const label = ({ check }: Finding): string => ui.words(`doctor.check.${check}`);
  const labels = findings.map((finding) => `${ui.symbol(marks[finding.level])} ${label(finding)}`);
  const width = Math.max(...labels.map(widthOf)) + 2;
  return findings.flatMap((finding, index) => {
    const { text, command } = describe(finding, ui);
    const lines = wrap(text, mostColumns - width);
    const lead = padTo(labels[index] ?? "", width);
    return [
      ...lines.map((line, at) => (at === 0 ? lead : " ".repeat(width)) + line),
      ...(command === null ? [] : [`${" ".repeat(width)}${command}`]),
    ];
  });
}

interface Description {
  readonly text: string;
  /** The command that mends it; `null` for what is well. */
  readonly command: string | null;
}

function describe(finding: Finding, manner: Manner): Description {
  const { language } = manner;
  const { code, level } = finding;
  const facts = paramsOf(finding, manner);
  const key = `doctor.${code}`;
  const text = hasWords(key) ? words(language, key, facts) : errorText(finding, manner);
  return { text, command: level === "ok" ? null : words(language, commandKeyOf(finding), facts) };
}

/** Returns the sentence of an error of the store or its key, as every other command prints it. */
function errorText({ code, facts }: Finding, manner: Manner): string {
  const error = new StoreError(code as ErrorCode, shortened(facts));
  return describeError(error, manner).sentence;
}

/** Returns the key of the command: for a reason, a platform or the SQLite file its own, if there is one. */
function commandKeyOf({ code, facts }: Finding): WordKey {
  const other = facts.from ?? facts.to;
  const variants = [facts.reason, facts.platform, other && settingOf(other)].map(
    (variant) => `mend.${code}.${variant}`,
  );
  const key = variants.find(hasWords) ?? `mend.${code}`;
  return hasWords(key) ? key : "mend.other";
}

/** Returns the value of `TOKENWELL_STORE` for a place in a sentence; `file` for a SQLite file, as `store move` names it. */
function settingOf(place: unknown): string {
  return /^postgres:/.test(String(place)) ? String(place).replace("://", "://USER@") : "file";
}

function paramsOf({ facts }: Finding, { language, nowMs }: Manner): MessageParams {
  const reasonKey = `reason.${facts.reason}`;
  const { untilMs, sinceMs, source, seconds } = facts;
  return {
    ...shortened(facts),
    placeSetting: settingOf(facts.place),
    fromSetting: settingOf(facts.from),
    toSetting: settingOf(facts.to),
    ...(typeof untilMs === "number" && {
      until: formatDay(untilMs),
      left: formatDuration(Math.max(0, untilMs - nowMs), language),
    }),
    ...(typeof sinceMs === "number" && { since: formatTimeOrDay(sinceMs, nowMs) }),
    ...(typeof seconds === "number" && { span: formatDuration(seconds * 1000, language) }),
    ...(source !== undefined && { source: words(language, `source.${source}` as WordKey) }),
    ...(hasText(reasonKey) && { reason: sayFor(undefined, language, reasonKey, facts) }),
  };
}

/** Returns the facts with the home folder as `~`, so that a report may be shown to others. */
function shortened(facts: MessageParams): MessageParams {
  const home = homedir();
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === "string"
        ? printable(fact.startsWith(`${home}/`) ? `~${fact.slice(home.length)}` : fact)
        : fact,
    ]),
  );
}

/** Returns the findings for programs. Sentences are English; names and codes are the same in every language. */
function jsonOf(findings: readonly Finding[], ui: Ui): object {
  const english = { language: "en", nowMs: ui.nowMs } as const;
  const all = findings.map((finding) => {
    const { text, command } = describe(finding, english);
    return { check: finding.check, level: finding.level, code: finding.code, message: text, command };
  });
  return { healthy: all.every(({ level }) => level === "ok"), findings: all };
}
