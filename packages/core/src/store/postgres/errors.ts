import { type ErrorCode, StoreError } from "../../errors.ts";

// @see https://www.postgresql.org/docs/current/errcodes-appendix.html
const codes: Readonly<Record<string, ErrorCode>> = {
  "23502": "store_conflict",
  "23503": "store_conflict",
  "23505": "store_conflict",
  "23514": "store_conflict",
  "25006": "store_replica",
  "28000": "store_denied",
  "28P01": "store_denied",
  "3D000": "store_missing",
  "3F000": "store_corrupt",
  "40001": "store_busy",
  "40P01": "store_busy",
  "42501": "store_denied",
  "42703": "store_corrupt",
  "42P01": "store_corrupt",
  "53100": "store_full",
  "53200": "store_busy",
  "53300": "store_busy",
  "55P03": "store_busy",
  "57014": "store_busy",
  // Raised by the fence around a store that moves: see moving.ts.
  TW001: "store_moving",
};

/** Classes of codes of a server that goes or has gone: connection exceptions, shutdown and start, I/O errors. */
const gone = /^(08|57P0|58|25P0[34])/;

/** Whether an error says that the connection to the server is gone, so that nothing more can be asked on it. */
export const isGone = (error: unknown): boolean =>
  error instanceof StoreError && error.code === "store_unreachable";

/** Whether the server does not take writes: it follows another one, or does from now on. */
export const isReplica = (error: unknown): boolean =>
  error instanceof StoreError && error.code === "store_replica";

/** Whether a statement failed as those of a store do that moves, or has moved: by the fence, or for want of a table. */
export const mayBeMoved = (error: unknown): boolean => {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return code === "store_moving" || cause?.code === "42P01";
};

/** Whether the server has no connection left for this process. */
export const isCrowded = (error: unknown): boolean =>
  (error as { cause?: { code?: unknown } }).cause?.code === "53300";

/** Whether a statement was prepared for columns that a newer program has changed since. */
export const isOutdated = (error: unknown): boolean => {
  const { cause } = error as { cause?: { code?: unknown; routine?: unknown } };
  return cause?.code === "0A000" && cause.routine === "RevalidateCachedQuery";
};

/** Whether a transaction may be run again at once: another one was in its way. */
export const isCollision = (error: unknown): boolean => {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code === "40001" || cause?.code === "40P01" || isOutdated(error);
};

/** Converts a failure of the driver or the server to a {@link StoreError}. Returns other errors unchanged. */
export function toStoreError(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const { code, constraint } = error as Error & { code?: string; constraint?: string };
  if (/does not support SSL/.test(error.message))
    return new StoreError("store_tls", { place, reason: "NO_TLS" }, error);
  // The driver's message may name the user; its cause is for programs and never printed.
  if (code === undefined && /^SASL/.test(error.message))
    return new StoreError("store_denied", { place }, error);
  if (code === undefined)
    return isOfDriver(error) ? new StoreError("store_unreachable", { place }, error) : error;
  if (isOutdated({ cause: error })) return new StoreError("store_busy", { place }, error);
  const found = codes[code];
  if (found === "store_conflict") return new StoreError(found, { place, rule: constraint ?? code }, error);
  if (found !== undefined) return new StoreError(found, { place }, error);
  if (isOfTls(code)) return new StoreError("store_tls", { place, reason: code }, error);
  return gone.test(code) || isOfNetwork(code) ? new StoreError("store_unreachable", { place }, error) : error;
}

const isOfNetwork = (code: string): boolean => /^E[A-Z]+$/.test(code);

/** Whether an error is that of a check of the server's certificate. @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const isOfTls = (code: string): boolean => /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^ERR_(TLS|SSL)/.test(code);

/** Whether an error without a code is one of the driver about its connection. */
const isOfDriver = (error: Error): boolean =>
  /^(Connection terminated|Client has encountered|Client was closed|timeout exceeded|Query read timeout|timeout expired|Cannot use a pool)/i.test(
    error.message,
  );
