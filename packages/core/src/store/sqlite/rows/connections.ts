import type { Connection, ConnectionOwner } from "../../../model.ts";
import { type ClientBinding, sealingContextOf } from "../../sealing/context.ts";
import type { Row, Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  changedColumns,
  instant,
  isPlain,
  json,
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

/** Reads the connection of a row; `binding` is that of its client version. */
export const connectionOf = (row: ConnectionRow, binding: ClientBinding, sealer: Sealer): Connection =>
  readRow(columns, row, sealerFor(row.id, row.generation, binding, sealer));

/** Writes the row of a connection, its refresh token sealed for its generation. */
export const rowOfConnection = (connection: Connection, binding: ClientBinding, sealer: Sealer): Row =>
  writeRow(columns, connection, sealerFor(connection.id, connection.generation, binding, sealer));

/** Writes the columns that a change touches. A new generation seals the refresh token again. */
export function changedConnectionColumns(
  before: Connection,
  change: Partial<Connection>,
  binding: ClientBinding,
  sealer: Sealer,
): Row {
  const after = { ...before, ...change };
  const sealerOf = ({ id, generation }: Connection): RowSealer => sealerFor(id, generation, binding, sealer);
  const write = (connection: Connection): Row => writeRow(columns, connection, sealerOf(connection), isPlain);
  const isResealed = "refreshToken" in change || after.generation !== before.generation;
  const sealed = isResealed ? writeRow(columns, after, sealerOf(after), ({ isSealed }) => isSealed) : {};
  return { ...changedColumns(write(before), write(after)), ...sealed };
}
