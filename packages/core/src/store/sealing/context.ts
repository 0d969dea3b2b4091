import type { Client } from "../../model.ts";
import { clientBindingHash } from "./envelope.ts";
import type { SealingContext } from "./keyring.ts";

// Imports no sentences: the command's fast path opens access tokens through this file.

/** Binding of ciphertexts to a client version. */
export interface ClientBinding {
  readonly version: number;
  /** Result of {@link clientBindingHash}. */
  readonly hash: Uint8Array;
}

/** Columns of a client that a {@link ClientBinding} is made from. */
export interface ClientBindingRow {
  readonly version: number;
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly client_id: string;
}

/** Binding of what belongs to no client: it is bound to its row and column alone. */
const noClient: ClientBinding = { version: 0, hash: new Uint8Array(0) };

/** Last binding, cached: most programs use one client, and hashing is 10 % of a cold read. */
let last: { readonly row: ClientBindingRow; readonly address: ClientBinding } | undefined;

/** Returns the binding of a client version. */
export function clientBindingOf(row: ClientBindingRow): ClientBinding {
  const { version, issuer, token_endpoint: endpoint, client_id: clientId } = row;
  const before = last?.row;
  const isSame =
    before?.version === version &&
    before.issuer === issuer &&
    before.token_endpoint === endpoint &&
    before.client_id === clientId;
  if (last && isSame) return last.address;
  const address = { version, hash: clientBindingHash(issuer, endpoint, clientId) };
  last = { row: { version, issuer, token_endpoint: endpoint, client_id: clientId }, address };
  return address;
}

/** Like {@link clientBindingOf}, for a client of the model. */
export function bindingOfClient({ version, issuer, endpoints, clientId }: Client): ClientBinding {
  return clientBindingOf({ version, issuer, token_endpoint: endpoints.token, client_id: clientId });
}

/** Returns the sealing context of a column (`table.column`) of a row. */
export function sealingContextOf(
  column: `${string}.${string}`,
  rowId: string,
  binding: ClientBinding,
  generation = 0,
): SealingContext {
  const [table = "", name = ""] = column.split(".");
  return {
    table,
    column: name,
    rowId,
    generation,
    clientVersion: binding.version,
    clientHash: binding.hash,
  };
}

/** Returns the sealing context of a value that belongs to no client version. */
export const unboundContext = (column: `${string}.${string}`, rowId: string): SealingContext =>
  sealingContextOf(column, rowId, noClient);

/** Returns the sealing context of a session's column. A session belongs to an app and an account, not to a client. */
export const sessionContext = (column: string, sessionId: string): SealingContext =>
  unboundContext(`session.${column}`, sessionId);

/** Returns the sealing context of an audience's token. Its row id consists of connection and audience. */
export function accessTokenContext(
  column: "token" | "id_token",
  row: { readonly connection: string; readonly audience: string; readonly generation: number },
  binding: ClientBinding,
): SealingContext {
  return {
    table: "access_token",
    column,
    rowId: `${row.connection} ${row.audience}`,
    generation: row.generation,
    clientVersion: binding.version,
    clientHash: binding.hash,
  };
}
