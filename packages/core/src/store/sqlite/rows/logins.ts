import type { Login } from "../../../model.ts";
import { type ClientBinding, sealingContextOf } from "../../sealing/context.ts";
import type { Row, Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  instant,
  json,
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

/** Row of a login, as its table holds it. */
export type LoginRow = Row & {
  readonly id: string;
  readonly client: string;
  readonly client_version: number;
};

const sealerFor = (id: string, binding: ClientBinding, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => sealingContextOf(`login.${column}`, id, binding));

/** Reads the login of a row. */
export const loginOf = (row: LoginRow, binding: ClientBinding, sealer: Sealer): Login =>
  readRow(columns, row, sealerFor(row.id, binding, sealer));

/** Writes the row of a login, sealed. */
export const rowOfLogin = (login: Login, binding: ClientBinding, sealer: Sealer): Row =>
  writeRow(columns, login, sealerFor(login.id, binding, sealer));
