import type { Attempt } from "../../../model.ts";
import { type ClientBinding, sealingContextOf } from "../../sealing/context.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  instant,
  optionalInstant,
  optionalSealed,
  type RowSealer,
  readRow,
  rowSealer,
  value,
  writeRow,
} from "../columns.ts";

const columns: Columns<Attempt> = {
  id: value("id"),
  connectionId: value("connection"),
  tokenFamilyId: value("token_family"),
  baseGeneration: value("base_generation"),
  audience: value("audience"),
  scope: value("scope"),
  clientVersion: value("client_version"),
  createdAtMs: instant("created_at"),
  drainDeadlineMs: instant("drain_deadline"),
  phase: value("phase"),
  fingerprint: value("fingerprint"),
  httpStatus: value("http_status"),
  rawAnswer: optionalSealed("raw_answer"),
  closedAtMs: optionalInstant("closed_at"),
};

/** Condition of an attempt that may still matter to a decision. */
export const unsettled = "phase IN ('open', 'superseded', 'ambiguous', 'abandoned')";

/** Condition of an attempt that may need the binding of its client version: to open its response, or to seal it. */
export const unsettledOrKept = `(${unsettled} OR raw_answer IS NOT NULL)`;

/** Columns of an attempt that change after its first write. */
export const outcomeColumns = ["phase", "drain_deadline", "http_status", "raw_answer", "closed_at"];

/** Row of an attempt, as its table holds it. */
export type AttemptRow = Row & {
  readonly id: string;
  readonly base_generation: number;
  readonly client_version: number;
};

/** Returns the binding of a client version. Called only for attempts that keep a response. */
export type BindingOf = (version: number) => ClientBinding;

const sealerOf = (row: AttemptRow, bindingOf: BindingOf, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) =>
    sealingContextOf(`attempt.${column}`, row.id, bindingOf(row.client_version), row.base_generation),
  );

/** Reads the attempt of a row. */
export const attemptOf = (row: AttemptRow, bindingOf: BindingOf, sealer: Sealer): Attempt =>
  readRow(columns, row, sealerOf(row, bindingOf, sealer));

/** Writes the row of an attempt, its response sealed. */
export function rowOfAttempt(attempt: Attempt, bindingOf: BindingOf, sealer: Sealer): Row {
  const { id, baseGeneration, clientVersion } = attempt;
  const key = { id, base_generation: baseGeneration, client_version: clientVersion };
  return writeRow(columns, attempt, sealerOf(key, bindingOf, sealer));
}
