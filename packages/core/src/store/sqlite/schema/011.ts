/**
 * Rotation of keys: the earlier key of a workspace while all values are sealed anew, and the keys that outlast rotations,
 * of fingerprints and derived secrets. All are wrapped by the key-encryption key.
 */
export const rotation = `
ALTER TABLE workspace ADD COLUMN old_key_id BLOB CHECK (length(old_key_id) = 16);
ALTER TABLE workspace ADD COLUMN old_key BLOB CHECK ((old_key IS NULL) = (old_key_id IS NULL));
ALTER TABLE workspace ADD COLUMN lasting_keys BLOB;
ALTER TABLE workspace ADD COLUMN key_since INTEGER;
`;
