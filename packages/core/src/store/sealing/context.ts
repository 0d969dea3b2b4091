import type { Client } from "../../model.ts";
import { clientBindingHash } from "./envelope.ts";
import type { SealingContext } from "./keyring.ts";

// Imports no sentences: the command's fast path opens access tokens through this file.

/** A client's version as ciphertexts are bound to it. */
export interface ClientBinding {
  readonly version: number;
  /** Of `envelope.ts`'s `addressHash`. */
  readonly hash: Uint8Array;
}

/** The columns of a client that an {@link ClientBinding} is made from. */
export interface ClientBindingRow {
  readonly version: number;
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly client_id: string;
}

/** The last one made: a program draws the tokens of one client again and again, and hashing is a tenth of that. */
let last: { readonly row: ClientBindingRow; readonly address: ClientBinding } | undefined;

/** What ciphertexts of a client version are bound to. */
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

/** {@link clientBindingOf}, for a client that has been read. */
export function bindingOfClient({ version, issuer, endpoints, clientId }: Client): ClientBinding {
  return clientBindingOf({ version, issuer, token_endpoint: endpoints.token, client_id: clientId });
}

/** The place of a sealed column (`table.column`) of a row. */
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

/** Where a token of an audience is sealed: its row is the connection and the audience. */
export function accessTokenContext(
  column: "token" | "id_token",
  row: { readonly connection: string; readonly audience: string; readonly generation: number },
  binding: ClientBinding,
): SealingContext {
  return sealingContextOf(
    `access_token.${column}`,
    `${row.connection} ${row.audience}`,
    binding,
    row.generation,
  );
}
