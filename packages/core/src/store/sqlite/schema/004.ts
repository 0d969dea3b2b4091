/**
 * Columns for the machine and path of the store's last use and for its number of rotations, so that a copy or an
 * earlier state is detected. See `witness.ts`.
 */
export const whereabouts = `
ALTER TABLE store ADD COLUMN rotations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store ADD COLUMN machine TEXT;
ALTER TABLE store ADD COLUMN place TEXT;
`;
