import type { ConnectionDetails, ExpirySource, InstantMs } from "../../model.ts";
import { accessTokenContext, type ClientBindingRow, clientBindingOf } from "../sealing/context.ts";
import type { SealingContext } from "../sealing/keyring.ts";
import type { StampedToken } from "../store.ts";

// Imports no sentences: the command's fast path reads access tokens through this file.

/** Columns needed to hand out the access token of a connection, in one row. */
export interface CurrentRow extends ClientBindingRow {
  readonly status: string;
  readonly details: string;
  readonly due_at: number;
  /** Id of the connection. This and all later columns are `null` if there is no token of the default audience. */
  readonly connection: string | null;
  readonly audience: string;
  readonly generation: number;
  readonly token: Uint8Array;
  readonly token_type: string;
  readonly id_token: Uint8Array | null;
  readonly scope: string;
  readonly expires_at: number;
  readonly expires_source: ExpirySource;
  readonly rejected_at: number | null;
}

/**
 * Builds the statement that reads a {@link CurrentRow}. Without a name it returns two rows if the choice of connection
 * is ambiguous, so connections without a token of the default audience count, too. Parameters: `:workspace` (id),
 * `:name`.
 */
export const currentSql = (isNamed: boolean): string => statement("", "", ":workspace", isNamed);

/** Like {@link currentSql}, for the fast path: looks the workspace up by name and also selects its wrapped key. */
export const unopenedSql = (isNamed: boolean): string =>
  statement(
    ", store.schema_version, store.store_id, workspace.id AS workspace_id, workspace.key_id, workspace.key",
    "store, workspace JOIN ",
    "workspace.id AND workspace.name = :workspace",
    isNamed,
  );

const statement = (more: string, from: string, workspace: string, isNamed: boolean): string => `
SELECT connection.status, connection.details, schedule.due_at,
       client.version, client.issuer, client.token_endpoint, client.client_id,
       access_token.connection, access_token.audience, access_token.generation, access_token.token,
       access_token.token_type, access_token.id_token, access_token.scope, access_token.expires_at,
       access_token.expires_source, access_token.rejected_at${more}
FROM ${from}connection
JOIN client ON client.id = connection.client AND client.version = connection.client_version
JOIN schedule ON schedule.connection = connection.id
LEFT JOIN access_token ON access_token.connection = connection.id AND access_token.audience = ''
WHERE connection.workspace = ${workspace} AND ${isNamed ? "connection.name = :name" : "connection.name IS NOT NULL LIMIT 2"}`;

/** Whether a row's token may be handed out, without a decision, to a caller that needs it for `minTtlMs`. */
export function isCurrent(row: CurrentRow, minTtlMs: number, nowMs: InstantMs): boolean {
  return (
    row.connection !== null &&
    (row.status === "ok" || row.status === "unsettled") &&
    row.rejected_at === null &&
    row.expires_at - nowMs >= minTtlMs &&
    row.due_at > nowMs
  );
}

/** Decrypts the token of a row with `open`. Returns `undefined` if that fails. */
export function openCurrent(
  row: CurrentRow,
  open: (context: SealingContext, sealed: Uint8Array) => string | undefined,
): StampedToken | undefined {
  const binding = clientBindingOf(row);
  const cell = { connection: row.connection ?? "", audience: row.audience, generation: row.generation };
  const accessToken = open(accessTokenContext("token", cell, binding), row.token);
  if (accessToken === undefined) return undefined;
  const { instanceUrl } = JSON.parse(row.details) as ConnectionDetails;
  const sealed = row.id_token;
  return {
    connectionId: cell.connection,
    accessToken,
    tokenType: row.token_type,
    expiresAtMs: row.expires_at,
    expiresAtSource: row.expires_source,
    dueAtMs: row.due_at,
    scope: row.scope,
    stamp: stampOf(row),
    ...(instanceUrl === undefined ? {} : { instanceUrl }),
    ...(sealed === null
      ? {}
      : { idToken: () => open(accessTokenContext("id_token", cell, binding), sealed) }),
  };
}

/** Returns the stamp of a row: everything in it that decides whether and how its token is handed out. */
export function stampOf(row: CurrentRow): string {
  const {
    connection,
    generation,
    status,
    rejected_at: rejectedAt,
    expires_at: expiresAt,
    due_at: dueAt,
  } = row;
  return `${connection} ${generation} ${status} ${rejectedAt} ${expiresAt} ${dueAt} ${row.details}`;
}
