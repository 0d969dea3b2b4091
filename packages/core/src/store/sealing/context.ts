import type { Client } from "../../model.ts";
import { addressHash } from "./envelope.ts";
import type { Place } from "./keyring.ts";

// Imports no sentences: the command's fast path opens access tokens through this file.

/** A client's version as ciphertexts are bound to it. */
export interface Address {
  readonly version: number;
  /** Of `envelope.ts`'s `addressHash`. */
  readonly hash: Uint8Array;
}

/** The columns of a client that an {@link Address} is made from. */
export interface AddressRow {
  readonly version: number;
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly client_id: string;
}

/** The last one made: a program draws the tokens of one client again and again, and hashing is a tenth of that. */
let last: { readonly row: AddressRow; readonly address: Address } | undefined;

/** What ciphertexts of a client version are bound to. */
export function addressOf(row: AddressRow): Address {
  const { version, issuer, token_endpoint: endpoint, client_id: clientId } = row;
  const before = last?.row;
  const isSame =
    before?.version === version &&
    before.issuer === issuer &&
    before.token_endpoint === endpoint &&
    before.client_id === clientId;
  if (last && isSame) return last.address;
  const address = { version, hash: addressHash(issuer, endpoint, clientId) };
  last = { row: { version, issuer, token_endpoint: endpoint, client_id: clientId }, address };
  return address;
}

/** {@link addressOf}, for a client that has been read. */
export function addressOfClient({ version, issuer, endpoints, clientId }: Client): Address {
  return addressOf({ version, issuer, token_endpoint: endpoints.token, client_id: clientId });
}

/** The place of a sealed column (`table.column`) of a row. */
export function placed(
  column: `${string}.${string}`,
  rowId: string,
  address: Address,
  generation = 0,
): Place {
  const [table = "", name = ""] = column.split(".");
  return {
    table,
    column: name,
    rowId,
    generation,
    clientVersion: address.version,
    clientHash: address.hash,
  };
}

/** Where a token of an audience is sealed: its row is the connection and the audience. */
export function placeOfAccessToken(
  column: "token" | "id_token",
  row: { readonly connection: string; readonly audience: string; readonly generation: number },
  address: Address,
): Place {
  return placed(`access_token.${column}`, `${row.connection} ${row.audience}`, address, row.generation);
}
