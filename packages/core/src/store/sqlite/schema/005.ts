/**
 * Indices for stores with many connections and a long history. `status` looks up rare events of each connection: their
 * partial index leaves out `refreshed`, the frequent kind, so refreshes cost nothing extra. A refresh reads few of the
 * attempts of fifty generations: the unsettled ones, and those that it may forget.
 */
export const indices = `
CREATE INDEX event_kind ON event (workspace, kind, id) WHERE kind <> 'refreshed';
CREATE INDEX attempt_unsettled ON attempt (connection, created_at)
  WHERE phase IN ('open', 'superseded', 'ambiguous', 'abandoned') OR raw_answer IS NOT NULL;
DROP INDEX attempt_connection;
CREATE INDEX attempt_generation ON attempt (connection, base_generation);
`;
