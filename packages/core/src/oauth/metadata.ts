import { InputError, ProviderError, type TokenwellError, WireError } from "../errors.ts";
import { isLoopbackHost, withScheme } from "../loopback.ts";
import type { Endpoints } from "../model.ts";
import { judgeAddress } from "../providers/address.ts";
import type { Fetch, Members, ServerMetadata } from "../providers/provider.ts";
import { sanitize } from "../text/sanitize.ts";
import { getDocument } from "./redirects.ts";
import { parseJsonObject, textMember } from "./response.ts";

const oidcPath = "/.well-known/openid-configuration";
const oauthPath = "/.well-known/oauth-authorization-server";

/** Our names of the endpoints, and their members in a metadata document. */
const endpointMembers = {
  authorization: "authorization_endpoint",
  token: "token_endpoint",
  revocation: "revocation_endpoint",
  introspection: "introspection_endpoint",
  userinfo: "userinfo_endpoint",
  jwks: "jwks_uri",
} as const;

/**
 * Fetches the metadata of an issuer: of an OpenID provider first, then of an OAuth server. `typed` is the text that the
 * user typed: the default scheme is https, a final slash does not matter, and the address of the metadata itself is
 * accepted. Its `issuer` must be the same in every other respect, and is used from then on. So a redirect may lead to
 * another https origin: the document is trusted for the issuer that the user typed, or not at all.
 *
 * `order` is the order of the well-known addresses: `oidc` by default, `oauth` is that of MCP.
 *
 * Throws `invalid_address`, `insecure_address`, `unknown_issuer`, `no_discovery`, `too_many_redirects`, `not_json`,
 * `issuer_mismatch`, `metadata_incomplete`, `endpoint_on_this_machine`, and what `fetch` throws.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization#authorization-server-metadata-discovery
 */
export async function discover(
  typed: string,
  fetch: Fetch,
  order: "oidc" | "oauth" = "oidc",
): Promise<ServerMetadata> {
  const input = readIssuer(typed);
  const { origin, pathname } = input.url;
  const path = pathname.replace(/\/+$/, "");
  const oidc = `${origin}${path}${oidcPath}`;
  const oauth = `${origin}${oauthPath}${path}`;
  // MCP knows a third one, which is the same as the first without a path.
  const places = order === "oidc" ? [oidc, oauth] : [oauth, `${origin}${oidcPath}${path}`, oidc];
  let failure: TokenwellError | undefined;
  for (const place of new Set(places)) {
    const { document, error } = await ask(place, input, fetch);
    if (document) return readMetadata(document, input);
    // Nearly every provider has the first address, so its failure says more.
    failure ??= error;
  }
  throw failure ?? new ProviderError("no_discovery", { host: input.url.host, url: oidc, status: 404 });
}

/** The issuer that the user typed. */
interface IssuerInput {
  readonly url: URL;
  /** Every spelling of the same issuer. */
  readonly spellings: ReadonlySet<string>;
}

