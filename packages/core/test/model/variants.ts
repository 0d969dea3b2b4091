import type { Variant } from "./state.ts";

/** Troubles that every mode is checked with. */
const troubles: readonly [string, Partial<Variant>][] = [
  ["a kill and a lost message", {}],
  ["two kills and two losses", { kills: 2, losses: 2 }],
  ["a second login", { logins: 1 }],
  ["a logout", { logouts: 1 }],
  ["an answer that cannot be trusted", { spoiled: 1 }],
  ["a provider that gives no reason", { mute: true }],
  ["two refusals without a reason", { mutes: 2, losses: 0, generations: 2 }],
  ["three refusals without a reason", { mutes: 3, mute: true, losses: 0, generations: 2 }],
  ["three refusals without a reason among other troubles", { mutes: 3, mute: true }],
];

const modes: readonly Variant["mode"][] = ["strict", "grace", "static"];

/** More of everything, in one mode. */
const more: readonly [string, Partial<Variant>][] = [
  ["three processes, strict", { mode: "strict", processes: 3, rows: 4 }],
  ["three processes, grace", { mode: "grace", processes: 3, rows: 4 }],
  ["each resend forks the family", { mode: "grace", fork: true }],
  ["one rotation more", { mode: "strict", generations: 4, kills: 2, losses: 2 }],
];

/** The variants that the model is checked with. */
export const variants: readonly (readonly [string, Partial<Variant>])[] = [
  ...modes.flatMap((mode) =>
    troubles.map(([what, variant]) => [`${mode}, ${what}`, { mode, ...variant }] as const),
  ),
  ...more,
];

/** Variants with over 40,000 states, or with over 10,000 and near to another one. Only `npm run prove` explores them. */
export const large: ReadonlySet<string> = new Set([
  "grace, three refusals without a reason among other troubles",
  "static, three refusals without a reason among other troubles",
  "grace, two kills and two losses",
  "grace, a second login",
  "grace, a logout",
  "grace, an answer that cannot be trusted",
  "grace, three refusals without a reason",
  "grace, a provider that gives no reason",
  "grace, two refusals without a reason",
  "static, three refusals without a reason",
  "static, an answer that cannot be trusted",
  "static, a second login",
  "static, two kills and two losses",
  "three processes, grace",
]);
