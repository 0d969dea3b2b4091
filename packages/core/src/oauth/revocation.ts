import { customFetch, introspectionRequest, revocationRequest } from "oauth4webapi";
import { WireError } from "../errors.ts";
import type { Client, InstantMs } from "../model.ts";
import type { Fetch } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import { formatProviderError } from "../text/sanitize.ts";
import {
  authorizationServer,
  clientAuthentication,
  insecureOption,
  type KnownServer,
  oauthClient,
} from "./client-authentication.ts";
import { readRefusal } from "./token-response.ts";

/** A token, and whom to tell about it. A stored client fits as `server` and as `client`. */
export interface TokenEndpointRequest {
  readonly server: KnownServer;
  readonly client: Pick<Client, "clientId" | "authentication">;
  readonly token: Secret;
  readonly hint: "refresh_token" | "access_token";
  readonly fetch: Fetch;
}

/** Why a question about a token got no result. */
export type NoResult =
  /** The metadata names no such address. */
  | { readonly kind: "unsupported" }
  | { readonly kind: "refused"; readonly error: string; readonly said: string }
  /** Nothing is known; asking again later does no harm. `reason`: the end of a text key `reason.<reason>`. */
  | {
      readonly kind: "unreachable";
      readonly reason: string;
      readonly status: number | null;
      /** `null` where the provider does not say. */
      readonly retryAfterSeconds: number | null;
    };

/** What became of a revocation. */
export type Revocation = { readonly kind: "revoked" } | NoResult;

/**
 * Asks the provider to end a token. `revoked` means that it said yes, which it also says of a token that it does
 * not know; where the metadata offers introspection, {@link introspectToken} tells whether the token is dead.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export async function revokeToken(question: TokenEndpointRequest): Promise<Revocation> {
  const asked = await ask(question, question.server.endpoints.revocation, revocationRequest);
  return "kind" in asked ? asked : { kind: "revoked" };
}

/** What a provider knows of a token. */
export type Introspection =
  | { readonly kind: "active"; readonly expiresAtMs: InstantMs | null; readonly scope: string | null }
  | { readonly kind: "inactive" }
  | NoResult;

/**
 * Asks the provider whether a token lives, and until when.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 */
export async function introspectToken(question: TokenEndpointRequest): Promise<Introspection> {
  const asked = await ask(question, question.server.endpoints.introspection, introspectionRequest);
  if ("kind" in asked) return asked;
  const answer = parse(asked.body);
  if (answer.active === false) return { kind: "inactive" };
  if (answer.active !== true) {
    return { kind: "unreachable", reason: "unreadable", status: 200, retryAfterSeconds: null };
  }
  // Some servers answer with strings throughout.
  const expSeconds = Number(answer.exp ?? Number.NaN);
  const expiresAtMs = Number.isFinite(expSeconds) && expSeconds > 0 ? expSeconds * 1000 : null;
  return { kind: "active", expiresAtMs, scope: typeof answer.scope === "string" ? answer.scope : null };
}

async function ask(
  { server, client, token, hint, fetch }: TokenEndpointRequest,
  endpoint: string | undefined,
  request: typeof revocationRequest,
): Promise<{ readonly body: string } | NoResult> {
  if (endpoint === undefined) return { kind: "unsupported" };
  try {
    const response = await request(
      authorizationServer(server),
      oauthClient(client),
      clientAuthentication(client),
      token.expose(),
      { [customFetch]: fetch, ...insecureOption(endpoint), additionalParameters: { token_type_hint: hint } },
    );
    const body = await response.text();
    return response.ok ? { body } : judgeFailure(response, body);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const reason = String(error.facts.reason ?? "reset");
    return { kind: "unreachable", reason, status: null, retryAfterSeconds: null };
  }
}

function judgeFailure(response: Response, body: string): NoResult {
  const { status } = response;
  // Section 2.2.1: 503 means that the token still lives, and to try again.
  if (status === 429 || status > 499) {
    return {
      kind: "unreachable",
      reason: "unreadable",
      status,
      retryAfterSeconds: retryAfterSeconds(response),
    };
  }
  const refusal = readRefusal({ body });
  const error = refusal?.error ?? `HTTP ${status}`;
  return { kind: "refused", error, said: formatProviderError(error, refusal?.description ?? null) };
}

/** `Retry-After` in seconds; a date in it is counted from the provider's own clock. */
function retryAfterSeconds({ headers }: Response): number | null {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(headers.get("date") ?? "")) / 1000;
  return seconds >= 0 ? Math.ceil(seconds) : null;
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
