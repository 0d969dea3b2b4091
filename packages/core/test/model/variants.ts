import type { Variant } from "./state.ts";

/** What the model is checked with, each in every mode. */
export const troubles: readonly [string, Partial<Variant>][] = [
  ["a kill and a lost message", {}],
  ["two kills and two losses", { kills: 2, losses: 2 }],
  ["a second login", { logins: 1 }],
  ["a logout", { logouts: 1 }],
  ["an answer that cannot be trusted", { spoiled: 1 }],
];

export const modes: readonly Variant["mode"][] = ["strict", "grace", "static"];

/** Larger ones, in one mode. */
export const more: readonly [string, Partial<Variant>][] = [
  ["three processes, strict", { mode: "strict", processes: 3, rows: 4 }],
  ["three processes, grace", { mode: "grace", processes: 3, rows: 4 }],
  ["each resend forks the family", { mode: "grace", fork: true }],
  ["one rotation more", { mode: "strict", generations: 4, kills: 2, losses: 2 }],
];
