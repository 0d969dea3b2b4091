/**
 * What happened seldom is looked for among what happens each hour, for every connection that is shown. Refreshes are left
 * out, so that they write no more than before.
 */
export const findableEvents = `
CREATE INDEX event_kind ON event (workspace, kind, id) WHERE kind <> 'refreshed';
`;
