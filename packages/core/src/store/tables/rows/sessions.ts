import type { Session } from "../../../model.ts";
import { sessionContext } from "../../sealing/context.ts";
import type { Row } from "../../sealing/row.ts";
import type { Sealer } from "../../sealing/sealer.ts";
import {
  type Columns,
  changedFrom,
  hash,
  instant,
  json,
  macColumnsOf,
  oneOfSeveral,
  optionalInstant,
  optionalSealed,
  type RowSealer,
  readRow,
  rowSealer,
  value,
  writeRow,
} from "../columns.ts";

const columns: Columns<Session> = {
  id: value("id"),
  app: value("app"),
  cookieHash: hash("cookie_hash"),
  browserHash: hash("browser_hash"),
  issuer: value("issuer"),
  subject: value("subject"),
  providerSessionId: value("provider_session"),
  authenticatedAtMs: optionalInstant("authenticated_at"),
  createdAtMs: instant("created_at"),
  touchedAtMs: instant("touched_at"),
  extendedAtMs: instant("extended_at"),
  expiresAtMs: optionalInstant("expires_at"),
  endedAtMs: optionalInstant("ended_at"),
  endReason: value("end_reason"),
  revokeAtMs: optionalInstant("revoke_at"),
  details: json("details"),
  data: json("data"),
  idToken: oneOfSeveral(optionalSealed("id_token")),
};

/** Columns that the MAC of a session covers. */
export const sessionMac = macColumnsOf("session", columns);

/** Row of a session, as its table holds it. */
export type SessionRow = Row & { readonly id: string; readonly touched_at: number };

const sealerFor = (id: string, sealer: Sealer): RowSealer =>
  rowSealer(sealer, (column) => sessionContext(column, id));

/** Reads the session of a row. Throws `store_integrity` if another program changed it. */
export function sessionOf(row: SessionRow, sealer: Sealer): Session {
  sealer.verify(sessionMac, row);
  return readRow(columns, row, sealerFor(row.id, sealer));
}

/** Writes the row of a session, its ID token sealed, with its MAC. */
export function rowOfSession(session: Session, sealer: Sealer): Row {
  const row = writeRow(columns, session, sealerFor(session.id, sealer));
  return { ...row, mac: sealer.mac(sessionMac, row) };
}

/** Writes the columns that a change touches. `stored` is the row that was read, which is verified. */
export function changedSessionColumns(stored: SessionRow, change: Partial<Session>, sealer: Sealer): Row {
  sealer.verify(sessionMac, stored);
  return changedFrom(columns, { stored, change }, sealerFor(stored.id, sealer), (row) =>
    sealer.mac(sessionMac, row),
  );
}
