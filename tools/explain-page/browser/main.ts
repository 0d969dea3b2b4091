import type { Hints } from "../../../packages/core/src/diagnose/index.ts";
import type { Language } from "../../../packages/core/src/text/say.ts";
import { answerTo, type Part } from "../answer.ts";
import { examples } from "../examples.ts";
import { say, type TextKey } from "../say.ts";

/** Milliseconds without a key after which the answer follows, and after which a screen reader is told. */
const answerAfterMs = 150;
const announceAfterMs = 900;

function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`no #${id}`);
  return element;
}

const form = byId("form", HTMLFormElement);
const text = byId("text", HTMLTextAreaElement);
const answer = byId("answer", HTMLElement);
const announced = byId("announced", HTMLParagraphElement);

/** The language of the address (#en, #ja); without one the browser's. */
function languageNow(): Language {
  if (location.hash === "#ja" || location.hash === "#en") return location.hash === "#ja" ? "ja" : "en";
  return navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en";
}

/** Puts every text of the page into the language. */
function translate(language: Language): void {
  document.documentElement.lang = language;
  document.title = `${say(language, "page")} · Tokenwell`;
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]"))
    element.textContent = say(language, element.dataset.text as TextKey);
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]"))
    element.ariaLabel = say(language, element.dataset.label as TextKey);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a"))
    link.ariaCurrent = link.hash === `#${language}` ? "true" : null;
  const [before = "", after = ""] = say(language, "command", { command: "\n" }).split("\n");
  byId("command", HTMLParagraphElement).replaceChildren(
    before,
    elementOf({ tag: "code", content: "tokenwell explain" }),
    after,
  );
  byId("all", HTMLAnchorElement).setAttribute("href", `${language === "ja" ? "ja/" : ""}reference/errors.md`);
}

function elementOf({ content, href, name, tag }: Part): HTMLElement {
  const element = document.createElement(tag);
  if (name !== undefined) element.className = name;
  if (href !== undefined) element.setAttribute("href", href);
  element.append(...(typeof content === "string" ? [content] : content.map(elementOf)));
  return element;
}

function hintsNow(): Hints {
  const data = new FormData(form);
  const given = (name: keyof Hints) => String(data.get(name) ?? "").trim();
  return {
    provider: given("provider"),
    stage: given("stage"),
    grant: given("grant"),
    status: given("status"),
    context: given("context"),
  };
}

let timer = 0;
let announceTimer = 0;

/** Shows the answer to what the form has now. */
function show(): void {
  clearTimeout(timer);
  clearTimeout(announceTimer);
  const language = languageNow();
  const found = answerTo(text.value, hintsNow(), language);
  const empty: Part = { tag: "p", name: "empty", content: say(language, "empty") };
  answer.replaceChildren(...(found?.parts ?? [empty]).map(elementOf));
  announceTimer = setTimeout(() => {
    announced.textContent = found?.announced ?? "";
  }, announceAfterMs);
}

function switchLanguage(): void {
  translate(languageNow());
  show();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, answerAfterMs);
});
form.addEventListener("submit", (event) => event.preventDefault());
byId("clear", HTMLButtonElement).addEventListener("click", () => {
  form.reset();
  show();
  text.focus();
});
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-example]"))
  button.addEventListener("click", () => {
    const example = examples[Number(button.dataset.example)];
    form.reset();
    text.value = example?.text ?? "";
    byId("provider", HTMLSelectElement).value = example?.hints.provider ?? "";
    byId("stage", HTMLSelectElement).value = example?.hints.stage ?? "";
    const context = example?.context;
    byId("context", HTMLTextAreaElement).value = context === undefined ? "" : say(languageNow(), context);
    show();
  });
// Beside the answer there is room for all fields; above it they would be in the way.
byId("hints", HTMLDetailsElement).open = matchMedia("(min-width: 62rem)").matches;
addEventListener("hashchange", switchLanguage);
switchLanguage();
