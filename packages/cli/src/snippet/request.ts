import type { ClientDescription } from "@tokenwell/core";

/** The steps of a login by hand, in order. */
export const steps = ["authorize", "exchange", "refresh", "call"] as const;
export type Step = (typeof steps)[number];

/** A value that a snippet reads from the environment when it runs. */
export interface Variable {
  readonly variable: VariableName;
}
export type VariableName = "CODE" | "CODE_VERIFIER" | "CLIENT_SECRET" | "REFRESH_TOKEN" | "ACCESS_TOKEN";

/** A field of a form: a value that is no secret, or a variable. */
export type Field = readonly [name: string, value: string | Variable];

/** The request of one step, before it is code. */
export interface SnippetRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** The fields of the form; empty for a GET. */
  readonly form: readonly Field[];
  /** The header `Authorization`; `basic`: client id and secret, form-encoded first (RFC 6749 section 2.3.1). */
  readonly authorization: "none" | "basic" | "bearer";
  readonly clientId: string;
}

/** The requests of a client. Its authorization request is an address: `state` and `code_challenge` are to be added. */
export interface ClientRequests {
  readonly authorize: string;
  readonly exchange: SnippetRequest;
  readonly refresh: SnippetRequest;
  readonly call: SnippetRequest;
}

/** Returns the requests of a client, and of an API call at `apiUrl`. */
export function requestsOf(client: ClientDescription, apiUrl: string): ClientRequests {
  const { clientId, redirectUri, authorizationEndpoint, authorizationParameters } = client;
  const grant = (name: string, ...fields: readonly Field[]) =>
    tokenRequest(client, [["grant_type", name], ...fields]);
  return {
    authorize: addressOf(authorizationEndpoint, {
      ...authorizationParameters,
      code_challenge_method: "S256",
    }),
    exchange: grant(
      "authorization_code",
      ["code", { variable: "CODE" }],
      ["redirect_uri", redirectUri],
      ["code_verifier", { variable: "CODE_VERIFIER" }],
    ),
    refresh: grant("refresh_token", ["refresh_token", { variable: "REFRESH_TOKEN" }]),
    call: { method: "GET", url: addressOf(apiUrl), form: [], authorization: "bearer", clientId },
  };
}

function tokenRequest(
  { tokenEndpoint, clientId, authMethod }: ClientDescription,
  fields: readonly Field[],
): SnippetRequest {
  const id: Field = ["client_id", clientId];
  const secret: Field = ["client_secret", { variable: "CLIENT_SECRET" }];
  const authentication = { none: [id], client_secret_post: [id, secret], client_secret_basic: [] }[
    authMethod
  ];
  return {
    method: "POST",
    url: addressOf(tokenEndpoint),
    form: [...fields, ...authentication],
    authorization: authMethod === "client_secret_basic" ? "basic" : "none",
    clientId,
  };
}

/** Returns the variables that a request reads, in the order of their first use. */
export function variablesOf({ form, authorization }: SnippetRequest): readonly VariableName[] {
  const inForm = form.flatMap(([, value]) => (typeof value === "string" ? [] : [value.variable]));
  const inHeader = { none: [], basic: ["CLIENT_SECRET"], bearer: ["ACCESS_TOKEN"] } as const;
  return [...inForm, ...inHeader[authorization]];
}

/** Percent-encodes a value of a form or a query. Nothing that is left has a meaning in a string of any language. */
export function encodeValue(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*~]/g, (character) => percent(character));
}

/** Returns an address with parameters added, and without a character that has a meaning in a string of any language. */
function addressOf(address: string, parameters: Readonly<Record<string, string>> = {}): string {
  const url = new URL(address);
  url.hash = "";
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeValue(value)}`);
  const query = [url.search.slice(1), ...added].filter((part) => part !== "").join("&");
  url.search = "";
  return `${url.href}${query === "" ? "" : `?${query}`}`.replace(/[!'()*$`\\]/g, (character) =>
    percent(character),
  );
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
