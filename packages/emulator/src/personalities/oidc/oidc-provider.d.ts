/** The part of oidc-provider that the emulator uses. The library has no types of its own. */
declare module "oidc-provider" {
  import type { EventEmitter } from "node:events";
  import type { IncomingMessage, ServerResponse } from "node:http";

  /** The stored form of a token, session, grant or interaction. */
  export interface Payload {
    [key: string]: unknown;
    grantId?: string;
    uid?: string;
    consumed?: number;
  }

  export interface Adapter {
    upsert(id: string, payload: Payload): Promise<void>;
    find(id: string): Promise<Payload | undefined>;
    findByUid(uid: string): Promise<Payload | undefined>;
    findByUserCode(userCode: string): Promise<Payload | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  export interface Token {
    readonly jti: string;
    readonly accountId?: string;
    readonly clientId?: string;
    readonly grantId?: string;
    readonly scope?: string;
    readonly isExpired: boolean;
    generateTokenId(): string;
  }

  export interface TokenModel {
    readonly prototype: Token;
    find(value: string): Promise<Token | undefined>;
  }

  export interface Client {
    readonly clientId: string;
    readonly clientName?: string;
    redirectUriAllowed(uri: string): boolean;
    compareClientSecret(secret: string): boolean | Promise<boolean>;
  }

  export interface Grant {
    readonly jti?: string;
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: string };
    readonly params: Readonly<Record<string, string | undefined>>;
    readonly session?: { readonly accountId?: string };
  }

  export type InteractionResult =
    | { readonly login: { readonly accountId: string } }
    | { readonly consent: { readonly grantId: string } }
    | { readonly error: string; readonly error_description: string };

  export interface OidcContext {
    readonly params?: Readonly<Record<string, string | undefined>>;
    readonly entities: {
      readonly Client?: Client;
      readonly Grant?: Grant;
      readonly RefreshToken?: Token;
    };
  }

  /** A Koa context. */
  export interface Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly method: string;
    readonly path: string;
    status: number;
    body: unknown;
    type: string;
    respond?: boolean;
    /** Present as soon as a route of the provider handles the request. */
    readonly oidc?: OidcContext;
    get(header: string): string;
    set(headers: Readonly<Record<string, string>>): void;
    redirect(url: string): void;
  }

  export interface Configuration {
    readonly adapter: (model: string) => Adapter;
    readonly [name: string]: unknown;
  }

  export class Provider extends EventEmitter {
    /** The context of the request that is being processed. */
    static readonly ctx: Context | undefined;

    constructor(issuer: string, configuration: Configuration);

    readonly AccessToken: TokenModel;
    readonly AuthorizationCode: TokenModel;
    readonly RefreshToken: TokenModel;
    readonly Client: { readonly prototype: Client; find(id: string): Promise<Client | undefined> };
    readonly Grant: new (properties: {
      readonly accountId: string;
      readonly clientId: string;
    }) => Grant;

    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): this;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    /** Stores the result and resolves with the address for the browser. */
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: InteractionResult,
    ): Promise<string>;
  }
}
