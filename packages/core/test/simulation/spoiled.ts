import type { Attempt } from "../../src/model.ts";
import type { Change, ConnectionState, Owners, Store } from "../../src/store/store.ts";
import { overriding } from "../support/overriding.ts";
import type { Plan } from "./simulate.ts";

/** What a store shows and takes when a rule is switched off. */
interface Spoiling {
  readonly state?: (state: ConnectionState) => ConnectionState;
  readonly change?: (change: Change) => Change;
  readonly alive?: Owners["alive"];
}

/** The rules of the protocol, each switched off by what stands between the processes and their store. */
export const rulesOff: Readonly<Record<string, Pick<Plan, "spoil" | "discardsCutOff">>> = {
  "attempt before request": {
    spoil: spoiling({ state: (before) => ({ ...before, attempts: [] }), change: withoutAttempts }),
  },
  "a late answer is never discarded": { spoil: spoiling({ change: withoutKeptAnswers }) },
  "drain is time": { spoil: spoiling({ state: withAttempts((row) => ({ ...row, drainDeadlineMs: 0 })) }) },
  "drain is silence": { spoil: spoiling({ alive: async () => new Set() }) },
  "rotation is judged before validity": { discardsCutOff: true },
};

function spoiling({ change, state: spoilState, alive }: Spoiling): (store: Store) => Store {
  const seen = (state: ConnectionState): ConnectionState => spoilState?.(state) ?? state;
  return (store) =>
    overriding(store, {
      connections: {
        read: async (ref) => {
          const state = await store.connections.read(ref);
          return state && seen(state);
        },
        update: (id, decide) =>
          store.connections.update(id, (state) => {
            const decided = decide(seen(state));
            return decided.change && change ? { ...decided, change: change(decided.change) } : decided;
          }),
      },
      owners: alive ? { alive } : {},
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
