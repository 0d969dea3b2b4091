import { introspectionRequest } from "oauth4webapi";
import type { InstantMs } from "../model.ts";
import { parseJsonObject, readNumber, textMember } from "./response.ts";
import { type NoResult, requestAbout, type TokenQuestion } from "./revocation.ts";

/** The latest instant that counts, in seconds since 1970: the last year of four digits. */
const latestSeconds = Date.UTC(9999, 11, 31) / 1000;

/** The state of a token at its provider. */
export type Introspection =
  | { readonly kind: "active"; readonly expiresAtMs: InstantMs | null; readonly scope: string | null }
  | { readonly kind: "inactive" }
  | NoResult;

/**
 * Asks the provider whether a token is active, and until when.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 */
export async function introspectToken(question: TokenQuestion): Promise<Introspection> {
  const response = await requestAbout(question, "introspection", introspectionRequest);
  if ("kind" in response) return response;
  const members = parseJsonObject(response.body);
  if (members?.active === false) return { kind: "inactive" };
  if (members?.active !== true)
    return { kind: "unreachable", reason: "unreadable", status: 200, retryAfterSeconds: null };
  // Some servers send every member as a string.
  const expSeconds = readNumber(members.exp) ?? 0;
  const expiresAtMs = expSeconds > 0 ? Math.min(expSeconds, latestSeconds) * 1000 : null;
  return { kind: "active", expiresAtMs, scope: textMember(members, "scope") };
}
