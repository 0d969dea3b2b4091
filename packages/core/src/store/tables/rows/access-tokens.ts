import type { AccessToken } from "../../../model.ts";
import { accessTokenContext, type ClientBinding } from "../../sealing/context.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  instant,
  macColumnsOf,
  oneOfSeveral,
  optionalInstant,
  optionalSealed,
  type RowSealer,
  readRow,
  rowSealer,
  sealed,
  value,
  writeRow,
} from "../columns.ts";

const columns: Columns<AccessToken> = {
  connectionId: value("connection"),
  audience: value("audience"),
  generation: value("generation"),
  token: oneOfSeveral(sealed("token")),
  tokenType: value("token_type"),
  idToken: oneOfSeveral(optionalSealed("id_token")),
  fingerprint: value("fingerprint"),
  scope: value("scope"),
  receivedAtMs: instant("received_at"),
  expiresAtMs: instant("expires_at"),
  expiresSource: value("expires_source"),
  rejectedAtMs: optionalInstant("rejected_at"),
};

/** Columns that the MAC of an access token covers. */
export const accessTokenMac = macColumnsOf("access_token", columns);

/** Row of an access token, as its table holds it. */
export type AccessTokenRow = Row & {
  readonly connection: string;
  readonly audience: string;
  readonly generation: number;
};

const sealerOf = (row: AccessTokenRow, binding: ClientBinding, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => accessTokenContext(column as "token" | "id_token", row, binding));

/** Reads the access token of a row. Throws `store_integrity` if another program changed it. */
export function accessTokenOf(row: AccessTokenRow, binding: ClientBinding, sealer: Sealer): AccessToken {
  sealer.verify(accessTokenMac, row);
  return readRow(columns, row, sealerOf(row, binding, sealer));
}

/** Writes the row of an access token, sealed, with its MAC. */
export function rowOfAccessToken(token: AccessToken, binding: ClientBinding, sealer: Sealer): Row {
  const key = { connection: token.connectionId, audience: token.audience, generation: token.generation };
  const row = writeRow(columns, token, sealerOf(key, binding, sealer));
  return { ...row, mac: sealer.mac(accessTokenMac, row) };
}
