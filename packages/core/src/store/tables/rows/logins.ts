import type { Login } from "../../../model.ts";
import { type ClientBinding, sealingContextOf } from "../../sealing/context.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  instant,
  json,
  macColumnsOf,
  optionalSealed,
  type RowSealer,
  readRow,
  rowSealer,
  sealed,
  value,
  writeRow,
} from "../columns.ts";

const columns: Columns<Login> = {
  id: value("id"),
  clientId: value("client"),
  clientVersion: value("client_version"),
  name: value("name"),
  stateHash: value("state_hash"),
  verifier: sealed("verifier"),
  nonce: sealed("nonce"),
  redirectUri: value("redirect_uri"),
  scope: value("scope"),
  audience: value("audience"),
  settings: json("settings"),
  createdAtMs: instant("created_at"),
  expiresAtMs: instant("expires_at"),
  phase: value("phase"),
  rawAnswer: optionalSealed("raw_answer"),
};

/** Columns that the MAC of a login covers. */
export const loginMac = macColumnsOf("login", columns);

/** Row of a login, as its table holds it. */
export type LoginRow = Row & {
  readonly id: string;
  readonly client: string;
  readonly client_version: number;
};

const sealerFor = (id: string, binding: ClientBinding, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => sealingContextOf(`login.${column}`, id, binding));

/**
 * Reads the login of a row; `binding` is that of its client version. Throws `store_integrity` if another program
 * changed it.
 */
export function loginOf(row: LoginRow, binding: ClientBinding, sealer: Sealer): Login {
  sealer.verify(loginMac, row);
  return readRow(columns, row, sealerFor(row.id, binding, sealer));
}

/** Writes the row of a login, sealed, with its MAC. */
export function rowOfLogin(login: Login, binding: ClientBinding, sealer: Sealer): Row {
  const row = writeRow(columns, login, sealerFor(login.id, binding, sealer));
  return { ...row, mac: sealer.mac(loginMac, row) };
}

/** Adds its new MAC to a changed row. */
export const resealedLogin = (row: LoginRow, change: Row, sealer: Sealer): Row => ({
  ...change,
  id: row.id,
  mac: sealer.mac(loginMac, { ...row, ...change }),
});
