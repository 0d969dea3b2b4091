import { randomInt } from "node:crypto";
import { watchSecrets } from "./secret.ts";

/** Characters of a secret by which a text is searched for it. A shorter one is searched for as a whole. */
const prefixLength = 12;
/** Minimum length of a secret that is hidden. Hiding shorter ones would garble the text. */
const minLength = 8;
/** Number of secrets that are remembered at least. One that is used again counts as new. */
const mostRemembered = 8_192;

/** Hashes of secrets: no plaintext is kept. */
class Hashes {
  readonly whole = new Set<number>();
  /** Lengths of the secrets that begin with a prefix, by its length and its hash. */
  readonly prefixes = new Map<number, Map<number, Set<number>>>();
}

/**
 * Remembers each {@link Secret} that this process makes or reads from now on, and returns a function that removes them from
 * a text, whatever brought them there: whole or from their beginning, as they are, in JSON or in an address. For what a
 * process that lives long writes down. Keeps hashes only, of the last 8,192 secrets or more and of those in `always`.
 *
 * @param always further values to remove, such as the password of a database
 *
 * @example
 * import { hideSecrets, openTokenwell } from "@tokenwell/core";
 *
 * const hide = hideSecrets();
 * const tokenwell = await openTokenwell();
 * const { accessToken } = await tokenwell.token();
 * console.log(hide(`token: ${accessToken}`));
 */
export function hideSecrets(always: readonly string[] = []): (text: string) => string {
  const seed = randomInt(2 ** 32);
  const pinned = new Hashes();
  let [recent, older] = [new Hashes(), new Hashes()];
  for (const value of always) remember(pinned, value, seed);
  watchSecrets((value) => {
    remember(recent, value, seed);
    if (recent.whole.size >= mostRemembered) [recent, older] = [new Hashes(), recent];
  });
  return (text) => hide(text, [recent, older, pinned], seed);
}

function remember({ prefixes, whole }: Hashes, value: string, seed: number): void {
  if (value.length < minLength || whole.has(hashOf(value, 0, value.length, seed))) return;
  for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]) {
    const size = Math.min(prefixLength, form.length);
    const prefix = hashOf(form, 0, size, seed);
    const known = prefixes.get(size) ?? new Map<number, Set<number>>();
    prefixes.set(size, known);
    known.set(prefix, (known.get(prefix) ?? new Set()).add(form.length));
    whole.add(hashOf(form, 0, form.length, seed));
  }
}

function hide(text: string, all: readonly Hashes[], seed: number): string {
  let [shown, from] = ["", 0];
  for (let at = 0; at + minLength <= text.length; at += 1) {
    const end = Math.max(...all.map((hashes) => endOf(text, at, hashes, seed)));
    if (end <= at) continue;
    shown += `${text.slice(from, at)}…`;
    from = end;
    at = end - 1;
  }
  return shown + text.slice(from);
}

/** Returns the end of the secret that begins at a position; 0 if none does. One that is cut off ends with its word. */
function endOf(text: string, at: number, { prefixes, whole }: Hashes, seed: number): number {
  for (const [size, known] of prefixes) {
    const lengths = known.get(hashOf(text, at, size, seed));
    if (lengths === undefined) continue;
    const fitting = [...lengths].filter((length) => whole.has(hashOf(text, at, length, seed)));
    if (fitting.length > 0) return at + Math.max(...fitting);
    const word = /[^\s"'\\<>]*/y;
    word.lastIndex = at;
    return Math.max(at + size, at + (word.exec(text)?.[0].length ?? 0));
  }
  return 0;
}

/** Hashes a part of a text to 32 bits; -1 if the text has no such part. FNV-1a, with a start of its own. */
function hashOf(text: string, at: number, length: number, seed: number): number {
  if (at + length > text.length) return -1;
  let hash = seed;
  for (let index = at; index < at + length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
