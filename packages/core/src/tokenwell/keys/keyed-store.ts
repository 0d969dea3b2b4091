import type { Clock } from "../../clock.ts";
import type { KeyCheck } from "../../store/key-check.ts";
import type { Paths } from "../../store/paths.ts";
import { readKeyCheck } from "../../store/sqlite/key-check.ts";
import { openRotation } from "../../store/sqlite/store.ts";
import { Rotation } from "../../store/tables/rotation.ts";

/** Store whose key is looked at, without opening it. */
export interface KeyedStore {
  /** Location of the store, for sentences. */
  readonly location: string;
  /** Reads what a key is checked against; `undefined` if there is no data. */
  check(): Promise<KeyCheck | undefined>;
  /** Opens its keys, to count or replace them. The caller closes it. */
  rotation(): Promise<Rotation>;
}

/** Milliseconds that a transaction of a rotation waits for another process, which blocks only this one. */
const busyTimeoutMs = 5_000;

/** Returns the store that the environment names: PostgreSQL, which is loaded only then, or a SQLite file. */
export async function keyedStore(paths: Paths, clock: Clock, url: string | undefined): Promise<KeyedStore> {
  if (url === undefined) {
    return {
      location: paths.database,
      check: async () => readKeyCheck(paths.database),
      rotation: async () => new Rotation(await openRotation({ ...paths, clock, busyTimeoutMs })),
    };
  }
  const postgres = await import("../../store/postgres/store.ts");
  const { key, givenKey, spool } = paths;
  const options = { url, key, spool, clock, ...(givenKey && { givenKey }) };
  return {
    location: postgres.placeOf(url),
    check: () => postgres.readKeyCheck(options),
    rotation: async () => new Rotation(await postgres.openRotation(options)),
  };
}
