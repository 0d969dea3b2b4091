/**
 * The first schema: that of a SQLite store of version 10, with the same names. Columns that hold JSON have the type `json`,
 * which keeps the text as it is: their rows' MACs cover it. `rowid` is the order of insertion. Times are milliseconds since
 * 1970, UTC.
 */
export const initial = `
CREATE TABLE store (
  id              bigint PRIMARY KEY CHECK (id = 1),
  store_id        text NOT NULL,
  schema_version  bigint NOT NULL,
  usable_from     bigint NOT NULL,
  key_check       bytea NOT NULL,
  upkeep_at       bigint,
  move_id         text,
  move_state      text CHECK (move_state IN ('leaving', 'frozen', 'moved', 'arriving')),
  move_place      text,
  move_cursor     text
);

CREATE TABLE workspace (
  id      text PRIMARY KEY,
  name    text NOT NULL UNIQUE,
  key_id  bytea NOT NULL CHECK (length(key_id) = 16),
  key     bytea NOT NULL,
  old_key_id    bytea CHECK (length(old_key_id) = 16),
  old_key       bytea CHECK ((old_key IS NULL) = (old_key_id IS NULL)),
  lasting_keys  bytea,
  key_since     bigint
);

CREATE TABLE node (
  id       text PRIMARY KEY,
  seen_at  timestamptz NOT NULL
);

CREATE TABLE owner (
  id    text PRIMARY KEY,
  node  text NOT NULL
);
CREATE INDEX owner_node ON owner (node);

CREATE TABLE client (
  id                      text NOT NULL,
  version                 bigint NOT NULL,
  workspace               text NOT NULL REFERENCES workspace,
  name                    text NOT NULL,
  provider                text NOT NULL,
  issuer                  text NOT NULL,
  authorization_endpoint  text NOT NULL,
  token_endpoint          text NOT NULL,
  revocation_endpoint     text,
  introspection_endpoint  text,
  userinfo_endpoint       text,
  jwks_uri                text,
  client_id               text NOT NULL,
  authentication          bytea NOT NULL CHECK (length(authentication) > 118),
  next_authentication     bytea CHECK (length(next_authentication) > 118),
  redirect_uri            text NOT NULL,
  rotation_seen           text CHECK (rotation_seen IN ('static', 'sliding', 'grace', 'strict', 'unknown')),
  overlap_seconds         double precision,
  lifetimes               json NOT NULL,
  requested               json NOT NULL,
  behaviour               json NOT NULL,
  breaker_until           bigint,
  breaker_reason          text,
  accepted_at             bigint,
  mac                     bytea NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE connection (
  id              text PRIMARY KEY,
  workspace       text NOT NULL REFERENCES workspace,
  owner           text NOT NULL CHECK (owner IN ('named', 'pending', 'session')),
  name            text COLLATE "C",
  owner_id        text,
  replaces        text,
  client          text NOT NULL,
  client_version  bigint NOT NULL,
  grant_type      text NOT NULL CHECK (grant_type IN ('refresh_token', 'client_credentials', 'jwt_bearer')),
  token_family    text NOT NULL,
  generation      bigint NOT NULL CHECK (generation >= 0),
  refresh_token   bytea,
  issuer          text NOT NULL,
  subject         text,
  scope           text NOT NULL,
  details         json NOT NULL,
  status          text NOT NULL CHECK (status IN ('ok', 'unsettled', 'suspended', 'needs_login',
                    'revoking', 'revoked', 'released', 'quarantined')),
  status_reason   text CHECK (status_reason IN ('provider_revoked', 'rotation_lost', 'interaction',
                    'suspended_by_provider', 'other_subject', 'no_answer', 'no_reason')),
  status_since    bigint NOT NULL,
  refresh_count   bigint NOT NULL,
  refreshed_at    bigint,
  mac             bytea NOT NULL,
  CONSTRAINT connection_name UNIQUE (workspace, name),
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT one_owner CHECK ((owner = 'named') = (name IS NOT NULL) AND (owner = 'named') = (owner_id IS NULL)),
  CONSTRAINT refresh_token_kept CHECK (CASE
    WHEN refresh_token IS NULL
      THEN grant_type <> 'refresh_token' OR status IN ('needs_login', 'revoked', 'released')
    ELSE length(refresh_token) > 118 END)
) WITH (fillfactor = 70);
CREATE INDEX connection_client ON connection (client, name);
CREATE INDEX connection_client_version ON connection (client, client_version);
CREATE INDEX connection_account ON connection (client, subject);
CREATE UNIQUE INDEX connection_owner ON connection (workspace, owner, owner_id) WHERE owner <> 'named';

-- The number of the refresh token only grows, also across token families: a late writer is recognised by it.
CREATE FUNCTION generation_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'generation_grows' USING ERRCODE = 'check_violation', CONSTRAINT = 'generation_grows'; END $$;
CREATE TRIGGER generation_grows BEFORE UPDATE OF generation, token_family ON connection FOR EACH ROW
WHEN (NEW.generation < OLD.generation OR (NEW.token_family <> OLD.token_family AND NEW.generation = OLD.generation))
EXECUTE FUNCTION generation_grows();

CREATE TABLE access_token (
  rowid           bigint GENERATED ALWAYS AS IDENTITY,
  connection      text NOT NULL REFERENCES connection ON DELETE CASCADE,
  audience        text NOT NULL,
  generation      bigint NOT NULL,
  token           bytea NOT NULL CHECK (length(token) > 118),
  token_type      text NOT NULL,
  id_token        bytea,
  fingerprint     text NOT NULL,
  scope           text NOT NULL,
  received_at     bigint NOT NULL,
  expires_at      bigint NOT NULL,
  expires_source  text NOT NULL CHECK (expires_source IN ('answer', 'setting', 'introspected', 'assumed')),
  rejected_at     bigint,
  mac             bytea NOT NULL,
  PRIMARY KEY (connection, audience)
) WITH (fillfactor = 70);

-- The turn is that of a connection that workers refresh; the workspace and the client let one index answer a worker.
CREATE TABLE schedule (
  connection      text PRIMARY KEY REFERENCES connection ON DELETE CASCADE,
  due_at          bigint NOT NULL,
  failures        bigint NOT NULL,
  turn_workspace  text,
  turn_client     text,
  turn_at         bigint
) WITH (fillfactor = 70);
CREATE INDEX schedule_turn ON schedule (turn_workspace, turn_at, turn_client) WHERE turn_at IS NOT NULL;

CREATE TABLE attempt (
  rowid            bigint GENERATED ALWAYS AS IDENTITY,
  id               text PRIMARY KEY,
  connection       text NOT NULL REFERENCES connection ON DELETE CASCADE,
  token_family     text NOT NULL,
  base_generation  bigint NOT NULL,
  audience         text NOT NULL,
  scope            text NOT NULL,
  client_version   bigint NOT NULL,
  created_at       bigint NOT NULL,
  drain_deadline   bigint NOT NULL,
  phase            text NOT NULL CHECK (phase IN ('open', 'superseded', 'not_sent', 'committed',
                     'rejected', 'ambiguous', 'abandoned')),
  fingerprint      text NOT NULL,
  http_status      bigint,
  raw_answer       bytea,
  closed_at        bigint,
  node             text DEFAULT nullif(current_setting('tokenwell.node', true), '')
) WITH (fillfactor = 70);
CREATE INDEX attempt_unsettled ON attempt (connection, created_at)
  WHERE phase IN ('open', 'superseded', 'ambiguous', 'abandoned') OR raw_answer IS NOT NULL;
CREATE INDEX attempt_generation ON attempt (connection, base_generation);
-- The open attempt is the lease: the database, not code, forbids two senders.
CREATE UNIQUE INDEX one_open_attempt ON attempt (connection) WHERE phase = 'open';

CREATE TABLE login (
  rowid           bigint GENERATED ALWAYS AS IDENTITY,
  id              text PRIMARY KEY,
  workspace       text NOT NULL REFERENCES workspace,
  client          text NOT NULL,
  client_version  bigint NOT NULL,
  name            text,
  state_hash      text NOT NULL,
  verifier        bytea NOT NULL,
  nonce           bytea NOT NULL,
  redirect_uri    text NOT NULL,
  scope           text NOT NULL,
  audience        text NOT NULL,
  settings        json NOT NULL,
  created_at      bigint NOT NULL,
  expires_at      bigint NOT NULL,
  phase           text NOT NULL CHECK (phase IN ('open', 'answered', 'unverified')),
  raw_answer      bytea,
  mac             bytea NOT NULL,
  FOREIGN KEY (client, client_version) REFERENCES client (id, version),
  CONSTRAINT answered_login_has_answer CHECK (phase <> 'answered' OR raw_answer IS NOT NULL)
);
CREATE INDEX login_client ON login (client, client_version);
CREATE UNIQUE INDEX login_state ON login (workspace, state_hash) WHERE state_hash <> '' AND phase = 'open';
CREATE INDEX login_unfinished ON login (workspace, created_at)
  WHERE phase <> 'open' OR settings ->> 'sessionId' IS NULL;

-- An event may outlive its connection, so it has no foreign key.
CREATE TABLE event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace   text NOT NULL REFERENCES workspace,
  connection  text NOT NULL,
  kind        text NOT NULL,
  at          bigint NOT NULL,
  detail      json NOT NULL
);
CREATE INDEX event_connection ON event (connection, id);
CREATE INDEX event_kind ON event (workspace, kind, id) WHERE kind <> 'refreshed';

CREATE TABLE kept_token (fingerprint bytea PRIMARY KEY CHECK (length(fingerprint) = 8));

CREATE TABLE session (
  rowid             bigint GENERATED ALWAYS AS IDENTITY,
  id                text PRIMARY KEY,
  workspace         text NOT NULL REFERENCES workspace,
  app               text NOT NULL,
  cookie_hash       bytea NOT NULL,
  browser_hash      bytea NOT NULL,
  issuer            text NOT NULL,
  subject           text NOT NULL,
  provider_session  text,
  authenticated_at  bigint,
  created_at        bigint NOT NULL,
  touched_at        bigint NOT NULL,
  extended_at       bigint NOT NULL,
  expires_at        bigint,
  ended_at          bigint,
  end_reason        text,
  revoke_at         bigint,
  details           json NOT NULL,
  data              json NOT NULL,
  id_token          bytea CHECK (length(id_token) > 118),
  mac               bytea NOT NULL,
  CONSTRAINT ended_session_has_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CONSTRAINT live_session_has_id_token CHECK (ended_at IS NOT NULL OR id_token IS NOT NULL)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX session_cookie ON session (cookie_hash);
CREATE INDEX session_account ON session (subject) WHERE ended_at IS NULL;
CREATE INDEX session_provider ON session (provider_session) WHERE ended_at IS NULL AND provider_session IS NOT NULL;
CREATE INDEX session_browser ON session (browser_hash) WHERE ended_at IS NULL;
CREATE INDEX session_idle ON session (app, touched_at) WHERE ended_at IS NULL;
CREATE INDEX session_expiry ON session (app, expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL;
CREATE INDEX session_revocation ON session (app, revoke_at) WHERE ended_at IS NOT NULL AND revoke_at IS NOT NULL;
CREATE INDEX session_end ON session (app, ended_at) WHERE ended_at IS NOT NULL AND revoke_at IS NULL;

CREATE TABLE browser_login (
  rowid         bigint GENERATED ALWAYS AS IDENTITY,
  id            text PRIMARY KEY,
  workspace     text NOT NULL REFERENCES workspace,
  app           text NOT NULL,
  state_hash    bytea NOT NULL,
  browser_hash  bytea NOT NULL,
  created_at    bigint NOT NULL,
  expires_at    bigint NOT NULL,
  remove_at     bigint NOT NULL,
  phase         text NOT NULL CHECK (phase IN ('open', 'claimed', 'completed', 'failed')),
  details       json NOT NULL,
  mac           bytea NOT NULL
);
CREATE UNIQUE INDEX browser_login_state ON browser_login (state_hash);
CREATE INDEX browser_login_browser ON browser_login (browser_hash, rowid) WHERE phase = 'open';
CREATE INDEX browser_login_app ON browser_login (app, workspace, rowid) WHERE phase = 'open';
CREATE INDEX browser_login_removal ON browser_login (app, remove_at);

-- Tokens that are accepted once: the logout tokens of providers.
CREATE TABLE used_token (hash bytea PRIMARY KEY, remove_at bigint NOT NULL);
CREATE INDEX used_token_removal ON used_token (remove_at);

CREATE TABLE hook (
  connection  text NOT NULL REFERENCES connection ON DELETE CASCADE,
  event       text NOT NULL CHECK (event IN ('needs-login', 'expiring', 'recovered')),
  action      json NOT NULL,
  language    text NOT NULL,
  seen        json NOT NULL,
  due         json,
  last        json,
  mac         bytea NOT NULL,
  PRIMARY KEY (connection, event)
);
CREATE INDEX hook_due ON hook (connection) WHERE due IS NOT NULL;
`;
