/**
 * For stores of many connections, and of many months. What happened seldom is looked for, for every connection that is
 * shown, among what happens each hour; refreshes are left out of that index, so that they write no more than before. Of
 * the attempts of fifty generations a refresh needs the few that are unsettled, and those that it may forget.
 */
export const indices = `
CREATE INDEX event_kind ON event (workspace, kind, id) WHERE kind <> 'refreshed';
CREATE INDEX attempt_unsettled ON attempt (connection, created_at)
  WHERE phase IN ('open', 'superseded', 'ambiguous', 'abandoned') OR raw_answer IS NOT NULL;
DROP INDEX attempt_connection;
CREATE INDEX attempt_generation ON attempt (connection, base_generation);
`;
