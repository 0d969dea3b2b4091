import type { Format, FormatTexts } from "./format.ts";
import { httpFile } from "./formats/http-file.ts";
import { postman, postmanEnvironment } from "./formats/postman.ts";
import type { Language } from "./language.ts";
import { csharp } from "./languages/csharp.ts";
import { curl } from "./languages/curl.ts";
import { go } from "./languages/go.ts";
import { java } from "./languages/java.ts";
import { axios, javascript } from "./languages/javascript.ts";
import { kotlin } from "./languages/kotlin.ts";
import { objectiveC } from "./languages/objective-c.ts";
import { php } from "./languages/php.ts";
import { powershell } from "./languages/powershell.ts";
import { python } from "./languages/python.ts";
import { ruby } from "./languages/ruby.ts";
import { rust } from "./languages/rust.ts";
import { swift } from "./languages/swift.ts";
import { type ClientRequests, type Step, type VariableName, variablesOf } from "./request.ts";

/** Every language, in the order in which the command lists them. */
export const languages: readonly Language[] = [
  curl,
  csharp,
  go,
  java,
  javascript,
  axios,
  kotlin,
  objectiveC,
  php,
  powershell,
  python,
  ruby,
  rust,
  swift,
];

/** Every file for a program that sends requests. */
export const formats: readonly Format[] = [postman, postmanEnvironment, httpFile];

/** Ready code of one step. */
export interface Snippet {
  /** `null`: a file with all steps. */
  readonly step: Step | null;
  /** A name for its file. */
  readonly file: string;
  /** The variables that it reads from the environment. */
  readonly environment: readonly VariableName[];
  readonly code: string;
}

/** Writes the program of one step, with remarks at its head. */
export function writeStep(
  language: Language,
  requests: ClientRequests,
  step: Step,
  remarks: readonly string[],
): Snippet {
  const { comment } = language;
  const code =
    step === "authorize" ? language.authorize(requests.authorize) : language.request(requests[step], step);
  const head = remarks.map((line) => `${comment} ${line}\n`).join("");
  const opening = /^<\?php\n/.exec(code)?.[0] ?? "";
  return {
    step,
    file: fileOf(language, step),
    environment: step === "authorize" ? [] : variablesOf(requests[step]),
    code: `${opening}${head}${code.slice(opening.length)}`,
  };
}

/** Returns a name for the file of a step. */
export function fileOf({ id, extension }: Language, step: Step): string {
  // Java names a file after its class.
  return `${id === "java" ? `${step[0]?.toUpperCase()}${step.slice(1)}` : step}.${extension}`;
}

/** Writes a file with all steps. */
export function writeFile(format: Format, requests: ClientRequests, texts: FormatTexts): Snippet {
  const environment = [...new Set([requests.exchange, requests.refresh, requests.call].flatMap(variablesOf))];
  return {
    step: null,
    file: `tokenwell.${format.extension}`,
    environment,
    code: format.write(requests, texts),
  };
}
