import type { AuthMethod } from "../model.ts";
import type { ProviderId } from "../providers/provider.ts";

/** The client that `Tokenwell.describeClient()` describes: that of a connection, or one at an address. */
export type ClientTarget =
  | {
      /** Default: as for `Tokenwell.status()` with a name. */
      readonly name: string;
    }
  | {
      /** The issuer, org or tenant, as for `Tokenwell.login()`. */
      readonly address: string;
      /** Default: detected from the host, otherwise `oidc`. */
      readonly provider?: ProviderId;
      readonly clientId: string;
      /** Whether the client has no secret. Default: `false`. */
      readonly isPublic?: boolean;
      /** The scopes, separated by spaces. Default: those of `Tokenwell.login()`. */
      readonly scope?: string;
      readonly audience?: string;
      /** Default: `http://localhost:9355/callback`. */
      readonly redirectUri?: string;
    };

/** Requests of a client, for another program: to log a user in, to refresh, to call the API. Holds no secret. */
export interface ClientDescription {
  readonly provider: ProviderId;
  readonly issuer: string;
  readonly clientId: string;
  /** `none`: the client has no secret. */
  readonly authMethod: AuthMethod;
  readonly redirectUri: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** `null`: the provider has none. */
  readonly userinfoEndpoint: string | null;
  /**
   * The parameters of the authorization request that are the same for every login: all but `state`, `nonce` and
   * `code_challenge`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
   */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** The base URL of the API; `null` if neither the provider nor the user has named it. */
  readonly apiBase: string | null;
}
