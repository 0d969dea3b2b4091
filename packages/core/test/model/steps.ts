import { apply, decided, judged, loggedIn, settled } from "./protocol.ts";
import { copyOf, isAlive, newToken, type Row, type State, type Variant } from "./state.ts";

/** What can happen next. `violation`: what must never be. */
export interface Step {
  readonly name: string;
  readonly next: State;
  /** Something went wrong outside: what is promised is promised without such steps, too. */
  readonly isFault: boolean;
  readonly violation: string;
}

type Change = (next: State, row: Row) => string | undefined;

/** Whether one of us holds, or is about to hold, a token that works, or one that still works within the overlap. */
export function isUsable(state: State): boolean {
  const { family, issued, token } = state;
  const own = issued[family === 0 ? 0 : 1];
  return holdsLive(state, family) || (!own.revoked && own.previous !== 0 && own.previous === token);
}

function holdsLive({ family, issued, live, rows, token }: State, of: number): boolean {
  if (issued[of === 0 ? 0 : 1].revoked) return false;
  const isLocked = (row: Row): boolean =>
    row.family === of && (live.includes(row.kept) || (isAlive(row) && live.includes(row.answer)));
  return (family === of && live.includes(token)) || rows.some(isLocked);
}

/** All that can happen next. */
export function stepsFrom(state: State, variant: Variant): Step[] {
  const steps: Step[] = [];
  const go = (name: string, change: (next: State) => string | undefined, isFault = false): void => {
    const next = copyOf(state);
    steps.push({ name, violation: change(next) ?? "", next, isFault });
  };
  if (state.status !== "gone") begin(state, variant, go);
  for (const [index, row] of state.rows.entries()) {
    const on = (name: string, change: Change, isFault = false): void =>
      go(`${name} #${index}`, (next) => change(next, next.rows[index] ?? row), isFault);
    ownerSteps(state, variant, { row, index, on });
    wireSteps(state, variant, { row, index, on });
  }
  worldSteps(state, variant, go);
  return steps;
}

type Go = (name: string, change: (next: State) => string | undefined, isFault?: boolean) => void;

interface AtRow {
  readonly row: Row;
  readonly index: number;
  readonly on: (name: string, change: Change, isFault?: boolean) => void;
}

/** Transaction 1 of some process. */
function begin(state: State, variant: Variant, go: Go): void {
  if (state.generation >= variant.generations) return;
  const { decision, change } = decided(state, variant);
  if (decision.kind === "adopted") {
    go("sibling adopted", (next) => {
      apply(next, change);
      next.late = false;
      return undefined;
    });
  }
  const atWork = state.rows.filter((row) => isAlive(row) || row.wire === "request" || !row.drained);
  const isBusy = state.rows.filter(isAlive).length >= variant.processes || atWork.length >= variant.rows;
  if (decision.kind !== "send" || isBusy) return;
  go("transaction 1", (next) => {
    apply(next, change);
    if (!next.presented.includes(next.token)) next.presented.push(next.token);
    const open = next.rows.filter((row) => row.phase === "open").length;
    return open > 1 && variant.off !== "attempt_row" ? "two open attempts" : undefined;
  });
}

/** What the process of an attempt can do. Whichever step it does not take, it is paused before. */
function ownerSteps(state: State, variant: Variant, { row, index, on }: AtRow): void {
  if (row.owner === "inserted" && !row.drained) {
    on("writes the request", (_next, own) => {
      own.owner = "waits";
      own.wire = "request";
      return undefined;
    });
  }
  if (row.owner === "inserted" && row.drained) {
    on("sees the clock and does not send", (next, own) => {
      apply(next, settled(next, index, { kind: "not_sent", reason: "clock" }, variant));
      own.owner = "done";
      return undefined;
    });
  }
  if (row.owner === "waits" && row.wire === "") {
    on("gives up: ambiguous", (next, own) => {
      apply(next, settled(next, index, { kind: "ambiguous", reason: "timeout", httpStatus: null }, variant));
      own.owner = "done";
      return undefined;
    });
  }
  if (row.owner === "answered" || row.owner === "refused" || row.owner === "muted")
    on("transaction 2", (next, own) => conclude(next, own, index, variant));
  if (isAlive(row) && state.kills > 0) {
    on(
      "KILL",
      (next, own) => {
        next.kills -= 1;
        next.hurt = true;
        own.owner = "dead";
        if (own.wire !== "request") own.wire = "";
        own.answer = 0;
        return undefined;
      },
      true,
    );
  }
}

function conclude(next: State, own: Row, index: number, variant: Variant): string | undefined {
  const wasUsable = isUsable(next) && own.owner !== "refused";
  const before = next.generation;
  const outcome = judged(own, variant);
  const isDropped = variant.off === "late_answer" && own.phase !== "open";
  if (isDropped) own.phase = "rejected";
  else apply(next, settled(next, index, outcome, variant));
  own.owner = "done";
  own.answer = 0;
  if (next.generation !== before) next.late = false;
  if (next.generation < before) return "the generation shrinks";
  return wasUsable && !isUsable(next) ? "a live token is thrown away" : undefined;
}

