/**
 * The first schema. Times are milliseconds since 1970, UTC. Every BLOB holds ciphertext of `envelope.ts`, whose
 * overhead is 118 bytes: a ciphertext of that length would hold an empty secret. Ciphertexts are bound to table,
 * column, row, generation, client version and the client's binding, so a row that was edited by hand does not open.
 */
export const initial = `
CREATE TABLE store (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  store_id        TEXT NOT NULL,
  schema_version  INTEGER NOT NULL,
  key_check       BLOB NOT NULL,
  restore_stamp   TEXT
) STRICT;

CREATE TABLE workspace (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,
  key_id  BLOB NOT NULL CHECK (length(key_id) = 16),
  key     BLOB NOT NULL
) STRICT;

CREATE TABLE client (
  id                      TEXT NOT NULL,
  version                 INTEGER NOT NULL,
  workspace               TEXT NOT NULL REFERENCES workspace,
  name                    TEXT NOT NULL,
  provider                TEXT NOT NULL,
  issuer                  TEXT NOT NULL,
  authorization_endpoint  TEXT NOT NULL,
  token_endpoint          TEXT NOT NULL,
  revocation_endpoint     TEXT,
  introspection_endpoint  TEXT,
  userinfo_endpoint       TEXT,
  jwks_uri                TEXT,
  client_id               TEXT NOT NULL,
  auth_method             TEXT NOT NULL CHECK (auth_method IN ('none', 'client_secret_basic', 'client_secret_post')),
  secret                  BLOB,
  redirect_uri            TEXT NOT NULL,
  rotation_set            TEXT CHECK (rotation_set IN ('static', 'sliding', 'grace', 'strict', 'unknown')),
  rotation_seen           TEXT CHECK (rotation_seen IN ('static', 'sliding', 'grace', 'strict', 'unknown')),
  overlap_seconds         REAL,
  lifetimes               TEXT NOT NULL CHECK (json_valid(lifetimes)),
  breaker_until           INTEGER,
  breaker_reason          TEXT,
  accepted_at             INTEGER,
  PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE connection (
  id                   TEXT PRIMARY KEY,
  workspace            TEXT NOT NULL REFERENCES workspace,
  name                 TEXT,
  client               TEXT NOT NULL,
  client_version       INTEGER NOT NULL,
  grant_type           TEXT NOT NULL CHECK (grant_type IN ('refresh_token', 'client_credentials', 'jwt_bearer')),
  family               TEXT NOT NULL,
  generation           INTEGER NOT NULL CHECK (generation >= 0),
  refresh_token        BLOB,
  issuer               TEXT NOT NULL,
  subject              TEXT,
  sid                  TEXT,
  auth_time            INTEGER,
  scope                TEXT NOT NULL,
  facts                TEXT NOT NULL CHECK (json_valid(facts)),
  idle_expires_at      INTEGER,
  absolute_expires_at  INTEGER,
  status               TEXT NOT NULL CHECK (status IN ('ok', 'unsettled', 'suspended', 'needs_login',
                         'revoking', 'revoked', 'released', 'quarantined')),
  status_reason        TEXT CHECK (status_reason IN ('provider_revoked', 'rotation_lost', 'interaction',
                         'suspended_by_provider', 'other_subject', 'no_answer')),
  status_since         INTEGER NOT NULL,
  refresh_count        INTEGER NOT NULL,
  refreshed_at         INTEGER,
  UNIQUE (workspace, name),
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT refresh_token_kept CHECK (CASE
    WHEN refresh_token IS NULL
      THEN grant_type <> 'refresh_token' OR status IN ('needs_login', 'revoked', 'released')
    ELSE length(refresh_token) > 118 END)
) STRICT;
CREATE INDEX connection_client ON connection (client, client_version);

-- The number of the refresh token only grows, also across families: a late writer is recognised by it.
CREATE TRIGGER generation_grows BEFORE UPDATE OF generation, family ON connection
WHEN NEW.generation < OLD.generation OR (NEW.family <> OLD.family AND NEW.generation = OLD.generation)
BEGIN SELECT RAISE(ABORT, 'generation_grows'); END;

CREATE TABLE access_token (
  connection      TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
  audience        TEXT NOT NULL,
  generation      INTEGER NOT NULL,
  token           BLOB NOT NULL CHECK (length(token) > 118),
  token_type      TEXT NOT NULL,
  id_token        BLOB,
  fingerprint     TEXT NOT NULL,
  scope           TEXT NOT NULL,
  received_at     INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  expires_source  TEXT NOT NULL CHECK (expires_source IN ('answer', 'setting', 'introspected', 'assumed')),
  rejected_at     INTEGER,
  PRIMARY KEY (connection, audience)
) STRICT;

CREATE TABLE schedule (
  connection  TEXT PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
  due_at      INTEGER NOT NULL,
  failures    INTEGER NOT NULL
) STRICT;
CREATE INDEX schedule_due ON schedule (due_at);

CREATE TABLE node (
  id          TEXT PRIMARY KEY,
  pid         INTEGER NOT NULL,
  started_at  INTEGER NOT NULL,
  seen_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE attempt (
  id               TEXT PRIMARY KEY,
  connection       TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
  family           TEXT NOT NULL,
  base_generation  INTEGER NOT NULL,
  audience         TEXT NOT NULL,
  scope            TEXT NOT NULL,
  client_version   INTEGER NOT NULL,
  node             TEXT NOT NULL REFERENCES node,
  created_at       INTEGER NOT NULL,
  send_deadline    INTEGER NOT NULL,
  drain_deadline   INTEGER NOT NULL,
  phase            TEXT NOT NULL CHECK (phase IN ('open', 'superseded', 'not_sent', 'committed',
                     'rejected', 'ambiguous', 'abandoned')),
  fingerprint      TEXT NOT NULL,
  http_status      INTEGER,
  raw_answer       BLOB,
  closed_at        INTEGER
) STRICT;
CREATE INDEX attempt_connection ON attempt (connection, created_at);
CREATE INDEX attempt_node ON attempt (node);
-- The open attempt is the lease: the database, not code, forbids two senders.
CREATE UNIQUE INDEX one_open_attempt ON attempt (connection) WHERE phase = 'open';

CREATE TABLE login (
  id              TEXT PRIMARY KEY,
  workspace       TEXT NOT NULL REFERENCES workspace,
  client          TEXT NOT NULL,
  client_version  INTEGER NOT NULL,
  name            TEXT,
  state_hash      TEXT NOT NULL,
  verifier        BLOB NOT NULL,
  nonce           BLOB NOT NULL,
  redirect_uri    TEXT NOT NULL,
  scope           TEXT NOT NULL,
  audience        TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  phase           TEXT NOT NULL CHECK (phase IN ('open', 'answered')),
  raw_answer      BLOB,
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT answered_login_has_answer CHECK (phase <> 'answered' OR raw_answer IS NOT NULL)
) STRICT;
CREATE INDEX login_client ON login (client, client_version);

-- An event may outlive its connection, so it has no foreign key.
CREATE TABLE event (
  id          INTEGER PRIMARY KEY,
  workspace   TEXT NOT NULL REFERENCES workspace,
  connection  TEXT NOT NULL,
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  detail      TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
CREATE INDEX event_connection ON event (connection, id);
`;
