export type { Format } from "./format.ts";
export type { Language } from "./language.ts";
export { remarksOn, type Say } from "./remarks.ts";
export { requestsOf, type Step, steps } from "./request.ts";
export { fileOf, formats, languages, type Snippet, writeFile, writeStep } from "./snippets.ts";
