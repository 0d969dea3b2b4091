/** Options of `Tokenwell.fetch()`, in the form of the web's `fetch`. */
export interface FetchOptions {
  /** Default: `GET`, or `POST` if there is a `body`. */
  readonly method?: string;
  /** Headers of the request. An `Authorization` header is ignored: the access token takes its place. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body. It is sent from memory; streams are not supported. */
  readonly body?: string | Uint8Array;
  /** Further hosts (`host` or `host:port`) that may receive the access token, over https. Default: the connection's API only. */
  readonly allowHosts?: readonly string[];
  /** Aborts the request, and the body of its response with {@link FetchOptions.stream}. */
  readonly signal?: AbortSignal;
  /**
   * Whether to return as soon as the headers are here, with a body that is read as it arrives, of any length and for
   * any time. Redirects to another origin are then not followed but returned. Default: `false`.
   */
  readonly stream?: boolean;
}
