/** The schema version that this tokenwell writes. On its own, so that the command's fast path loads no schema. */
export const newest = 6;
