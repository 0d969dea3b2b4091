import type { Attempt } from "../../src/model.ts";
import type { Change, ConnectionState, Store, Transition } from "../../src/store/store.ts";
import type { Plan } from "./simulate.ts";

/** What a store shows and takes when a rule is switched off. */
interface Spoiling {
  readonly family?: (state: ConnectionState) => ConnectionState;
  readonly change?: (change: Change) => Change;
  readonly isLocked?: () => boolean;
}

/** The rules of the protocol, each switched off by what stands between the processes and their store. */
export const rulesOff: Readonly<Record<string, Pick<Plan, "spoil" | "discardsCutOff">>> = {
  "attempt before request": {
    spoil: spoiling({ family: (before) => ({ ...before, attempts: [] }), change: withoutAttempts }),
  },
  "a late answer is never discarded": { spoil: spoiling({ change: withoutKeptAnswers }) },
  "drain is time": { spoil: spoiling({ family: withAttempts((row) => ({ ...row, drainDeadlineMs: 0 })) }) },
  "drain is silence": { spoil: spoiling({ isLocked: () => false }) },
  "rotation is judged before validity": { discardsCutOff: true },
};

function spoiling({ change, family: state, isLocked }: Spoiling): (store: Store) => Store {
  return (store) =>
    new Proxy(store, {
      get: (target, name) => {
        const seen = (whole: ConnectionState): ConnectionState => state?.(whole) ?? whole;
        if (name === "isLocked" && isLocked) return isLocked;
        if (name === "family" && state)
          return async (...key: Parameters<Store["family"]>) => {
            const whole = await target.connections.read(...key);
            return whole && seen(whole);
          };
        if (name === "change")
          return <T>(id: string, decide: (whole: ConnectionState) => Transition<T>) =>
            target.change(id, (whole) => {
              const decided = decide(seen(whole));
              return decided.change && change ? { ...decided, change: change(decided.change) } : decided;
            });
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
}

function withoutAttempts({ attempts: _, ...change }: Change): Change {
  return change;
}

function withoutKeptAnswers(change: Change): Change {
  const attempts = change.attempts?.map((row): Attempt => ({ ...row, rawAnswer: null }));
  return { ...change, ...(attempts && { attempts }) };
}

function withAttempts(changed: (row: Attempt) => Attempt): (state: ConnectionState) => ConnectionState {
  return (before) => ({ ...before, attempts: before.attempts.map(changed) });
}
