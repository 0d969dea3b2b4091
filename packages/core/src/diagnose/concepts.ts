import type { SignalName } from "./signals.ts";

/** Words for one thing each, in lower case. */
const concepts = {
  place:
    /\b(?:staging|prod(?:uction)?|dev(?:elopment)?|qa|uat|preprod|sandbox|local(?:ly|host)?|laptops?|machines?|servers?|vms?|regions?|environments?|envs?|ci|pipelines?|developers?|colleagues?|computers?|pcs?|clusters?)\b/g,
  process:
    /\b(?:process(?:es)?|workers?|pods?|replicas?|containers?|lambdas?|functions?|jobs?|crons?|threads?|tabs?|dynos?|schedulers?|programs?|scripts?|instances?|sessions?|requests?)\b/,
  shared:
    /\b(?:same|shar(?:e|es|ed|ing)|single|common|copied|copy|reus\w+|(?:all|both|each|they) (?:use|have|run)|one (?:and the same|user|app|client|token|account|connected app|integration user|refresh token|credential))\b/,
  identity:
    /\b(?:client(?: ids?)?|apps?|connected app|tokens?|credentials?|users?|accounts?|consumer keys?|logins?|config(?:uration)?|\.env)\b/,
  several:
    /\b(?:two|three|four|five|six|seven|eight|nine|ten|several|many|multiple|both|all|each|every|another|other|second|[2-9]|\d\d)\b/,
  login:
    /\b(?:log(?:s|ged|ging)?[ -]?in|logins?|sign(?:s|ed)?[ -]?in|authori[sz]\w+|approv\w+|connect(?:s|ed|ions?)?|flow)\b/,
  repeated:
    /\b(?:each|every) (?:time|run|build|deploy\w*|test|job|developer|machine|laptop|start|night|morning)\b|\bfor (?:each|every)\b|\bon each\b|\bof (?:his|her|its|their|our) own\b/,
  refresh: /\brefresh\w*|\btokens?\b|\brenew\w*/,
  old: /\b(?:old|older|earlier|previous|yesterday'?s|last (?:week|month|night)'?s?|stale|outdated|cached)\b/,
  data: /\b(?:dump|volume|disk|image|vm|backup|snapshot|copy|export|(?:old|older|earlier|previous|stale) (?:database|db))\b/,
} as const;

type Concept = keyof typeof concepts;

const has = (sentence: string, ...wanted: Concept[]): boolean =>
  wanted.every((concept) => sentence.search(concepts[concept]) >= 0);

/** The signals of concepts that meet in one sentence. */
const meetings: readonly (readonly [SignalName, (sentence: string) => boolean])[] = [
  [
    "second_environment",
    (sentence) =>
      has(sentence, "shared", "identity") &&
      (has(sentence, "process", "several") ||
        new Set(sentence.match(concepts.place)).size > 1 ||
        has(sentence, "place", "several")),
  ],
  [
    "many_logins",
    (sentence) =>
      has(sentence, "login", "repeated") ||
      (has(sentence, "shared", "identity") && new Set(sentence.match(concepts.place)).size > 2),
  ],
  ["concurrent", (sentence) => has(sentence, "process", "several", "shared", "refresh")],
  ["restored", (sentence) => has(sentence, "old", "data", "refresh")],
];

/** Finds the circumstances whose words meet in a sentence, whatever their order. */
export function meetingsIn(text: string): readonly SignalName[] {
  const sentences = text.split(/[.;!?|]\s|\n/).map((sentence) => sentence.slice(0, 400));
  return meetings.filter(([, isMet]) => sentences.some(isMet)).map(([signal]) => signal);
}
