import type { CheckName, Finding } from "../../api/doctor.ts";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { Client } from "../../model.ts";
import type { ConnectionState, Store } from "../../store/store.ts";
import { checkConnections, checkRefreshes, type UpkeepFacts } from "./connections.ts";

/** Connections that are looked at. */
const mostConnections = 1_000;

/** Findings about a store, and what the checks of the network ask. */
export interface Content {
  readonly findings: readonly Finding[];
  readonly clients: readonly Client[];
  /** Whether the data could be read, or there is none. */
  readonly isRead: boolean;
}

/** A store that nothing was read of. */
export const nothingRead: Content = { findings: [], clients: [], isRead: false };

/** Opens a store by `open`, which changes nothing, and checks what is in it. `check` is the part that an error belongs to. */
export async function checkContent(
  open: () => Promise<Store>,
  { check, clock }: { readonly check: CheckName; readonly clock: Clock },
): Promise<Content> {
  try {
    const store = await open();
    try {
      return await readContent(store, clock);
    } finally {
      await store.close();
    }
  } catch (error) {
    return { ...nothingRead, findings: [findingOf(error, check)] };
  }
}

/** Returns the finding about an error of the store or its key; throws any other error. */
export function findingOf(error: unknown, check: CheckName): Finding {
  if (!(error instanceof StoreError)) throw error;
  const { code, facts } = error;
  return { check: code.startsWith("key_") ? "key" : check, level: "failed", code, facts };
}

async function readContent(store: Store, clock: Clock): Promise<Content> {
  const names = await store.connections.names();
  const states = await store.connections.readNamed(names.slice(0, mostConnections));
  const nowMs = clock.nowMs();
  const copied = store.copies?.findEvidence() ?? null;
  const copies: readonly Finding[] =
    copied === null
      ? []
      : [{ check: "files", level: "failed", code: `store_${copied}`, facts: { place: store.location } }];
  const findings = [
    ...copies,
    ...checkConnections(states, await upkeepFacts(store, states), nowMs),
    ...(await checkRefreshes(store, states, nowMs)),
  ];
  return { findings, clients: clientsOf(states), isRead: true };
}

async function upkeepFacts(store: Store, states: readonly ConnectionState[]): Promise<UpkeepFacts> {
  const hooks = await Promise.all(states.map(({ connection }) => store.hooks.of(connection.id)));
  return {
    lastMs: await store.upkeeps.last(),
    isNeeded:
      hooks.flat().length > 0 || states.some(({ client }) => client.lifetimes.idleSeconds !== undefined),
  };
}

function clientsOf(states: readonly ConnectionState[]): readonly Client[] {
  return [...new Map(states.map(({ client }) => [`${client.id} ${client.version}`, client])).values()];
}
