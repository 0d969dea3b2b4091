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
  /** Aborts the request. */
  readonly signal?: AbortSignal;
}
