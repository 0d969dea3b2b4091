/**
 * Queue of the workers: the turn of each connection that they refresh, `NULL` for the others. The client is there too,
 * so that one index answers a worker that has no room for some clients. An earlier Tokenwell that has the store open
 * leaves the turn as it is, which is early at worst; its statements need names that no table beside has.
 */
export const queue = `
ALTER TABLE schedule ADD COLUMN turn_workspace TEXT;
ALTER TABLE schedule ADD COLUMN turn_client TEXT;
ALTER TABLE schedule ADD COLUMN turn_at INTEGER;
UPDATE schedule SET turn_workspace = workspace, turn_client = client,
  turn_at = iif(owner = 'named' AND refresh_token IS NOT NULL AND status IN ('ok', 'unsettled', 'suspended'), due_at, NULL)
  FROM connection WHERE connection.id = schedule.connection;
CREATE INDEX schedule_turn ON schedule (turn_workspace, turn_at, turn_client) WHERE turn_at IS NOT NULL;
`;
