import type { TokenSet } from "../api/token.ts";
import { decodeClaims } from "../oauth/id-token.ts";
import type { CurrentToken } from "../store/store.ts";

/** Converts an access token to its public form. Decrypts the ID token on first use, because few callers read it. */
export function toTokenSet(token: CurrentToken): TokenSet {
  const { accessToken, tokenType, scope, expiresAtSource, instanceUrl } = token;
  const expiresAt = new Date(token.expiresAtMs);
  const api = instanceUrl === undefined ? null : { instanceUrl };
  const openIdToken = token.idToken;
  if (!openIdToken)
    return Object.freeze({ accessToken, tokenType, expiresAt, expiresAtSource, scope, ...api });
  let opened: string | undefined;
  const idToken = (): string | undefined => {
    opened ??= openIdToken();
    return opened;
  };
  return Object.freeze({
    accessToken,
    tokenType,
    expiresAt,
    expiresAtSource,
    scope,
    ...api,
    get idToken() {
      return idToken();
    },
    get claims() {
      const jwt = idToken();
      return jwt === undefined ? undefined : (decodeClaims(jwt) ?? undefined);
    },
  });
}
