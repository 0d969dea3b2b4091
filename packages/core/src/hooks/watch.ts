import type { Clock } from "../clock.ts";
import type { InstantMs } from "../model.ts";
import type { Store } from "../store/store.ts";
import { looked } from "./sight.ts";

/** Milliseconds between two looks at a connection that works. */
const lookAgainMs = 60_000;
/** Connections of which the last look is remembered: a worker sees more than its memory should hold. */
const rememberedLooks = 10_000;

/** Finds events of connections that this process uses, and records them for their hooks. */
export class HookWatch {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #onDue: () => void;
  readonly #lookedMs = new Map<string, InstantMs>();

  /** `onDue` is called after a look that finds a hook to run. */
  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }, onDue: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Looks at a connection, at most once a minute. */
  async lookIfDue(connectionId: string): Promise<void> {
    const lookedMs = this.#lookedMs.get(connectionId) ?? Number.NEGATIVE_INFINITY;
    if (Math.abs(this.#clock.nowMs() - lookedMs) >= lookAgainMs) await this.look(connectionId);
  }

  /** Looks at a connection. Costs one small read if it has no hooks, and writes only if there is something new. */
  async look(connectionId: string): Promise<void> {
    const { hooks, connections } = this.#store;
    const nowMs = this.#clock.nowMs();
    if (this.#lookedMs.size >= rememberedLooks) this.#lookedMs.clear();
    this.#lookedMs.set(connectionId, nowMs);
    const before = await hooks.of(connectionId);
    if (before.length === 0) return;
    const state = await connections.read({ id: connectionId });
    const isNews = state !== undefined && before.some((hook) => looked(hook, state, nowMs) !== hook);
    // Another process may have been faster: look again in the transaction.
    const after = isNews
      ? await hooks.update(connectionId, (now, all) => {
          const next = all.map((hook) => looked(hook, now, nowMs));
          return { hooks: next, result: next };
        })
      : before;
    if (after?.some(({ due }) => due !== null)) this.#onDue();
  }
}
