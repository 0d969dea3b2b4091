import type { ClientAuthMethod } from "../ledger.ts";
import type { HostContext } from "./hono.ts";

/** The members of a query, a form or a JSON body. Empty ones count as absent (RFC 6749 §3.1). */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** The client's credentials from an Authorization header. */
export interface Basic {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One request at a token or revocation endpoint. */
export interface TokenRequest {
  readonly parameters: Parameters;
  readonly basic: Basic | undefined;
}

/** Reads a request: its query, or its body as a form, a multipart form or JSON. */
export async function readTokenRequest({ req }: HostContext): Promise<TokenRequest> {
  const basic = basicCredentials(req.header("authorization"));
  if (req.method === "GET") return { parameters: parametersOf(req.query()), basic };
  const type = req.header("content-type") ?? "";
  const members = type.includes("json") ? parsedJson(await req.text()) : await req.parseBody();
  return { parameters: parametersOf(members), basic };
}

/** Keeps the members that are texts and not empty. */
export function parametersOf(members: object): Parameters {
  const texts = Object.entries(members).filter(([, value]) => typeof value === "string" && value !== "");
  return Object.fromEntries(texts);
}

/** Decodes a Basic header. Both halves are form-encoded before they are joined (RFC 6749 §2.3.1). */
export function basicCredentials(header: string | undefined): Basic | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const halves = Buffer.from(encoded, "base64").toString("utf8").split(/:(.*)/s);
  const [clientId = "", clientSecret = ""] = halves.map(formDecoded);
  return { clientId, clientSecret };
}

/** Names the way in which the client authenticated. */
export function authMethodOf({ basic, parameters }: TokenRequest): ClientAuthMethod {
  if (basic !== undefined) return "client_secret_basic";
  if (parameters.client_assertion !== undefined) return "private_key_jwt";
  return parameters.client_secret === undefined ? "none" : "client_secret_post";
}

function parsedJson(body: string): object {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function formDecoded(encoded: string): string {
  return new URLSearchParams(`text=${encoded.replaceAll("&", "%26")}`).get("text") ?? "";
}
