import { ProviderError } from "../errors.ts";
import type { Fetch } from "../providers/provider.ts";
import { Secret } from "../secret.ts";
import { sanitize } from "../text/sanitize.ts";
import { parseJsonObject, readError, textMember } from "./response.ts";

/** The metadata of a client to register. */
export interface Registration {
  readonly redirectUri: string;
  /** Scope of its logins, separated by spaces; `""` for the server's default. */
  readonly scope: string;
  /** Methods of client authentication that the server lists; `null` if it lists none. */
  readonly tokenAuthMethods: readonly string[] | null;
}

/** A client that a server has registered. */
export interface RegisteredClient {
  readonly clientId: string;
  /** `null` for a public client. */
  readonly clientSecret: Secret | null;
}

/**
 * Registers a client: public if the server knows such clients, because a secret that any program may ask for is none.
 *
 * @throws ProviderError `registration_refused`
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-3
 */
export async function registerClient(
  endpoint: string,
  { redirectUri, scope, tokenAuthMethods }: Registration,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const isPublic = tokenAuthMethods === null || tokenAuthMethods.includes("none");
  const method = tokenAuthMethods?.includes("client_secret_post")
    ? "client_secret_post"
    : "client_secret_basic";
  const client = {
    client_name: "Tokenwell",
    application_type: "native",
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: isPublic ? "none" : method,
    ...(scope === "" ? {} : { scope }),
  };
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    redirect: "manual",
    // `fetch` sends any text, but its type is that of oauth4webapi, which sends forms only.
    body: JSON.stringify(client) as unknown as URLSearchParams,
  });
  const document = parseJsonObject(await response.text());
  const clientId = textMember(document, "client_id");
  if (!response.ok || clientId === null) {
    const { error = "", description = null } = readError(document, response.status) ?? {};
    const said = sanitize([error, description].filter((part) => part).join(": "));
    const { host } = new URL(endpoint);
    throw new ProviderError("registration_refused", { host, said: said || `HTTP ${response.status}` });
  }
  const secret = textMember(document, "client_secret");
  const isNone = textMember(document, "token_endpoint_auth_method") === "none";
  return { clientId, clientSecret: secret === null || isNone ? null : Secret.of(secret) };
}
