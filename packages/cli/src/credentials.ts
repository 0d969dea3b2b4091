import {
  type HandOver,
  isProviderId,
  type ProviderId,
  providerAt,
  providerOf,
  Secret,
} from "@tokenwell/core";
import { UsageError } from "./errors.ts";

/** A refresh token, and as much of its app and provider as its text tells. */
export interface Credentials {
  readonly refreshToken: Secret;
  readonly provider?: ProviderId;
  /** The address of the org, tenant or issuer. */
  readonly address?: string;
  readonly clientId?: string;
  /** `null` for a public client; absent if the text leaves the secret out. */
  readonly clientSecret?: Secret | null;
  readonly apiBase?: string;
}

/** The content of the JSON of a refresh token. */
export interface CredentialsFormat {
  /** Whether the JSON contains the client secret. */
  readonly withSecret: boolean;
  /** The provider, whose users know the members by their own names. */
  readonly provider: ProviderId;
}

/** Returns all that a configuration form of another program asks for. {@link readCredentials} reads it. */
export function credentialsJson(token: HandOver, { withSecret, provider }: CredentialsFormat): object {
  const { clientId, clientSecret } = token;
  const { handOverMembers } = providerOf(provider);
  return {
    refreshToken: token.refreshToken.expose(),
    provider,
    clientId,
    public: clientSecret === null,
    ...(withSecret && clientSecret && { clientSecret: clientSecret.expose() }),
    ...Object.fromEntries(Object.entries(handOverMembers).map(([name, member]) => [name, token[member]])),
  };
}

/**
 * Reads a refresh token, or the JSON of {@link credentialsJson}; `undefined` if the text is neither.
 *
 * @throws {UsageError} `import_not_credentials` for any other JSON, which must not be sent as a token.
 */
export function readCredentials(text: string): Credentials | undefined {
  const trimmed = text.trim();
  if (/^[{["]/.test(trimmed)) return fromJson(trimmed);
  // A file of several lines is not a token, and its first line need not be one.
  if (trimmed === "" || /\s/.test(trimmed)) return undefined;
  return { refreshToken: Secret.of(trimmed) };
}

function fromJson(text: string): Credentials {
  const value = parsed(text);
  // `jq .refreshToken` prints the quotation marks, too.
  if (typeof value === "string" && /^\S+$/.test(value)) return { refreshToken: Secret.of(value) };
  const members = typeof value === "object" && value !== null ? value : {};
  const member = (name: string): string | undefined => {
    const found: unknown = Reflect.get(members, name);
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  const refreshToken = member("refreshToken");
  if (refreshToken === undefined) throw new UsageError("import_not_credentials");
  const clientId = member("clientId");
  const secret = member("clientSecret");
  const isPublic = Reflect.get(members, "public") === true;
  const apiBase = member("apiBase");
  return {
    refreshToken: Secret.of(refreshToken),
    ...placeIn(member),
    ...(clientId !== undefined && { clientId }),
    ...(secret !== undefined ? { clientSecret: Secret.of(secret) } : isPublic && { clientSecret: null }),
    ...(apiBase !== undefined && { apiBase }),
  };
}

/** Returns the provider and its address, which each provider's JSON has under a name of its own. */
function placeIn(member: (name: string) => string | undefined): Pick<Credentials, "provider" | "address"> {
  const named = member("provider");
  const known = named !== undefined && isProviderId(named) ? named : undefined;
  const { handOverMembers } = providerOf(known ?? "oidc");
  const [name = ""] = Object.entries(handOverMembers).find(([, value]) => value === "issuer") ?? [];
  const address = member(name);
  const provider = known ?? (address === undefined ? undefined : providerAt(address).id);
  return { ...(provider !== undefined && { provider }), ...(address !== undefined && { address }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
