import { decided } from "./protocol.ts";
import { begun, normalised, type State, type Variant } from "./state.ts";
import { isUsable, stepsFrom } from "./steps.ts";

/** What a check found. */
export interface Report {
  readonly states: number;
  /** Each violation with the shortest way to it. */
  readonly violations: ReadonlyMap<string, string>;
}

const usual: Variant = {
  mode: "strict",
  fork: false,
  processes: 2,
  rows: 3,
  generations: 3,
  kills: 1,
  losses: 1,
  logins: 0,
  logouts: 0,
  spoiled: 0,
  mute: false,
  mutes: 0,
  off: null,
};

/** A state that was reached, and how. */
interface Reached {
  readonly state: State;
  readonly from: number;
  readonly by: string;
  isEnd: boolean;
}

/**
 * Explores every interleaving, breadth first, so that the first way to a violation is a shortest one. A process that is
 * paused is one that does not take its next step.
 */
export function explore(options: Partial<Variant>): Report {
  const variant: Variant = { ...usual, ...options };
  const first = begun(variant);
  const known = new Map([[normalised(first), 0]]);
  const reached: Reached[] = [{ state: first, from: -1, by: "", isEnd: false }];
  const edges: (readonly [number, number])[] = [];
  const violations = new Map<string, string>();
  const note = (what: string, at: number, by = ""): void => {
    if (!violations.has(what)) violations.set(what, [...wayTo(reached, at), by].filter(Boolean).join(" > "));
  };
  for (let at = 0; at < reached.length; at += 1) {
    const here = reached[at];
    if (here === undefined || here.isEnd) continue;
    // With a rule switched off one is enough.
    if (variant.off !== null && violations.size > 0) break;
    const found = judgement(here.state, variant);
    if (found !== null) {
      here.isEnd = true;
      if (found !== "") note(found, at);
      continue;
    }
    for (const { name, next, isFault, violation } of stepsFrom(here.state, variant)) {
      if (violation !== "") {
        note(violation, at, name);
        continue;
      }
      const key = normalised(next);
      let to = known.get(key);
      if (to === undefined) {
        to = reached.length;
        known.set(key, to);
        reached.push({ state: next, from: at, by: name, isEnd: false });
      }
      if (!isFault) edges.push([at, to]);
    }
  }
  const stuck = firstStuck(reached, edges);
  // A violation cuts the way to what lies behind it.
  if (stuck >= 0 && violations.size === 0) note("stuck", stuck);
  return { states: reached.length, violations };
}

/** `null`: goes on. `""`: a good end. Otherwise what must not be. */
function judgement(state: State, variant: Variant): string | null {
  // Two refusals without a reason harm nothing; the third ends the login.
  const isMuted = variant.mutes - state.mutes > 2;
  const isUnharmed =
    !state.hurt && !isMuted && state.logins === variant.logins && state.spoiled === variant.spoiled;
  const isOut = state.status === "needs_login";
  const own = state.issued[state.family === 0 ? 0 : 1];
  const keepsLive = state.rows.some((row) => row.family === state.family && state.live.includes(row.kept));
  if (state.status === "gone") return "";
  if (isOut && !own.revoked && keepsLive) return "asked to log in while the store keeps a live token";
  if (isOut && isUsable(state) && decided(state, variant, true).decision.kind === "refuse")
    return "a token that works cannot be tried again";
  if (isUnharmed && isOut) return "asked to log in though nothing was killed or lost";
  if (isUnharmed && !isUsable(state)) return "no token left though nothing was killed or lost";
  if (variant.mode === "static" && isOut && !isMuted && state.logouts === variant.logouts)
    return "a static token is given up";
  return isOut || state.generation >= variant.generations ? "" : null;
}

function wayTo(reached: readonly Reached[], at: number): string[] {
  const way: string[] = [];
  for (let here = reached[at]; here !== undefined && here.from >= 0; here = reached[here.from])
    way.push(here.by);
  return way.reverse();
}

/** The first state from which no way without further faults leads to a good end; -1 where there is none. */
function firstStuck(reached: readonly Reached[], edges: readonly (readonly [number, number])[]): number {
  const before = Map.groupBy(edges, ([, to]) => to);
  const isGood = reached.map(({ isEnd }) => isEnd);
  const todo = isGood.flatMap((good, index) => (good ? [index] : []));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const [from] of before.get(next) ?? []) {
      if (isGood[from]) continue;
      isGood[from] = true;
      todo.push(from);
    }
  }
  return isGood.indexOf(false);
}
