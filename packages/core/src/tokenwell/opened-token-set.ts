import type { TokenSet } from "../api/token.ts";
import type { ExpirySource } from "../model.ts";
import { decodeClaims } from "../oauth/id-token.ts";
import type { CurrentToken } from "../store/store.ts";

/** An access token in its public form. Decrypts the ID token on first use, because few callers read it. */
export class OpenedTokenSet implements TokenSet {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresAt: Date;
  readonly expiresAtSource: ExpirySource;
  readonly scope: string;
  readonly instanceUrl?: string;
  readonly #openIdToken: CurrentToken["idToken"];
  #idToken: string | undefined;

  constructor(token: CurrentToken) {
    this.accessToken = token.accessToken;
    this.tokenType = token.tokenType;
    this.expiresAt = new Date(token.expiresAtMs);
    this.expiresAtSource = token.expiresAtSource;
    this.scope = token.scope;
    if (token.instanceUrl !== undefined) this.instanceUrl = token.instanceUrl;
    this.#openIdToken = token.idToken;
    Object.freeze(this);
  }

  get idToken(): string | undefined {
    this.#idToken ??= this.#openIdToken?.();
    return this.#idToken;
  }

  get claims(): Readonly<Record<string, unknown>> | undefined {
    const { idToken } = this;
    return idToken === undefined ? undefined : (decodeClaims(idToken) ?? undefined);
  }
}
