import type { BrowserLogin } from "../../../model.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  changedFrom,
  hash,
  instant,
  json,
  macColumnsOf,
  type RowSealer,
  readRow,
  value,
  writeRow,
} from "../columns.ts";

const columns: Columns<BrowserLogin> = {
  id: value("id"),
  app: value("app"),
  stateHash: hash("state_hash"),
  browserHash: hash("browser_hash"),
  createdAtMs: instant("created_at"),
  expiresAtMs: instant("expires_at"),
  removeAtMs: instant("remove_at"),
  phase: value("phase"),
  details: json("details"),
};

/** Columns that the MAC of a browser login covers. */
export const browserLoginMac = macColumnsOf("browser_login", columns);

/** Row of a browser login, as its table holds it. */
export type BrowserLoginRow = Row & { readonly id: string };

const refuse = (): never => {
  throw new TypeError("a browser login has no secret");
};
const noSecrets: RowSealer = { seal: refuse, secret: refuse };

/** Reads the browser login of a row. Throws `store_integrity` if another program changed it. */
export function browserLoginOf(row: BrowserLoginRow, sealer: Sealer): BrowserLogin {
  sealer.verify(browserLoginMac, row);
  return readRow(columns, row, noSecrets);
}

/** Writes the row of a browser login, with its MAC. */
export function rowOfBrowserLogin(login: BrowserLogin, sealer: Sealer): Row {
  const row = writeRow(columns, login, noSecrets);
  return { ...row, mac: sealer.mac(browserLoginMac, row) };
}

/** Writes the columns that a change touches. `stored` is the row that was read, which is verified. */
export function changedBrowserLoginColumns(
  stored: BrowserLoginRow,
  change: Partial<BrowserLogin>,
  sealer: Sealer,
): Row {
  sealer.verify(browserLoginMac, stored);
  return changedFrom(columns, { stored, change }, noSecrets, (row) => sealer.mac(browserLoginMac, row));
}
