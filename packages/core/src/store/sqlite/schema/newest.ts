/** Schema version that this Tokenwell writes. In its own file, so that the command's fast path loads no schema. */
export const newest = 12;
