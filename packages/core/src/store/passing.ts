import { type ErrorCode, StoreError } from "../errors.ts";

/** Failures of a store that may be over at the next try, without an action of the user on this program. */
const passingCodes: ReadonlySet<ErrorCode> = new Set([
  "store_busy",
  "store_full",
  "store_unwritable",
  "store_unreachable",
  "store_replica",
  "store_moving",
]);

/** Whether a failure of the store may be over at the next try. */
export const isPassing = (error: unknown): error is StoreError =>
  error instanceof StoreError && passingCodes.has(error.code);
