/** What the user wants done at events of connections, and when upkeep last ran. */
export const hooks = `
CREATE TABLE hook (
  connection  TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
  event       TEXT NOT NULL CHECK (event IN ('needs-login', 'expiring', 'recovered')),
  action      TEXT NOT NULL CHECK (json_valid(action)),
  language    TEXT NOT NULL,
  seen        TEXT NOT NULL CHECK (json_valid(seen)),
  due         TEXT CHECK (json_valid(due)),
  last        TEXT CHECK (json_valid(last)),
  mac         BLOB NOT NULL,
  PRIMARY KEY (connection, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX hook_due ON hook (connection) WHERE due IS NOT NULL;
ALTER TABLE store ADD COLUMN upkeep_at INTEGER;
`;
