import type { CauseId } from "../../packages/core/src/diagnose/causes/index.ts";
import { causeRules } from "../../packages/core/src/diagnose/causes/index.ts";
import type { CauseRule } from "../../packages/core/src/diagnose/causes/rule.ts";
import { causeTables } from "../../packages/core/src/diagnose/causes/tables.ts";
import { describeCause, displayNames } from "../../packages/core/src/diagnose/describe.ts";
import { type PageOwner, pageOwnerOf, pagePath } from "../../packages/core/src/diagnose/pages.ts";
import { sentence } from "../../packages/core/src/diagnose/sentences.ts";
import type { Symptom } from "../../packages/core/src/diagnose/symptoms.ts";
import { fill, type Language } from "../../packages/core/src/text/say.ts";
import { en, enSymptoms } from "./en.ts";
import { type ErrorRow, errorRowsOf, owners } from "./errors.ts";
import { ja, jaSymptoms } from "./ja.ts";
import { byFolder, listed } from "./sections.ts";

type Rule = CauseRule<CauseId>;

/** A page under way. */
interface View {
  readonly owner: PageOwner;
  readonly language: Language;
  readonly rows: readonly ErrorRow[];
  readonly say: (key: keyof typeof en, facts?: Readonly<Record<string, string>>) => string;
}

const texts = { en, ja } as const;
const headings = { en: enSymptoms, ja: jaSymptoms } as const;

/** Renders the page about the errors of a provider, or of any. */
export function errorPage(owner: PageOwner, language: Language): string {
  const view = viewOf(owner, language);
  const { rows, say } = view;
  const [title, intro, says] =
    owner === null
      ? [say("commonTitle"), say("commonIntro"), say("commonSays")]
      : [say("title"), say("intro"), say("says")];
  const sections = sectionsOf(view);
  const twin = language === "en" ? "ja" : "en";
  return [
    `<!-- ${say("generated", { command: "npm run docs", explain: "tokenwell explain" })} -->`,
    "",
    `# ${title}`,
    "",
    `[${language === "en" ? "日本語" : "English"}](${linkTo(pagePath(owner, twin), language)})`,
    "",
    intro,
    "",
    owner === null ? say("pages", { list: providerLinks(language) }) : say("more"),
    "",
    `## ${say("find")}`,
    "",
    say("findIntro"),
    "",
    `| ${says} | ${say("when")} | ${say("causes")} |`,
    "|---|---|---|",
    ...rows.map((row) => tableRow(row, view)),
    "",
    `## ${say("contents")}`,
    "",
    ...sections.map(({ heading, symptom }) => `- [${heading}](#about-${symptom})`),
    "",
    ...sections.flatMap((section) => sectionLines(section, view)),
  ].join("\n");
}

function viewOf(owner: PageOwner, language: Language): View {
  const facts = {
    provider: owner === null ? "" : displayNames[owner],
    explain: "`tokenwell explain`",
    html: linkTo("docs/explain.html", language),
    common: linkTo(pagePath(null, language), language),
  };
  const say: View["say"] = (key, more = {}) => fill(texts[language][key], { ...facts, ...more });
  return { owner, language, rows: errorRowsOf(owner), say };
}

/** Returns a path in the repository as seen from the pages of a language. */
function linkTo(path: string, language: Language): string {
  const inDocs = path.replace("docs/", "");
  const folder = language === "ja" ? "ja/reference/" : "reference/";
  if (inDocs.startsWith(folder)) return inDocs.slice(folder.length);
  return `${language === "ja" ? "../../" : "../"}${inDocs}`;
}

const providerLinks = (language: Language): string =>
  owners
    .flatMap((owner) =>
      owner === null ? [] : [`[${displayNames[owner]}](${linkTo(pagePath(owner, language), language)})`],
    )
    .join(language === "ja" ? "、" : ", ");

