/** Column for a client secret that replaces the current one once the provider accepts it. */
export const nextSecret = `
ALTER TABLE client ADD COLUMN next_secret BLOB CHECK (length(next_secret) > 118);
`;
