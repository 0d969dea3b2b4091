/** The newest schema, as all migrations together make it. Written by a test of the migrations. */
export const whole = `
CREATE TABLE store (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  store_id        TEXT NOT NULL,
  schema_version  INTEGER NOT NULL,
  key_check       BLOB NOT NULL,
  restore_stamp   TEXT
, rotations INTEGER NOT NULL DEFAULT 0, machine TEXT, place TEXT, upkeep_at INTEGER, move_id TEXT, move_state TEXT CHECK (move_state IN ('leaving', 'frozen', 'moved', 'arriving')), move_place TEXT, move_cursor TEXT) STRICT;
CREATE TABLE workspace (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,
  key_id  BLOB NOT NULL CHECK (length(key_id) = 16),
  key     BLOB NOT NULL
, old_key_id BLOB CHECK (length(old_key_id) = 16), old_key BLOB CHECK ((old_key IS NULL) = (old_key_id IS NULL)), lasting_keys BLOB, key_since INTEGER) STRICT;
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
  rejected_at     INTEGER, mac BLOB NOT NULL DEFAULT x'',
  PRIMARY KEY (connection, audience)
) STRICT;
CREATE TABLE schedule (
  connection  TEXT PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
  due_at      INTEGER NOT NULL,
  failures    INTEGER NOT NULL
, turn_workspace TEXT, turn_client TEXT, turn_at INTEGER) STRICT;
CREATE TABLE event (
  id          INTEGER PRIMARY KEY,
  workspace   TEXT NOT NULL REFERENCES workspace,
  connection  TEXT NOT NULL,
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  detail      TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
CREATE INDEX event_connection ON event (connection, id);
CREATE TABLE "client" (
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
  authentication          BLOB NOT NULL CHECK (length(authentication) > 118),
  next_authentication     BLOB CHECK (length(next_authentication) > 118),
  redirect_uri            TEXT NOT NULL,
  rotation_seen           TEXT CHECK (rotation_seen IN ('static', 'sliding', 'grace', 'strict', 'unknown')),
  overlap_seconds         REAL,
  lifetimes               TEXT NOT NULL CHECK (json_valid(lifetimes)),
  requested               TEXT NOT NULL CHECK (json_valid(requested)),
  breaker_until           INTEGER,
  breaker_reason          TEXT,
  accepted_at             INTEGER, behaviour TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(behaviour)), mac BLOB NOT NULL DEFAULT x'',
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE "attempt" (
  id               TEXT PRIMARY KEY,
  connection       TEXT NOT NULL REFERENCES connection ON DELETE CASCADE,
  token_family     TEXT NOT NULL,
  base_generation  INTEGER NOT NULL,
  audience         TEXT NOT NULL,
  scope            TEXT NOT NULL,
  client_version   INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  drain_deadline   INTEGER NOT NULL,
  phase            TEXT NOT NULL CHECK (phase IN ('open', 'superseded', 'not_sent', 'committed',
                     'rejected', 'ambiguous', 'abandoned')),
  fingerprint      TEXT NOT NULL,
  http_status      INTEGER,
  raw_answer       BLOB,
  closed_at        INTEGER
) STRICT;
CREATE INDEX attempt_unsettled ON attempt (connection, created_at)
  WHERE phase IN ('open', 'superseded', 'ambiguous', 'abandoned') OR raw_answer IS NOT NULL;
CREATE INDEX attempt_generation ON attempt (connection, base_generation);
CREATE UNIQUE INDEX one_open_attempt ON attempt (connection) WHERE phase = 'open';
CREATE TABLE "login" (
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
  settings        TEXT NOT NULL CHECK (json_valid(settings)),
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  phase           TEXT NOT NULL CHECK (phase IN ('open', 'answered', 'unverified')),
  raw_answer      BLOB, mac BLOB NOT NULL DEFAULT x'',
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT answered_login_has_answer CHECK ((phase = 'answered') = (raw_answer IS NOT NULL))
) STRICT;
CREATE INDEX login_client ON login (client, client_version);
CREATE UNIQUE INDEX login_state ON login (workspace, state_hash) WHERE phase = 'open' AND state_hash <> '';
CREATE INDEX event_login ON event (workspace, detail ->> '$.client', detail ->> '$.subject') WHERE kind = 'connected';
CREATE TABLE "connection" (
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
CREATE INDEX connection_client ON connection (client, name);
CREATE INDEX connection_client_version ON connection (client, client_version);
CREATE INDEX connection_account ON connection (client, subject);
CREATE UNIQUE INDEX connection_owner ON connection (workspace, owner, owner_id) WHERE owner <> 'named';
CREATE TRIGGER generation_grows BEFORE UPDATE OF generation, token_family ON connection
WHEN NEW.generation < OLD.generation OR (NEW.token_family <> OLD.token_family AND NEW.generation = OLD.generation)
BEGIN SELECT RAISE(ABORT, 'generation_grows'); END;
CREATE TABLE kept_token (fingerprint BLOB PRIMARY KEY CHECK (length(fingerprint) = 8)) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  id                TEXT PRIMARY KEY,
  workspace         TEXT NOT NULL REFERENCES workspace,
  app               TEXT NOT NULL,
  cookie_hash       BLOB NOT NULL,
  browser_hash      BLOB NOT NULL,
  issuer            TEXT NOT NULL,
  subject           TEXT NOT NULL,
  provider_session  TEXT,
  authenticated_at  INTEGER,
  created_at        INTEGER NOT NULL,
  touched_at        INTEGER NOT NULL,
  extended_at       INTEGER NOT NULL,
  expires_at        INTEGER,
  ended_at          INTEGER,
  end_reason        TEXT,
  revoke_at         INTEGER,
  details           TEXT NOT NULL CHECK (json_valid(details)),
  data              TEXT NOT NULL CHECK (json_valid(data)),
  id_token          BLOB CHECK (length(id_token) > 118),
  mac               BLOB NOT NULL,
  CONSTRAINT ended_session_has_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CONSTRAINT live_session_has_id_token CHECK (ended_at IS NOT NULL OR id_token IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX session_cookie ON session (cookie_hash);
CREATE INDEX session_account ON session (subject) WHERE ended_at IS NULL;
CREATE INDEX session_provider ON session (provider_session) WHERE ended_at IS NULL AND provider_session IS NOT NULL;
CREATE INDEX session_browser ON session (browser_hash) WHERE ended_at IS NULL;
CREATE INDEX session_idle ON session (app, touched_at) WHERE ended_at IS NULL;
CREATE INDEX session_expiry ON session (app, expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL;
CREATE INDEX session_revocation ON session (app, revoke_at) WHERE ended_at IS NOT NULL AND revoke_at IS NOT NULL;
CREATE INDEX session_end ON session (app, ended_at) WHERE ended_at IS NOT NULL AND revoke_at IS NULL;
CREATE TABLE browser_login (
  id            TEXT PRIMARY KEY,
  workspace     TEXT NOT NULL REFERENCES workspace,
  app           TEXT NOT NULL,
  state_hash    BLOB NOT NULL,
  browser_hash  BLOB NOT NULL,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  remove_at     INTEGER NOT NULL,
  phase         TEXT NOT NULL CHECK (phase IN ('open', 'claimed', 'completed', 'failed')),
  details       TEXT NOT NULL CHECK (json_valid(details)),
  mac           BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX browser_login_state ON browser_login (state_hash);
CREATE INDEX browser_login_browser ON browser_login (browser_hash) WHERE phase = 'open';
CREATE INDEX browser_login_app ON browser_login (app, workspace) WHERE phase = 'open';
CREATE INDEX browser_login_removal ON browser_login (app, remove_at);
CREATE INDEX login_unfinished ON login (workspace, created_at)
  WHERE phase <> 'open' OR settings ->> '$.sessionId' IS NULL;
CREATE TABLE used_token (hash BLOB PRIMARY KEY, remove_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX used_token_removal ON used_token (remove_at);
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
CREATE INDEX schedule_turn ON schedule (turn_workspace, turn_at, turn_client) WHERE turn_at IS NOT NULL;
`;
