/** A client secret that replaces the present one as soon as the provider accepts it. */
export const nextSecret = `
ALTER TABLE client ADD COLUMN next_secret BLOB CHECK (length(next_secret) > 118);
`;
