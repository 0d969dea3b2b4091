import { bounded } from "./plain-text.ts";

/** Names whose values are secrets, in whatever notation a text has them. */
const secretField =
  /\b[\w-]{0,20}(?:token|code|secret|password|passwd|assertion|verifier|cookie|authorization|session|sid|key|signature|nonce|state)["'\]]{0,2} ?(?:[:=]|=>) ?["'`]?(?:(?:bearer|basic|dpop|token) )?([^\s"'`&,;<>)}\]]{3,4000})/gi;
const bearer = /\b(?:bearer|basic|dpop) ([^\s"'`,;<>]{3,4000})/gi;
const jwt = /\beyJ[\w-]{4,4000}\.[\w-]{2,4000}(?:\.[\w-]{0,4000})?/g;

/** Finds the secrets that a pasted text holds: values of telling names, credentials of a header, and JWTs. */
export function secretsIn(text: string): readonly string[] {
  const part = bounded(text);
  return [
    ...[...part.matchAll(secretField)].map((match) => match[1] ?? ""),
    ...[...part.matchAll(bearer)].map((match) => match[1] ?? ""),
    ...(part.match(jwt) ?? []),
  ];
}
