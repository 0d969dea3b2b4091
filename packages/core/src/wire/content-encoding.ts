/** A body without its content codings. */
export interface DecodedBody {
  readonly body: Uint8Array;
  /** `false` if the coding is cut off or corrupt; `body` is the part that could be decoded. */
  readonly complete: boolean;
}

/** More codings than any server uses. Each one takes time. */
const maxCodings = 5;
/** Bytes to read and write in search of a corrupt byte: enough for any body of the default length. */
const maxSearchBytes = 64 * 1024 * 1024;
const chunkSize = 65_536;
const knownCodings = ["gzip", "x-gzip", "deflate", "br"];

/**
 * Removes the codings that a `Content-Encoding` header lists, at once: nothing waits. `null` if nothing is to be
 * removed, a coding is unknown, or the body does not have it.
 *
 * @throws RangeError if the decoded body is longer than `maxBytes`
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4
 */
export function decodeBody(body: Uint8Array, contentEncoding: string, maxBytes: number): DecodedBody | null {
  const listed = contentEncoding.toLowerCase().split(/[\s,]+/);
  const codings = listed.filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > maxCodings || !codings.every((coding) => knownCodings.includes(coding))) return null;
  let decoded: DecodedBody = { body, complete: true };
  for (const coding of codings.reverse()) {
    const next = decoded.body.length === 0 ? null : decodeCoding(decoded.body, coding, maxBytes);
    if (next === null) break;
    decoded = { body: next.body, complete: decoded.complete && next.complete };
  }
  return decoded.body === body ? null : decoded;
}

function decodeCoding(encoded: Uint8Array, coding: string, maxBytes: number): DecodedBody | null {
  const zlib = process.getBuiltinModule("node:zlib");
  const decode = coding === "br" ? zlib.brotliDecompressSync : inflaterOf(encoded, coding);
  const options = { maxOutputLength: maxBytes, chunkSize };
  const whole = attempt(() => decode(encoded, options));
  // Some servers send JSON under the name of a coding, and Brotli reads its brace as an empty body.
  const isJson = encoded[0] === 0x7b;
  if (whole !== null && (whole.length > 0 || !isJson)) return { body: whole, complete: true };
  if (isJson) return null;
  const { BROTLI_OPERATION_FLUSH, Z_SYNC_FLUSH } = zlib.constants;
  const lenient = { ...options, finishFlush: coding === "br" ? BROTLI_OPERATION_FLUSH : Z_SYNC_FLUSH };
  // zlib drops what it has decoded when it meets a corrupt byte: find the longest part without one.
  let body: Uint8Array = new Uint8Array();
  let [good, bad] = [0, encoded.length + 1];
  for (let end = encoded.length, work = 0; bad - good > 1 && work < maxSearchBytes; end = (good + bad) >> 1) {
    const part = attempt(() => decode(encoded.subarray(0, end), lenient));
    if (part === null) bad = end;
    else [good, body] = [end, part];
    work += end + body.length;
  }
  return body.length === 0 ? null : { body, complete: false };
}

/** Returns `null` for corrupt or missing data. */
function attempt(decode: () => Uint8Array): Uint8Array | null {
  try {
    return decode();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return null;
  }
}

/** `deflate` is the format of RFC 1950, but some servers send the bare one of RFC 1951. */
function inflaterOf(encoded: Uint8Array, coding: string) {
  const { gunzipSync, inflateSync, inflateRawSync } = process.getBuiltinModule("node:zlib");
  if (coding !== "deflate") return gunzipSync;
  const [first = 0, second] = encoded;
  const hasHeader = (first & 15) === 8 && (second === undefined || (first * 256 + second) % 31 === 0);
  return hasHeader ? inflateSync : inflateRawSync;
}
