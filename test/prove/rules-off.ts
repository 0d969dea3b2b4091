import type { Kind, ProofProvider } from "./crash-cell.ts";
import type { Fault } from "./fault.ts";
import { faults, runCell } from "./matrix.ts";
import type { Orders } from "./orders.ts";
import { type Engine, sqlite } from "./stores.ts";

/** A rule of the protocol, and a cell of the matrix that must go red when the child does not keep it. */
interface RuleOff {
  readonly rule: NonNullable<Orders["ruleOff"]>;
  readonly kind: Kind;
  readonly point: string;
  readonly what: string;
}

/* A check that cannot fail proves nothing. */
export const rulesMissed: readonly RuleOff[] = [
  { rule: "attempt before request", kind: "strict", point: "F7", what: "stopped" },
  { rule: "a late answer is never discarded", kind: "strict", point: "F11", what: "killed" },
  { rule: "drain is time", kind: "strict", point: "F23", what: "ghost" },
  { rule: "drain is silence", kind: "strict", point: "F10", what: "stopped" },
  { rule: "rotation is judged before validity", kind: "strict", point: "defect", what: "cut off" },
];

/** What the matrix says when the rule is not kept. Nothing: it would not have been noticed. */
export async function violationsWithout(
  provider: ProofProvider,
  { point, rule, what }: RuleOff,
  engine: Engine = sqlite,
): Promise<readonly string[]> {
  const isMeant = (fault: Fault): boolean => fault.point === point && fault.what.startsWith(what);
  const fault = faults.find(isMeant);
  if (fault === undefined) throw new TypeError(`no cell ${point} ${what}`);
  return (await runCell(provider, fault, { engine, ruleOff: rule })).violations;
}