/** What becomes of a request. */
function wireSteps(state: State, variant: Variant, { row, on }: AtRow): void {
  if (row.wire === "request") on("the provider answers", (next, own) => provide(next, own, variant));
  if (row.wire === "request" && state.mutes > 0) on("the provider is MUTE", refuseUnseen, true);
  if (row.wire !== "" && row.wire !== "request" && row.owner === "waits") {
    on("the answer arrives", (_next, own) => {
      own.owner = own.wire === "answer" ? "answered" : own.wire === "mute" ? "muted" : "refused";
      own.wire = "";
      return undefined;
    });
    if (row.wire === "answer" && state.spoiled > 0) {
      on(
        "a SPOILED answer arrives",
        (next, own) => {
          next.spoiled -= 1;
          own.owner = "answered";
          own.wire = "";
          own.spoiled = true;
          return undefined;
        },
        true,
      );
    }
  }
  if (row.wire !== "" && state.losses > 0) on("the message is LOST", lose, true);
  // No request reaches the provider after its time.
  if (!row.drained && row.wire !== "request") {
    on("its time is over", (_next, own) => {
      own.drained = true;
      return undefined;
    });
  }
}

/** The provider, or what stands before it, refuses without a reason and without a look at the token. */
function refuseUnseen(next: State, own: Row): undefined {
  next.mutes -= 1;
  own.wire = own.owner === "waits" ? "mute" : "";
}

function lose(next: State, own: Row): undefined {
  next.losses -= 1;
  next.hurt = true;
  own.wire = "";
  own.answer = 0;
}

/** A provider that rotates, with or without overlap, and ends the family when a spent token comes back. */
function provide(next: State, own: Row, variant: Variant): string | undefined {
  const issued = next.issued[own.family === 0 ? 0 : 1];
  const { presented } = own;
  let violation: string | undefined;
  own.wire = "answer";
  if (variant.mode === "static") {
    if (issued.revoked) own.wire = "refusal";
    else own.answer = presented;
  } else if (!issued.revoked && next.live.includes(presented)) {
    const token = newToken(next);
    next.live = [...next.live.filter((one) => one !== presented), token];
    issued.previous = variant.mode === "grace" ? presented : 0;
    issued.successor = variant.fork || variant.mode !== "grace" ? 0 : token;
    own.answer = token;
  } else if (!issued.revoked && issued.previous !== 0 && issued.previous === presented) {
    own.answer = issued.successor === 0 ? newToken(next) : issued.successor;
    if (issued.successor === 0) next.live.push(own.answer);
  } else {
    // Tokens of one family die together, and those of another are none of its business.
    if (!issued.revoked && next.family === own.family && holdsLive(next, own.family))
      violation = "a family that was in use is ended by a spent token";
    issued.revoked = true;
    issued.previous = 0;
    own.wire = "refusal";
  }
  if (own.owner !== "waits") {
    own.wire = "";
    own.answer = 0;
  }
  return violation;
}

/** Time, people. */
function worldSteps(state: State, variant: Variant, go: Go): void {
  const own = state.issued[state.family === 0 ? 0 : 1];
  const ofNow = state.rows.some((row) => row.family === state.family && row.generation === state.generation);
  if (variant.mode === "grace" && !state.late && ofNow) {
    go("the overlap is nearly over", (next) => {
      next.late = true;
      return undefined;
    });
  }
  const isRelied = state.rows.some((row) => row.presented === own.previous && !row.drained && row.early);
  if (own.previous !== 0 && (state.late || own.previous !== state.token) && !isRelied) {
    go("the overlap is over", (next) => {
      next.issued[next.family === 0 ? 0 : 1].previous = 0;
      return undefined;
    });
  }
  if (state.logins > 0 && state.family === 0 && state.status !== "gone")
    go("second LOGIN", (next) => logInAgain(next, variant), true);
  if (state.logouts > 0 && ["ok", "unsettled"].includes(state.status)) {
    go("LOGOUT begins", (next) => {
      next.logouts -= 1;
      next.status = "revoking";
      return undefined;
    });
  }
  if (state.status === "revoking" && !state.rows.some((row) => row.phase === "open" && isAlive(row))) {
    go("the newest token is revoked", (next) => {
      next.issued[next.family === 0 ? 0 : 1].revoked = true;
      next.status = "gone";
      return undefined;
    });
  }
}

function logInAgain(next: State, variant: Variant): undefined {
  const token = newToken(next);
  next.logins -= 1;
  next.live.push(token);
  loggedIn(next, variant, token);
}
