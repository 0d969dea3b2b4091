/** Mark of a store that moves as a whole: see `tables/store-move.ts`. */
export const moves = `
ALTER TABLE store ADD COLUMN move_id TEXT;
ALTER TABLE store ADD COLUMN move_state TEXT CHECK (move_state IN ('leaving', 'frozen', 'moved', 'arriving'));
ALTER TABLE store ADD COLUMN move_place TEXT;
ALTER TABLE store ADD COLUMN move_cursor TEXT;
`;
