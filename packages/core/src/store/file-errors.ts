import { StoreError } from "../errors.ts";

/** Converts a failure of the file system to `store_full` or `store_unwritable`. Returns other errors unchanged. */
export function toFileError(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return new StoreError("store_full", { place }, error);
  const isOfFiles = code !== undefined && "syscall" in error;
  return isOfFiles ? new StoreError("store_unwritable", { place }, error) : error;
}
