import type { Hook } from "../../../model.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  json,
  macColumnsOf,
  optional,
  type RowSealer,
  readRow,
  value,
  writeRow,
} from "../columns.ts";

const columns: Columns<Hook> = {
  connectionId: value("connection"),
  event: value("event"),
  action: json("action"),
  language: value("language"),
  seen: json("seen"),
  due: optional(json("due"), "due"),
  last: optional(json("last"), "last"),
};

/** Columns that the MAC of a hook covers: it decides which program runs, and when. */
export const hookMac = macColumnsOf("hook", columns);

/** Nothing of a hook is secret. */
const nothingSealed: RowSealer = {
  seal: () => {
    throw new TypeError("a hook has no secret");
  },
  secret: () => {
    throw new TypeError("a hook has no secret");
  },
};

/** Reads the hook of a row. Throws `store_integrity` if another program changed it. */
export function hookOf(row: Row, sealer: Sealer): Hook {
  sealer.verify(hookMac, row);
  return readRow(columns, row, nothingSealed);
}

/** Writes the row of a hook, with its MAC. */
export function rowOfHook(hook: Hook, sealer: Sealer): Row {
  const row = writeRow(columns, hook, nothingSealed);
  return { ...row, mac: sealer.mac(hookMac, row) };
}
