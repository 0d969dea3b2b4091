import type { Row } from "../../sealing/row.ts";
import { toInteger } from "../../sealing/row.ts";
import type { StoreEvent } from "../../store.ts";

/** Writes the row of an event. */
export function rowOfEvent({ kind, atMs, detail }: StoreEvent): Row {
  return { kind, at: toInteger(atMs), detail: JSON.stringify(detail) };
}
