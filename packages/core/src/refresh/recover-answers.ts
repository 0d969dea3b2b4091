import type { Clock } from "../clock.ts";
import { StoreError } from "../errors.ts";
import type { SpooledAnswer, Store } from "../store/store.ts";

/**
 * Gives the store the responses that it did not take when they came: each to its attempt, where the next refresh finds it
 * and adopts its token before it sends another one. May run twice, and beside the process that kept the response.
 */
export async function recoverAnswers({
  clock,
  store,
}: {
  readonly clock: Clock;
  readonly store: Store;
}): Promise<void> {
  const { spool } = store;
  if (spool === undefined) return;
  for (const answer of spool.kept()) {
    await recover(store, answer, clock);
    spool.drop(answer.attempt.id);
  }
}

async function recover(
  { connections }: Store,
  { attempt: sent, httpStatus, rawAnswer }: SpooledAnswer,
  clock: Clock,
): Promise<void> {
  const nowMs = clock.nowMs();
  try {
    await connections.update(sent.connectionId, ({ attempts, connection }) => {
      const stored = attempts.find(({ id }) => id === sent.id);
      const { generation, tokenFamilyId } = connection;
      const isOfNow = tokenFamilyId === sent.tokenFamilyId && generation === sent.baseGeneration;
      // Its process has stored it after all, or another refresh has settled the attempt.
      if (stored ? stored.rawAnswer !== null : !isOfNow) return { change: null, result: undefined };
      const attempt = stored ?? sent;
      const closed = { closedAtMs: attempt.closedAtMs ?? nowMs, httpStatus };
      return {
        change: {
          attempts: [{ ...attempt, ...closed, phase: "superseded", rawAnswer }],
          event: { kind: "answer_recovered", atMs: nowMs, detail: { attempt: sent.id } },
        },
        result: undefined,
      };
    });
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "connection_gone")) throw error;
  }
}
