import type { Connection, ConnectionOwner } from "../../../model.ts";
import { type ClientBinding, sealingContextOf } from "../../sealing/context.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  changedRow,
  instant,
  json,
  macColumnsOf,
  optionalInstant,
  optionalSealed,
  type RowSealer,
  readRow,
  rowSealer,
  spread,
  value,
  writeRow,
} from "../columns.ts";

const owner = spread<ConnectionOwner>(
  ["owner", "name", "owner_id", "replaces"],
  (given) => {
    switch (given.kind) {
      case "named":
        return [given.kind, given.name, null, null];
      case "pending":
        return [given.kind, null, given.loginId, given.replaces];
      case "session":
        return [given.kind, null, given.id, null];
    }
  },
  (row) => {
    const ownerId = String(row.owner_id);
    if (row.owner === "named") return { kind: "named", name: String(row.name) };
    if (row.owner === "session") return { kind: "session", id: ownerId };
    return { kind: "pending", loginId: ownerId, replaces: row.replaces as string | null };
  },
);

const columns: Columns<Connection> = {
  id: value("id"),
  owner,
  clientId: value("client"),
  clientVersion: value("client_version"),
  grant: value("grant_type"),
  tokenFamilyId: value("token_family"),
  generation: value("generation"),
  refreshToken: optionalSealed("refresh_token"),
  issuer: value("issuer"),
  subject: value("subject"),
  scope: value("scope"),
  details: json("details"),
  status: value("status"),
  statusReason: value("status_reason"),
  statusSinceMs: instant("status_since"),
  refreshCount: value("refresh_count"),
  refreshedAtMs: optionalInstant("refreshed_at"),
};

/** Columns that the MAC of a connection covers. */
export const connectionMac = macColumnsOf("connection", columns);

/** Row of a connection, as its table holds it. */
export type ConnectionRow = Row & {
  readonly id: string;
  readonly client: string;
  readonly client_version: number;
  readonly generation: number;
  readonly token_family: string;
};

const sealerFor = (id: string, generation: number, binding: ClientBinding, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => sealingContextOf(`connection.${column}`, id, binding, generation));

/**
 * Reads the connection of a row; `binding` is that of its client version. Throws `store_integrity` if another program
 * changed it.
 */
export function connectionOf(row: ConnectionRow, binding: ClientBinding, sealer: Sealer): Connection {
  sealer.verify(connectionMac, row);
  return readRow(columns, row, sealerFor(row.id, row.generation, binding, sealer));
}

/** Writes the row of a connection, its refresh token sealed for its generation, with its MAC. */
export function rowOfConnection(connection: Connection, binding: ClientBinding, sealer: Sealer): Row {
  const row = writeRow(columns, connection, sealerFor(connection.id, connection.generation, binding, sealer));
  return { ...row, mac: sealer.mac(connectionMac, row) };
}

/** Writes the columns that a change touches. A new generation seals the refresh token again. */
export function changedConnectionColumns(
  before: Connection,
  change: Partial<Connection>,
  binding: ClientBinding,
  sealer: Sealer,
): Row {
  const after = { ...before, ...change };
  return changedRow(columns, { before, after }, sealerFor(after.id, after.generation, binding, sealer), {
    reseal: () => "refreshToken" in change || after.generation !== before.generation,
    mac: (row) => sealer.mac(connectionMac, row),
  });
}
