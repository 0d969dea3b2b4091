/**
 * Where the store was last used and how many refresh tokens were replaced in it, so that a copy and an earlier state of
 * it can be told. See `witness.ts`.
 */
export const whereabouts = `
ALTER TABLE store ADD COLUMN rotations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store ADD COLUMN machine TEXT;
ALTER TABLE store ADD COLUMN place TEXT;
`;
