import { type ErrorCode, StoreError } from "../../errors.ts";
import { toFileError } from "../file-errors.ts";

// @see https://www.sqlite.org/rescode.html — primary codes
const codes: Readonly<Record<number, ErrorCode>> = {
  3: "store_unwritable", // PERM
  5: "store_busy",
  6: "store_busy", // LOCKED
  8: "store_unwritable", // READONLY
  10: "store_unwritable", // IOERR
  11: "store_corrupt",
  13: "store_full",
  14: "store_unwritable", // CANTOPEN
  19: "store_conflict", // CONSTRAINT
  23: "store_unwritable", // AUTH
  26: "store_corrupt", // NOTADB
};
/** SQLITE_IOERR_SHMSIZE: the index of the log could not grow, because the disk is full. */
const shmSize = 4874;

/** Converts a failure of SQLite or the file system to a {@link StoreError}. Returns other errors unchanged. */
export function toStoreError(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const { code, errcode } = error as Error & { code?: string; errcode?: number };
  if (code === "ERR_SQLITE_ERROR" && errcode !== undefined) {
    const found = errcode === shmSize ? "store_full" : (codes[errcode & 0xff] ?? otherSchema(error));
    // SQLite's message names the broken rule, never a value.
    const facts = found === "store_conflict" ? { place, rule: ruleOf(error.message) } : { place };
    return found === undefined ? error : new StoreError(found, facts, error);
  }
  if (code === "ERR_INVALID_STATE") return new StoreError("store_closed", { place }, error);
  return toFileError(error, place);
}

/** Whether an error is `store_busy`, so that a retry may succeed. */
export function isBusy(error: unknown): boolean {
  return error instanceof StoreError && error.code === "store_busy";
}

/** Returns `store_corrupt` if the database has other tables than its version says. */
function otherSchema(error: Error): ErrorCode | undefined {
  const isOther = /^(no such (table|column)|duplicate column name|\w+ \w+ already exists)/.test(
    error.message,
  );
  return isOther ? "store_corrupt" : undefined;
}

function ruleOf(message: string): string {
  return message.replace(/^\w+ constraint failed: /, "");
}
