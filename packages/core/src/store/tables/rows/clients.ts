import { type AuthMethod, type Client, ClientAuthentication, type Endpoints } from "../../../model.ts";
import { Secret } from "../../../secret.ts";
import {
  bindingOfClient,
  type ClientBindingRow,
  clientBindingOf,
  sealingContextOf,
} from "../../sealing/context.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  changedRow,
  json,
  macColumnsOf,
  optional,
  optionalInstant,
  type RowSealer,
  readRow,
  rowSealer,
  sealedAs,
  spread,
  value,
  writeRow,
} from "../columns.ts";

/** Columns of the endpoints. `NULL`: the metadata names none. */
const endpointColumns = {
  authorization: "authorization_endpoint",
  token: "token_endpoint",
  revocation: "revocation_endpoint",
  introspection: "introspection_endpoint",
  userinfo: "userinfo_endpoint",
  jwks: "jwks_uri",
} as const satisfies Record<keyof Endpoints, string>;

const endpoints = spread<Endpoints>(
  Object.values(endpointColumns),
  (all) => Object.keys(endpointColumns).map((name) => all[name as keyof Endpoints] ?? null),
  (row) =>
    Object.fromEntries(
      Object.entries(endpointColumns).flatMap(([name, column]) => {
        const stored = row[column] ?? null;
        return stored === null ? [] : [[name, stored]];
      }),
    ) as unknown as Endpoints,
);

const authentication = (column: string) => sealedAs(column, toSecret, fromSecret);

// Lazy: a row is also written without its ciphertexts, to see what a change touches.
function toSecret(authentication: ClientAuthentication): Secret {
  return Secret.lazy(() => {
    const { method, secret } = authentication;
    return JSON.stringify({ method, secret: secret?.expose() ?? null });
  });
}

function fromSecret(sealed: Secret): ClientAuthentication {
  return ClientAuthentication.lazy(() => {
    const { method, secret } = JSON.parse(sealed.expose()) as { method: AuthMethod; secret: string | null };
    return { method, secret: secret === null ? null : Secret.of(secret) };
  });
}

const columns: Columns<Client> = {
  id: value("id"),
  name: value("name"),
  provider: value("provider"),
  version: value("version"),
  issuer: value("issuer"),
  endpoints,
  clientId: value("client_id"),
  authentication: authentication("authentication"),
  nextAuthentication: optional(authentication("next_authentication"), "next_authentication"),
  redirectUri: value("redirect_uri"),
  rotationSeen: value("rotation_seen"),
  overlapSeconds: value("overlap_seconds"),
  lifetimes: json("lifetimes"),
  requested: json("requested"),
  breakerUntilMs: optionalInstant("breaker_until"),
  breakerReason: value("breaker_reason"),
  acceptedAtMs: optionalInstant("accepted_at"),
  behaviour: json("behaviour"),
};

/** Columns that the MAC of a client covers. */
export const clientMac = macColumnsOf("client", columns);

/** Row of a client, as its table holds it. */
export type ClientRow = Row & ClientBindingRow & { readonly id: string };

const sealerOf = (row: ClientRow, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => sealingContextOf(`client.${column}`, row.id, clientBindingOf(row)));

/** Reads the client of a row. Throws `store_integrity` if another program changed it. */
export function clientOf(row: ClientRow, sealer: Sealer): Client {
  sealer.verify(clientMac, row);
  return readRow(columns, row, sealerOf(row, sealer));
}

const sealerOfClient = (client: Client, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => sealingContextOf(`client.${column}`, client.id, bindingOfClient(client)));

/** Writes the row of a client, sealed, with its MAC. */
export function rowOfClient(client: Client, sealer: Sealer): Row {
  const row = writeRow(columns, client, sealerOfClient(client, sealer));
  return { ...row, mac: sealer.mac(clientMac, row) };
}

/** Writes the columns that a change of a client's settings touches. */
export function changedClientColumns(before: Client, change: Partial<Client>, sealer: Sealer): Row {
  const after = { ...before, ...change };
  return changedRow(columns, { before, after }, sealerOfClient(after, sealer), {
    reseal: (property) => property in change,
    mac: (row) => sealer.mac(clientMac, row),
  });
}
