/**
 * Sessions of web apps, and the logins that browsers begin. Hashes are stored as bytes. Every index is as small as its
 * queries allow: those of live sessions leave out ended ones, and what is selective by itself (a subject, a hash) stands
 * alone. The times stand behind the app, so that the sweep of one app does not read what another one has left.
 */
export const sessions = `
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
-- Each index ends with the rowid, which is the order in which the logins began.
CREATE INDEX browser_login_browser ON browser_login (browser_hash) WHERE phase = 'open';
CREATE INDEX browser_login_app ON browser_login (app, workspace) WHERE phase = 'open';
CREATE INDEX browser_login_removal ON browser_login (app, remove_at);

-- An open login of a browser is no work that a process has left: its browser login owns it. There may be many.
DROP INDEX login_unfinished;
CREATE INDEX login_unfinished ON login (workspace, created_at)
  WHERE phase <> 'open' OR settings ->> '$.sessionId' IS NULL;

-- Tokens that are accepted once: the logout tokens of providers.
CREATE TABLE used_token (hash BLOB PRIMARY KEY, remove_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX used_token_removal ON used_token (remove_at);
`;
