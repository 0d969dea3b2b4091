/**
 * Owners of connections, logins that any process completes by their state, and one sealed value for a client's
 * authentication. Drops columns that no code reads: `rotation_set`, `sid`, `auth_time`, `idle_expires_at`,
 * `absolute_expires_at`, `send_deadline`, `node`, and the table `node`. Rebuilds the tables, as SQLite requires for new
 * constraints. `reseal-006.ts` adds the sealed columns of `client` first.
 *
 * @see https://www.sqlite.org/lang_altertable.html#otheralter
 */
export const owners = `
CREATE TABLE client_006 (
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
  accepted_at             INTEGER,
  PRIMARY KEY (id, version)
) STRICT;
INSERT INTO client_006 SELECT id, version, workspace, name, provider, issuer, authorization_endpoint, token_endpoint,
  revocation_endpoint, introspection_endpoint, userinfo_endpoint, jwks_uri, client_id, authentication,
  next_authentication, redirect_uri, rotation_seen, overlap_seconds, lifetimes, asked, breaker_until, breaker_reason,
  accepted_at FROM client;
DROP TABLE client;
ALTER TABLE client_006 RENAME TO client;

CREATE TABLE connection_006 (
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
                    'suspended_by_provider', 'other_subject', 'no_answer')),
  status_since    INTEGER NOT NULL,
  refresh_count   INTEGER NOT NULL,
  refreshed_at    INTEGER,
  UNIQUE (workspace, name),
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT one_owner CHECK ((owner = 'named') = (name IS NOT NULL) AND (owner = 'named') = (owner_id IS NULL)),
  CONSTRAINT refresh_token_kept CHECK (CASE
    WHEN refresh_token IS NULL
      THEN grant_type <> 'refresh_token' OR status IN ('needs_login', 'revoked', 'released')
    ELSE length(refresh_token) > 118 END)
) STRICT;
INSERT INTO connection_006 SELECT id, workspace, iif(name IS NULL, 'pending', 'named'), name, iif(name IS NULL, id, NULL),
  facts ->> '$.replaces', client, client_version, grant_type, family, generation, refresh_token, issuer, subject, scope,
  json_remove(json_patch(facts, json_object('providerError', facts ->> '$.said', 'requested', facts -> '$.asked')),
    '$.said', '$.asked', '$.replaces'),
  status, status_reason, status_since, refresh_count, refreshed_at FROM connection;
DROP TABLE connection;
ALTER TABLE connection_006 RENAME TO connection;
CREATE INDEX connection_client ON connection (client, name);
CREATE INDEX connection_client_version ON connection (client, client_version);
CREATE INDEX connection_account ON connection (client, subject);
CREATE UNIQUE INDEX connection_owner ON connection (workspace, owner, owner_id) WHERE owner <> 'named';

-- The number of the refresh token only grows, also across token families: a late writer is recognised by it.
CREATE TRIGGER generation_grows BEFORE UPDATE OF generation, token_family ON connection
WHEN NEW.generation < OLD.generation OR (NEW.token_family <> OLD.token_family AND NEW.generation = OLD.generation)
BEGIN SELECT RAISE(ABORT, 'generation_grows'); END;

CREATE TABLE attempt_006 (
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
INSERT INTO attempt_006 SELECT id, connection, family, base_generation, audience, scope, client_version, created_at,
  drain_deadline, phase, fingerprint, http_status, raw_answer, closed_at FROM attempt;
DROP TABLE attempt;
DROP TABLE node;
ALTER TABLE attempt_006 RENAME TO attempt;
CREATE INDEX attempt_unsettled ON attempt (connection, created_at)
  WHERE phase IN ('open', 'superseded', 'ambiguous', 'abandoned') OR raw_answer IS NOT NULL;
CREATE INDEX attempt_generation ON attempt (connection, base_generation);
-- The open attempt is the lease: the database, not code, forbids two senders.
CREATE UNIQUE INDEX one_open_attempt ON attempt (connection) WHERE phase = 'open';

CREATE TABLE login_006 (
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
  raw_answer      BLOB,
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT answered_login_has_answer CHECK ((phase = 'answered') = (raw_answer IS NOT NULL))
) STRICT;
INSERT INTO login_006 SELECT id, workspace, client, client_version, name, state_hash, verifier, nonce, redirect_uri, scope,
  audience, '{}', created_at, expires_at, phase, raw_answer FROM login;
-- A pending connection had no login. It gets one without a request, by which the next process verifies or removes it.
INSERT INTO login_006 SELECT id, workspace, client, client_version, replaces, '', x'', x'', '', scope, '', '{}',
  status_since, status_since, 'unverified', NULL FROM connection WHERE owner = 'pending';
DROP TABLE login;
ALTER TABLE login_006 RENAME TO login;
CREATE INDEX login_client ON login (client, client_version);
CREATE INDEX login_unfinished ON login (workspace, created_at);
CREATE UNIQUE INDEX login_state ON login (workspace, state_hash) WHERE phase = 'open' AND state_hash <> '';

DROP INDEX schedule_due;
CREATE INDEX event_login ON event (workspace, detail ->> '$.client', detail ->> '$.subject') WHERE kind = 'connected';
DROP INDEX event_kind;
`;