function readIssuer(typed: string): IssuerInput {
  const text = typed.trim().replace(/^[<"'`]+|[>"'`]+$/g, "");
  const whole = withScheme(text);
  const bare = whole
    .replace(/\/\.well-known\/openid-configuration\/?$/, "")
    .replace(/\/\.well-known\/oauth-authorization-server(?=\/|$)/, "");
  const url = URL.canParse(bare) ? new URL(bare) : null;
  const wrongScheme = url?.protocol !== "https:" && url?.protocol !== "http:";
  // A user name or a query is a slip, such as an e-mail address or an authorization address. Either may hold a secret,
  // so the error does not quote it in full.
  if (url === null || wrongScheme || url.username !== "" || url.password !== "" || /[?#]/.test(bare)) {
    throw new InputError("invalid_address", { given: sanitize(text.replace(/[?#].*$|:\/\/.*@/gs, "…")) });
  }
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    throw new InputError("insecure_address", { url: sanitize(url.href) });
  }
  const withoutSlash = [bare, url.href].map((spelling) => spelling.replace(/\/+$/, ""));
  return { url, spellings: new Set(withoutSlash.flatMap((spelling) => [spelling, `${spelling}/`])) };
}

type MetadataResponse =
  | { readonly document: Members; readonly error?: never }
  | { readonly document: null; readonly error: TokenwellError };

async function ask(address: string, issuer: IssuerInput, fetch: Fetch): Promise<MetadataResponse> {
  const options = { headers: { accept: "application/json" }, redirect: "manual" } as const;
  const mayFollow = (next: URL): boolean =>
    next.protocol === "https:" && judgeAddress(next, issuer.url) === "allowed";
  const fetched = await getDocument(address, options, fetch, mayFollow).catch((error: unknown) => {
    if (error instanceof ProviderError) return error;
    throw isUnknownHost(error) ? new InputError("unknown_issuer", { host: error.facts.host ?? "" }) : error;
  });
  if (fetched instanceof ProviderError) return { document: null, error: fetched };
  const { response } = fetched;
  const { host, origin, pathname } = new URL(fetched.url);
  // The query of a login page may hold a secret.
  const url = sanitize(`${origin}${pathname}`);
  const text = await response.text();
  if (response.status !== 200) {
    return {
      document: null,
      error: new ProviderError("no_discovery", { host, url, status: response.status }),
    };
  }
  const document = parseJsonObject(text);
  if (document !== null) return { document };
  return { document: null, error: new ProviderError("not_json", { host, url, what: kindOfPage(text) }) };
}

function isUnknownHost(error: unknown): error is WireError {
  return error instanceof WireError && error.facts.reason === "dns";
}

function kindOfPage(text: string): "login" | "HTML" | "text" {
  const start = text.slice(0, 20_000);
  if (!/<(?:!doctype|html|head|body|title)\b/i.test(start)) return "text";
  return /type=["']?password|<title>[^<]{0,80}(?:log ?in|sign ?in|ログイン|サインイン)/i.test(start)
    ? "login"
    : "HTML";
}

function readMetadata(document: Members, input: IssuerInput): ServerMetadata {
  const { host } = input.url;
  const issuer = textMember(document, "issuer");
  if (issuer === null) throw new ProviderError("metadata_incomplete", { host, endpoint: "issuer" });
  if (/[{}]/.test(issuer))
    throw new InputError("issuer_template", { host, says: sanitize(issuer), ...tenantOf(issuer) });
  if (!input.spellings.has(issuer)) {
    throw new InputError("issuer_mismatch", { host, says: sanitize(issuer), command: loginCommand(issuer) });
  }
  return {
    issuer,
    endpoints: readEndpoints(document, input),
    tokenAuthMethods: list(document, "token_endpoint_auth_methods_supported"),
    codeChallengeMethods: list(document, "code_challenge_methods_supported"),
    scopes: list(document, "scopes_supported"),
    idTokenAlgorithms: list(document, "id_token_signing_alg_values_supported"),
    issParameter: document.authorization_response_iss_parameter_supported === true,
    endSessionEndpoint: readOptional(document, "end_session_endpoint", input),
    registrationEndpoint: readOptional(document, "registration_endpoint", input),
    acceptsClientMetadata: document.client_id_metadata_document_supported === true,
  };
}

/** Returns a command to copy. It quotes only an issuer without characters that a shell interprets. */
/** Returns the placeholder of an issuer that stands for many tenants, and the login with `TENANT` in its place. */
function tenantOf(issuer: string): { readonly placeholder: string; readonly command: string } {
  const [placeholder = ""] = /\{\w{0,40}\}/.exec(issuer) ?? [];
  return { placeholder, command: loginCommand(issuer.replace(placeholder, "TENANT")) };
}

function loginCommand(issuer: string): string {
  return /^https?:\/\/[\w.~:/%@[\]-]{1,200}$/.test(issuer)
    ? `tokenwell login ${issuer}`
    : "tokenwell login …";
}

function readEndpoints(document: Members, input: IssuerInput): Endpoints {
  const { host } = input.url;
  const found: Partial<Record<keyof Endpoints, string>> = {};
  for (const [name, endpoint] of Object.entries(endpointMembers)) {
    const address = textMember(document, endpoint);
    if (address === null) continue;
    if (!URL.canParse(address)) throw new ProviderError("metadata_incomplete", { host, endpoint });
    const url = new URL(address);
    const verdict = judgeAddress(url, input.url);
    if (verdict === "insecure") throw new ProviderError("insecure_address", { url: sanitize(address) });
    if (verdict === "this_machine") {
      throw new ProviderError("endpoint_on_this_machine", { host, endpoint, url: sanitize(address) });
    }
    found[name as keyof Endpoints] = address;
  }
  const { authorization, token, ...others } = found;
  if (authorization === undefined) {
    throw new ProviderError("metadata_incomplete", { host, endpoint: endpointMembers.authorization });
  }
  if (token === undefined)
    throw new ProviderError("metadata_incomplete", { host, endpoint: endpointMembers.token });
  return { authorization, token, ...others };
}

/** Reads an endpoint that a login works without, so one that may not be used counts as absent. */
function readOptional(document: Members, name: string, input: IssuerInput): string | null {
  const address = textMember(document, name);
  const url = address === null ? null : URL.parse(address);
  return url !== null && judgeAddress(url, input.url) === "allowed" ? address : null;
}

function list(document: Members, name: string): readonly string[] | null {
  const value = Object.hasOwn(document, name) ? document[name] : null;
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : null;
}