function tableRow({ explanation, texts: written, when }: ErrorRow, view: View): string {
  const causes = explanation.causes.map(({ cause }) => causeLink(cause, view));
  const cells = [
    written.map((text) => `<a id="${anchorOf(text, when)}"></a>${code(text)}`).join("<br>"),
    when === null ? "" : view.say(when as keyof typeof en),
    causes.join("<br>"),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The anchor of an error in the table: its code or first words, and the step that fails. */
export function anchorOf(text: string, when: string | null): string {
  const step = when === null ? "" : `-${when.slice(when.indexOf(".") + 1)}`;
  const words = text.toLowerCase().replace(/[^a-z0-9_]+/g, "-");
  return `error-${words.replace(/^-|-$/g, "")}${step}`;
}

function causeLink(cause: string, { language, owner }: View): string {
  const place = pageOwnerOf(cause, owner);
  const page = place === owner || place === undefined ? "" : linkTo(pagePath(place, language), language);
  return `[${titleOf(cause, place ?? null, language)}](${page}#${cause})`;
}

/** What a sentence says first. "Auth. Provider" is a name. */
const firstEnd = /^.{12,}?(?=[:;]\s|(?<!\bAuth)\.\s|。|$)/;

/** Returns what the first sentence of a cause says first: the heading of the cause. */
function titleOf(cause: string, owner: PageOwner, language: Language): string {
  const { why } = describeCause(cause, owner, language);
  return escaped((firstEnd.exec(why)?.[0] ?? why).replace(/[.。]$/, ""));
}

/** Returns what follows the heading in the sentences of a cause, as sentences. */
function restOf(why: string): string {
  const rest = why.slice(firstEnd.exec(why)?.[0].length).replace(/^(?:[:;.]\s*|。)/, "");
  // A name or a parameter stays as it is.
  return escaped(/^[a-z-]+(?:[ ,]|$)/.test(rest) ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest);
}

interface Section {
  readonly symptom: Symptom | "other";
  readonly heading: string;
  readonly rules: readonly Rule[];
}

/** The parts of a page: what fails, with the causes that the page has. */
function sectionsOf(view: View): readonly Section[] {
  const { language, owner } = view;
  const own = causeRules.filter(
    ({ id, provider }) =>
      (owner === null ? provider === undefined : true) && pageOwnerOf(id, owner) === owner,
  );
  const symptoms = Object.keys(enSymptoms) as Symptom[];
  return [...symptoms, "other" as const].flatMap((symptom) => {
    const rules = own.filter((rule) => symptomOf(rule, view) === symptom);
    const heading = symptom === "other" ? view.say("other") : headings[language][symptom];
    return rules.length === 0 ? [] : [{ symptom, heading, rules }];
  });
}

/** The symptom that a cause explains best; if it needs none, the listed one, or that of an error which names the cause. */
function symptomOf({ id, of = {}, tokenStillGood }: Rule, { rows }: View): Symptom | "other" {
  const best = Object.entries(of).sort(([, a], [, b]) => b - a)[0]?.[0];
  const given = best ?? Object.entries(listed).find(([, ids]) => ids.includes(id))?.[0];
  if (given !== undefined) return given as Symptom;
  const naming = (isFirst: boolean) =>
    rows.find(({ explanation }) =>
      explanation.causes.some(({ cause }, index) => cause === id && (!isFirst || index === 0)),
    );
  const meaning = (naming(true) ?? naming(false))?.explanation.meaning.slice("meaning.".length) ?? "";
  // A code for all refusals says no more than that.
  if (meaning === "dead_refresh" && tokenStillGood !== false) return "denied";
  if (Object.hasOwn(enSymptoms, meaning)) return meaning as Symptom;
  const folder = causeTables.find(([, sentences]) => Object.hasOwn(sentences, `why.${id}`))?.[0] ?? "";
  return byFolder[folder] ?? (tokenStillGood === false ? "dead_refresh" : "other");
}

function sectionLines({ heading, rules, symptom }: Section, view: View): readonly string[] {
  const { language, owner, say } = view;
  const display = owner === null ? { en: "The provider", ja: "プロバイダー" }[language] : displayNames[owner];
  const meaning =
    symptom === "other" ? "" : sentence(language, `meaning.${symptom}`, owner, { provider: display });
  const others = symptom === "other" || owner === null ? [] : commonCauses(symptom, owner);
  return [
    `<a id="about-${symptom}"></a>`,
    "",
    `## ${heading}`,
    "",
    ...(meaning === "" ? [] : [escaped(meaning), ""]),
    ...rules.flatMap((rule) => causeLines(rule, view)),
    ...(others.length === 0 ? [] : [say("also"), "", ...others.map((id) => `- ${causeLink(id, view)}`), ""]),
  ];
}

/** The causes of any provider for a symptom that the provider's page does not have, the heaviest first. */
const commonCauses = (symptom: Symptom, owner: PageOwner): readonly string[] =>
  causeRules
    .filter(({ id, of = {} }) => (of[symptom] ?? 0) > 0 && pageOwnerOf(id, owner) === null)
    .sort((a, b) => (b.of?.[symptom] ?? 0) - (a.of?.[symptom] ?? 0))
    .map(({ id }) => id);

function causeLines({ id, retry, tokenStillGood }: Rule, view: View): readonly string[] {
  const { language, owner, rows, say } = view;
  const { fix, why } = describeCause(id, owner, language);
  const title = titleOf(id, owner, language);
  const heard = rows
    .filter(({ explanation }) => explanation.causes[0]?.cause === id)
    .flatMap(({ texts: written }) => written);
  const rest = restOf(why);
  const token = tokenStillGood === null ? "token.unknown" : tokenStillGood ? "token.good" : "token.dead";
  return [
    `<a id="${id}"></a>`,
    "",
    `### ${title}`,
    "",
    ...(rest === "" ? [] : [rest, ""]),
    ...(heard.length === 0
      ? []
      : [`${say(owner === null ? "commonHeard" : "heard")} ${[...new Set(heard)].map(code).join(", ")}`, ""]),
    ...(fix.length === 1 ? fix.map(escaped) : fix.map((step, index) => `${index + 1}. ${escaped(step)}`)),
    "",
    `${say(token)}${language === "en" ? " " : ""}${say(retry === true ? "retry.yes" : "retry.no")}`,
    "",
  ];
}

const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;
const escaped = (text: string): string => text.replace(/[<*[\]]/g, "\\$&");
