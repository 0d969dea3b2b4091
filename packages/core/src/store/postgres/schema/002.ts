/**
 * Start of the unbroken contact of each process with the database. An earlier Tokenwell leaves it empty: other processes then
 * count their own contact only.
 */
export const contact = "ALTER TABLE node ADD COLUMN contact_since timestamptz";
