import { InputError, ProviderError, type TokenwellError, WireError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import type { Endpoints } from "../model.ts";
import { judgeAddress } from "../providers/address.ts";
import type { Fetch, ServerMetadata } from "../providers/provider.ts";
import { sanitize } from "../text/sanitize.ts";

const oidcPath = "/.well-known/openid-configuration";
const oauthPath = "/.well-known/oauth-authorization-server";

/** The members of a metadata document that are addresses, with our names for them. */
const endpointMembers = {
  authorization: "authorization_endpoint",
  token: "token_endpoint",
  revocation: "revocation_endpoint",
  introspection: "introspection_endpoint",
  userinfo: "userinfo_endpoint",
  jwks: "jwks_uri",
} as const;

type Document = Readonly<Record<string, unknown>>;

/**
 * Asks an issuer to describe itself: first as an OpenID provider, then as an OAuth server. `typed` is what a
 * person typed: without scheme it is https, a final slash does not matter, and the address of the description
 * itself will do. What the description calls itself is compared exactly otherwise, and is the issuer from then on.
 *
 * Throws `invalid_address`, `insecure_address`, `unknown_issuer`, `no_discovery`, `not_json`,
 * `issuer_mismatch`, `metadata_incomplete`, `endpoint_on_this_machine`, and what `fetch` throws.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 */
export async function discover(typed: string, fetch: Fetch): Promise<ServerMetadata> {
  const input = readIssuer(typed);
  const { origin, pathname } = input.url;
  const path = pathname.replace(/\/+$/, "");
  const first = await ask(`${origin}${path}${oidcPath}`, fetch);
  if (first.document) return readMetadata(first.document, input);
  const second = await ask(`${origin}${oauthPath}${path}`, fetch);
  if (second.document) return readMetadata(second.document, input);
  // The first address is the one that nearly every provider has; its failure tells more.
  throw first.error;
}

/** What was typed, understood. */
interface IssuerInput {
  readonly url: URL;
  /** Every spelling that means what was typed. */
  readonly spellings: ReadonlySet<string>;
}

function readIssuer(typed: string): IssuerInput {
  const text = typed.trim().replace(/^[<"'`]+|[>"'`]+$/g, "");
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const bare = whole
    .replace(/\/\.well-known\/openid-configuration\/?$/, "")
    .replace(/\/\.well-known\/oauth-authorization-server(?=\/|$)/, "");
  const url = URL.canParse(bare) ? new URL(bare) : null;
  const wrongScheme = url?.protocol !== "https:" && url?.protocol !== "http:";
  // A user name or query in it is a slip, such as an e-mail address or an authorization address. Not quoted
  // in full: either may hold a secret.
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
  | { readonly document: Document; readonly error?: never }
  | { readonly document: null; readonly error: TokenwellError };

async function ask(url: string, fetch: Fetch): Promise<MetadataResponse> {
  const { host } = new URL(url);
  const headers = { accept: "application/json" };
  const response = await fetch(url, { method: "GET", headers, body: undefined, redirect: "manual" }).catch(
    (error: unknown) => {
      throw isUnknownHost(error) ? new InputError("unknown_issuer", { host }) : error;
    },
  );
  const text = await response.text();
  // Redirects are not followed: an issuer that is described elsewhere is another issuer.
  if (response.status !== 200) {
    return {
      document: null,
      error: new ProviderError("no_discovery", { host, url, status: response.status }),
    };
  }
  const document = parseDocument(text);
  if (document !== null) return { document };
  return { document: null, error: new ProviderError("not_json", { host, url, what: kindOfPage(text) }) };
}

function isUnknownHost(error: unknown): boolean {
  return error instanceof WireError && error.facts.reason === "dns";
}

function parseDocument(text: string): Document | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function kindOfPage(text: string): "login" | "HTML" | "text" {
  const start = text.slice(0, 20_000);
  if (!/<(?:!doctype|html|head|body|title)\b/i.test(start)) return "text";
  return /type=["']?password|<title>[^<]{0,80}(?:log ?in|sign ?in|ログイン|サインイン)/i.test(start)
    ? "login"
    : "HTML";
}

function readMetadata(document: Document, input: IssuerInput): ServerMetadata {
  const { host } = input.url;
  const issuer = text(document, "issuer");
  if (issuer === null) throw new ProviderError("metadata_incomplete", { host, endpoint: "issuer" });
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
    issParameter: member(document, "authorization_response_iss_parameter_supported") === true,
  };
}

/** A command to copy, so only made of what no shell understands. */
function loginCommand(issuer: string): string {
  return /^https?:\/\/[\w.~:/%@[\]-]{1,200}$/.test(issuer)
    ? `tokenwell login ${issuer}`
    : "tokenwell login …";
}

function readEndpoints(document: Document, input: IssuerInput): Endpoints {
  const { host } = input.url;
  const found: Partial<Record<keyof Endpoints, string>> = {};
  for (const [name, endpoint] of Object.entries(endpointMembers)) {
    const address = text(document, endpoint);
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

// Own members only: a document may not speak through a prototype.
function member(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

function text(document: Document, name: string): string | null {
  const value = member(document, name);
  return typeof value === "string" && value !== "" ? value : null;
}

function list(document: Document, name: string): readonly string[] | null {
  const value = member(document, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : null;
}
