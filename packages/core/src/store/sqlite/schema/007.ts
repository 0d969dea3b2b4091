/**
 * A MAC for each row of `client`, `connection`, `access_token` and `login`, which {@link sealRows} fills in. A client's
 * `behaviour`, one more reason of a status, and the fingerprints of the refresh tokens that this store has kept.
 */
export const rowMacs = `
ALTER TABLE client ADD COLUMN behaviour TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(behaviour));
ALTER TABLE client ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE access_token ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE login ADD COLUMN mac BLOB NOT NULL DEFAULT x'';

CREATE TABLE connection_007 (
  id              TEXT PRIMARY KEY,
  workspace       TEXT NOT NULL REFERENCES workspace,
  owner           TEXT NOT NULL CHECK (owner IN ('named', 'pending', 'session')),
  name            TEXT,
  owner_id        TEXT,
  replaces        TEXT,
  client          TEXT NOT NULL,
  client_version  INTEGER NOT NULL,
  grant_type      TEXT NOT NULL CHECK (grant_type IN ('refresh_token', 'client_credentials', 'jwt_bearer')),
  token_family    TEXT NOT NULL,
  generation      INTEGER NOT NULL CHECK (generation >= 0),
  refresh_token   BLOB,
  issuer          TEXT NOT NULL,
  subject         TEXT,
  scope           TEXT NOT NULL,
  details         TEXT NOT NULL CHECK (json_valid(details)),
  status          TEXT NOT NULL CHECK (status IN ('ok', 'unsettled', 'suspended', 'needs_login',
                    'revoking', 'revoked', 'released', 'quarantined')),
  status_reason   TEXT CHECK (status_reason IN ('provider_revoked', 'rotation_lost', 'interaction',
                    'suspended_by_provider', 'other_subject', 'no_answer', 'no_reason')),
  status_since    INTEGER NOT NULL,
  refresh_count   INTEGER NOT NULL,
  refreshed_at    INTEGER,
  mac             BLOB NOT NULL DEFAULT x'',
  UNIQUE (workspace, name),
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT one_owner CHECK ((owner = 'named') = (name IS NOT NULL) AND (owner = 'named') = (owner_id IS NULL)),
  CONSTRAINT refresh_token_kept CHECK (CASE
    WHEN refresh_token IS NULL
      THEN grant_type <> 'refresh_token' OR status IN ('needs_login', 'revoked', 'released')
    ELSE length(refresh_token) > 118 END)
) STRICT;
INSERT INTO connection_007 SELECT id, workspace, owner, name, owner_id, replaces, client, client_version, grant_type,
  token_family, generation, refresh_token, issuer, subject, scope, details, status, status_reason, status_since,
  refresh_count, refreshed_at, x'' FROM connection;
DROP TABLE connection;
ALTER TABLE connection_007 RENAME TO connection;
CREATE INDEX connection_client ON connection (client, name);
CREATE INDEX connection_client_version ON connection (client, client_version);
CREATE INDEX connection_account ON connection (client, subject);
CREATE UNIQUE INDEX connection_owner ON connection (workspace, owner, owner_id) WHERE owner <> 'named';
CREATE TRIGGER generation_grows BEFORE UPDATE OF generation, token_family ON connection
WHEN NEW.generation < OLD.generation OR (NEW.token_family <> OLD.token_family AND NEW.generation = OLD.generation)
BEGIN SELECT RAISE(ABORT, 'generation_grows'); END;

-- A fingerprint is a keyed hash of 8 bytes. A row takes about 11 bytes.
CREATE TABLE kept_token (fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 8)) STRICT, WITHOUT ROWID;
`;
