import type { ConnectionDetails, ExpirySource, InstantMs, Status } from "../../model.ts";
import { accessTokenContext, type ClientBindingRow, clientBindingOf } from "../sealing/context.ts";
import type { Keyring } from "../sealing/keyring.ts";
import type { Row } from "../sealing/row.ts";
import { joined, type MacColumns } from "../sealing/row-mac.ts";
import type { StampedToken } from "../store.ts";
import { accessTokenMac } from "./rows/access-tokens.ts";
import { connectionMac } from "./rows/connections.ts";

// Imports no sentences: the command's fast path reads access tokens through this file.

/**
 * Columns needed to hand out the access token of a connection, in one row: those of the client that its ciphertext is
 * bound to, and everything that the MACs of connection and access token cover.
 */
export type CurrentRow = Row &
  ClientBindingRow & {
    /** 0 if another program removed the row of the schedule, so that the full path refuses it. */
    readonly due_at: number;
    readonly "connection.status": Status;
    readonly "connection.details": string;
    /** Id of the connection. This and all later columns are `null` if there is no token of the audience. */
    readonly "access_token.connection": string | null;
    readonly "access_token.audience": string;
    readonly "access_token.generation": number;
    readonly "access_token.token": Uint8Array;
    readonly "access_token.token_type": string;
    readonly "access_token.id_token": Uint8Array | null;
    readonly "access_token.scope": string;
    readonly "access_token.expires_at": number;
    readonly "access_token.expires_source": ExpirySource;
    readonly "access_token.rejected_at": number | null;
  };

/** Columns that decide whether and how a token is handed out, in the order of a stamp. */
const stampColumns = [
  "access_token.connection",
  "access_token.generation",
  "access_token.rejected_at",
  "access_token.expires_at",
  "schedule.due_at",
  "connection.status",
  "connection.details",
] as const;

const joinedConnection = joined(connectionMac);
const joinedToken = joined(accessTokenMac);

/** Condition of the connection of a session. The first term lets SQLite use the index of owners. */
export const ofSession = (parameter: string): string =>
  `connection.owner <> 'named' AND connection.owner = 'session' AND connection.owner_id = ${parameter}`;

/** Connections that a statement chooses from: that of `:name`, that of `:session`, or all that have a name. */
export type Choice = "name" | "session" | "only";

const choices: Readonly<Record<Choice, string>> = {
  name: "connection.name = :name",
  session: ofSession(":session"),
  // Two rows show that the choice is ambiguous, so connections without such a token count, too.
  only: "connection.name IS NOT NULL LIMIT 2",
};

/**
 * Builds the statement that reads a {@link CurrentRow}. Parameters: `:workspace` (id), `:audience`, and that of the choice.
 */
export const currentSql = (choice: Choice): string => statement("", "", ":workspace", choice);

/**
 * Builds the statement that reads the stamp of a token, with the parameters of {@link currentSql}. One column, since a driver
 * may need as long for each column as the database for the row.
 */
export const stampSql = (choice: Choice): string => `
SELECT ${stampColumns.map((column) => `coalesce(CAST(${column} AS TEXT), 'null')`).join(" || ' ' || ")} AS stamp
FROM connection
LEFT JOIN schedule ON schedule.connection = connection.id
LEFT JOIN access_token ON access_token.connection = connection.id AND access_token.audience = :audience
WHERE connection.workspace = :workspace AND ${choices[choice]}`;

/** Like {@link currentSql}, for the fast path: looks the workspace up by name and also selects its wrapped key. */
export const unopenedSql = (choice: Choice): string =>
  statement(
    ", store.schema_version, store.store_id, workspace.id AS workspace_id, workspace.key_id, workspace.key, workspace.old_key_id, workspace.old_key",
    "store, workspace JOIN ",
    "workspace.id AND workspace.name = :workspace",
    choice,
  );

const covered = ({ table, columns }: MacColumns): string =>
  [...columns, ["mac", "value"] as const]
    .map(([name, cover]) => [`${table}.${name}`, cover] as const)
    .map(
      ([column, cover]) =>
        `${cover !== "presence" ? column : `CASE WHEN ${column} IS NOT NULL THEN 1 END`} AS "${column}"`,
    )
    .join(", ");

const statement = (more: string, from: string, workspace: string, choice: Choice): string => `
SELECT coalesce(schedule.due_at, 0) AS due_at, client.version, client.issuer, client.token_endpoint, client.client_id,
       ${covered(connectionMac)}, ${covered(accessTokenMac)}${more}
FROM ${from}connection
JOIN client ON client.id = connection.client AND client.version = connection.client_version
LEFT JOIN schedule ON schedule.connection = connection.id
LEFT JOIN access_token ON access_token.connection = connection.id AND access_token.audience = :audience
WHERE connection.workspace = ${workspace} AND ${choices[choice]}`;

/** Whether a row's token may be handed out, without a decision, to a caller that needs it for `minTtlMs`. */
export function isCurrent(row: CurrentRow, minTtlMs: number, nowMs: InstantMs): boolean {
  const status = row["connection.status"];
  return (
    row["access_token.connection"] !== null &&
    (status === "ok" || status === "unsettled") &&
    row["access_token.rejected_at"] === null &&
    row["access_token.expires_at"] - nowMs >= minTtlMs &&
    row.due_at > nowMs
  );
}

/** Decrypts the token of a row. Returns `undefined` if another program changed the row. */
export function openCurrent(row: CurrentRow, keyring: Keyring): StampedToken | undefined {
  const isAuthentic = keyring.isAuthentic(joinedConnection, row) && keyring.isAuthentic(joinedToken, row);
  if (!isAuthentic) return undefined;
  const binding = clientBindingOf(row);
  const cell = {
    connection: row["access_token.connection"] ?? "",
    audience: row["access_token.audience"],
    generation: row["access_token.generation"],
  };
  const accessToken = keyring.open(accessTokenContext("token", cell, binding), row["access_token.token"]);
  if (accessToken === undefined) return undefined;
  const { instanceUrl } = JSON.parse(row["connection.details"]) as ConnectionDetails;
  const sealed = row["access_token.id_token"];
  return {
    connectionId: cell.connection,
    accessToken,
    tokenType: row["access_token.token_type"],
    expiresAtMs: row["access_token.expires_at"],
    expiresAtSource: row["access_token.expires_source"],
    dueAtMs: row.due_at,
    scope: row["access_token.scope"],
    stamp: stampOf(row),
    instanceUrl,
    idToken:
      sealed === null ? undefined : () => keyring.open(accessTokenContext("id_token", cell, binding), sealed),
  };
}

/** Returns the stamp of a row, as {@link stampSql} reads it. */
export function stampOf(row: CurrentRow): string {
  const token = `${row["access_token.connection"]} ${row["access_token.generation"]} ${row["access_token.rejected_at"]}`;
  const times = `${row["access_token.expires_at"]} ${row.due_at}`;
  return `${token} ${times} ${row["connection.status"]} ${row["connection.details"]}`;
}
