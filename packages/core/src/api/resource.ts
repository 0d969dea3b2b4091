/** A protected resource and its authorization server: the result of `Tokenwell.protectedResource()`. */
export interface ProtectedResource {
  /** Identifier of the resource, for `LoginOptions.resource`. It may stand for every address below it. */
  readonly resource: string;
  /** The address that was asked for, without its query: the base of the API. */
  readonly apiBase: string;
  /** Issuer of its authorization server: the address to log in at. */
  readonly issuer: string;
  /** Scope that the resource asks for, separated by spaces; `null` if it names none. */
  readonly scope: string | null;
  /** Whether `Tokenwell.register()` may get a client there. @see https://www.rfc-editor.org/rfc/rfc7591 */
  readonly canRegister: boolean;
  /**
   * Whether the client id may be the https address of a document that describes the client.
   *
   * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
   */
  readonly acceptsClientMetadata: boolean;
}

/** Options of `Tokenwell.register()`. */
export interface RegistrationOptions {
  readonly redirectUri: string;
  /** Scope of its logins, separated by spaces. Default: the server's. */
  readonly scope?: string;
}
