import { onTestFinished } from "vitest";
import type { Clock } from "../../../src/clock.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { startMs } from "../../support/samples.ts";
import { accessTokensContract } from "./access-tokens.ts";
import { attemptsContract } from "./attempts.ts";
import { browserLoginsContract } from "./browser-logins.ts";
import { changesContract } from "./changes.ts";
import { clientsContract } from "./clients.ts";
import { connectionsContract } from "./connections.ts";
import { hooksContract } from "./hooks.ts";
import { loginsContract } from "./logins.ts";
import type { OpenStore } from "./open-store.ts";
import { ownerLocksContract } from "./owner-locks.ts";
import { ownersContract } from "./owners.ts";
import { queriesContract } from "./queries.ts";
import { queueContract } from "./queue.ts";
import { sessionsContract } from "./sessions.ts";
import { sweepsContract } from "./sweeps.ts";
import { updatesContract } from "./updates.ts";

const contracts: readonly ((open: OpenStore) => void)[] = [
  clientsContract,
  connectionsContract,
  ownersContract,
  queriesContract,
  updatesContract,
  attemptsContract,
  accessTokensContract,
  loginsContract,
  hooksContract,
  queueContract,
  sessionsContract,
  sweepsContract,
  browserLoginsContract,
  ownerLocksContract,
  changesContract,
];

/** Describes what every store must do. `open` gives an empty one. */
export function storeContract(
  open: (clock: Clock) => Promise<Store> | Store,
  { isEmbedded = true }: { readonly isEmbedded?: boolean } = {},
): void {
  const opened = async (clock: Clock = new ManualClock(startMs)): Promise<Store> => {
    const store = await open(clock);
    onTestFinished(() => store.close());
    return store;
  };
  for (const contract of contracts) contract(Object.assign(opened, { isEmbedded }));
}
