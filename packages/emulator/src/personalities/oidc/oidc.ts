import type { Configuration, Context, Payload, Provider, TokenModel } from "oidc-provider";
import { Accounts } from "../../accounts.ts";
import { EmulatorError } from "../../errors.ts";
import { isLoopbackUrl } from "../../loopback-address.ts";
import { defaultClients, type EmulatedClient, mergeClients, type Settings } from "../../options.ts";
import type { Personality, Services } from "../../personality.ts";
import type { SecretKind } from "../../secret-record.ts";
import { urlOf } from "../../serving/http.ts";
import { testCookieKey, testKeys } from "../../serving/test-keys.ts";
import { administration, Rotations } from "./administration.ts";
import { AnyClients, acceptLoopbackCallbacks } from "./any-clients.ts";
import { answerApi, type BearerOf } from "./api.ts";
import { MemoryStore } from "./memory-store.ts";
import { interactionUrl, logoutSource, postLogoutSuccessSource, renderError, servePages } from "./pages.ts";
import { endpointPaths, watchTokens } from "./watch-tokens.ts";

const sessionSeconds = 14 * 24 * 3600;
const interactionSeconds = 3600;

type Library = typeof import("oidc-provider");

/**
 * Plays a plain OpenID provider with oidc-provider, a certified library by other authors.
 *
 * @throws {EmulatorError} `missing_dependency`, `invalid_option` for clients that oidc-provider does not accept
 * @see https://openid.net/specs/openid-connect-core-1_0.html
 */
export async function openOidcPersonality(services: Services): Promise<Personality> {
  const library = await loadLibrary();
  const { record } = services;
  const settings = { ...services.settings, clients: mergeClients(defaultClients, services.settings) };
  const accounts = new Accounts(settings.users);
  const stores: MemoryStore[] = [];
  const rotations = new Rotations(settings);
  const issuer = services.originOf("issuer");
  const provider = new library.Provider(issuer, configurationOf(settings, accounts, stores, rotations));
  await checkClients(provider, settings);
  if (settings.anyApp) acceptLoopbackCallbacks(provider, settings.clients);
  prefixSecrets(provider);
  recordIssued(provider, record);
  enforceAuthMethods(library, provider, settings);
  reportFailures(provider);
  omitFromDiscovery(provider, settings);
  servePages(provider, accounts);
  watchTokens(provider, services);
  const answer = provider.callback();
  const bearerOf = bearerFinder(provider, accounts);
  return {
    handle: (_host, request, response) =>
      urlOf(request).pathname.startsWith("/api/")
        ? answerApi(bearerOf, request, response)
        : answer(request, response),
    ...administration(accounts, rotations, stores),
  };
}

function bearerFinder({ AccessToken }: Provider, accounts: Accounts): BearerOf {
  return async (value) => {
    const token = await AccessToken.find(value);
    const account = accounts.bySubject(token?.accountId ?? "");
    if (token === undefined || token.isExpired || account === undefined) return undefined;
    return { subject: account.subject, clientId: token.clientId ?? "", scope: token.scope ?? "" };
  };
}

async function loadLibrary(): Promise<Library> {
  const { warn } = console;
  // oidc-provider warns about each Node release that is not LTS yet. Our own engines field defines the supported ones.
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes("oidc-provider WARNING: Unsupported runtime")) warn(...words);
  };
  try {
    return await import("oidc-provider");
  } catch (cause) {
    throw new EmulatorError(
      "missing_dependency",
      "The emulator needs the package oidc-provider: install it.",
      {
        cause,
      },
    );
  } finally {
    console.warn = warn;
  }
}

function configurationOf(
  settings: Settings,
  accounts: Accounts,
  stores: MemoryStore[],
  rotations: Rotations,
): Configuration {
  return {
    adapter: (model) => {
      const takesAny = settings.anyApp && model === "Client";
      const store = takesAny ? anyClients(rotations) : new MemoryStore();
      stores.push(store);
      return store;
    },
    clients: settings.clients.map(metadataOf),
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    clientBasedCORS: (_context: Context, origin: string) => settings.anyApp && isLoopbackUrl(origin),
    clockTolerance: 0,
    conformIdTokenClaims: !settings.idTokenClaims,
    cookies: { keys: [testCookieKey] },
    jwks: testKeys,
    responseTypes: ["code"],
    scopes: ["openid", "offline_access", "api"],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email", "email_verified"] },
    pkce: { required: () => true },
    features: featuresOf(settings),
    routes: {
      authorization: "/authorize",
      ...endpointPaths,
      introspection: "/introspect",
      userinfo: "/userinfo",
      jwks: "/jwks",
      pushed_authorization_request: "/par",
      end_session: "/logout",
    },
    ttl: {
      AccessToken: settings.accessTokenSeconds,
      AuthorizationCode: settings.codeSeconds,
      IdToken: settings.idTokenSeconds,
      RefreshToken: settings.refreshTokenSeconds,
      Grant: settings.grantSeconds,
      Session: sessionSeconds,
      Interaction: interactionSeconds,
    },
    interactions: { url: interactionUrl },
    renderError,
    issueRefreshToken: (_context: Context, _client: unknown, source: { scopes: ReadonlySet<string> }) =>
      settings.refreshTokens && source.scopes.has("offline_access"),
    rotateRefreshToken: (context: Context) => rotations.rotates(context.oidc?.entities.Client?.clientId),
    findAccount: (_context: Context, subject: string) => accountOf(accounts, subject),
  };
}

function anyClients(rotations: Rotations): MemoryStore {
  return new AnyClients((clientId) => {
    rotations.add(clientId);
    // The library demands one callback.
    return metadataOf({ clientId, redirectUris: ["http://localhost/"] });
  });
}

function featuresOf({ introspection, revocation }: Settings): Readonly<Record<string, unknown>> {
  // Without this policy the library prints a warning.
  const ownTokensOnly = (_context: Context, client: { clientId: string }, token: { clientId: string }) =>
    client.clientId === token.clientId;
  return {
    devInteractions: { enabled: false },
    resourceIndicators: { enabled: false },
    rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    introspection: { enabled: introspection, allowedPolicy: ownTokensOnly },
    revocation: { enabled: revocation, allowedPolicy: ownTokensOnly },
  };
}

function metadataOf(client: EmulatedClient): Payload {
  const { clientId, clientSecret, redirectUris, name = clientId } = client;
  const isPublic = clientSecret === undefined;
  return {
    client_id: clientId,
    client_name: name,
    ...(isPublic ? {} : { client_secret: clientSecret }),
    redirect_uris: redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris ?? [],
    application_type: client.applicationType ?? (isPublic ? "native" : "web"),
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: isPublic ? "none" : (client.authMethod ?? "client_secret_basic"),
  };
}

function accountOf(accounts: Accounts, subject: string) {
  const account = accounts.bySubject(subject);
  if (account === undefined) return undefined;
  const { name, email } = account;
  return {
    accountId: subject,
    claims: () => ({ sub: subject, name, preferred_username: name, email, email_verified: true }),
  };
}

/**
 * Loads every client, so that an invalid one stops the start. oidc-provider validates a client only at its first use.
 */
async function checkClients(provider: Provider, { clients }: Settings): Promise<void> {
  for (const { clientId } of clients) {
    try {
      await provider.Client.find(clientId);
    } catch (cause) {
      const reason: unknown = cause instanceof Error ? Reflect.get(cause, "error_description") : undefined;
      throw new EmulatorError(
        "invalid_option",
        `The client "${clientId}" is not acceptable: ${String(reason)}.`,
        {
          cause,
        },
      );
    }
  }
}

/** Prefixes every opaque secret with CANARY, so that tests find leaked ones. */
function prefixSecrets({ AccessToken, AuthorizationCode, RefreshToken }: Provider): void {
  prefixTokenIds(AuthorizationCode, "CANARY_code_");
  prefixTokenIds(AccessToken, "CANARY_at_");
  prefixTokenIds(RefreshToken, "CANARY_rt_");
}

function prefixTokenIds({ prototype }: TokenModel, prefix: string): void {
  const generate = prototype.generateTokenId;
  prototype.generateTokenId = function generateMarkedTokenId() {
    return prefix + generate.call(this);
  };
}

function recordIssued(provider: Provider, record: Services["record"]): void {
  const kinds: readonly SecretKind[] = ["authorization_code", "access_token", "refresh_token"];
  for (const kind of kinds) {
    provider.on(`${kind}.saved`, (token: { readonly jti: string }) => record.note(kind, token.jti));
  }
}

/**
 * Accepts a client's secret only by its registered method. oidc-provider accepts both methods; some providers do not.
 */
function enforceAuthMethods(
  { Provider: ProviderClass }: Library,
  provider: Provider,
  { clients }: Settings,
): void {
  const required = new Map(clients.map(({ authMethod, clientId }) => [clientId, authMethod]));
  const { prototype } = provider.Client;
  const compare = prototype.compareClientSecret;
  prototype.compareClientSecret = function compareAsRegistered(secret) {
    const inHeader = ProviderClass.ctx?.get("authorization") !== "";
    const used = inHeader ? "client_secret_basic" : "client_secret_post";
    return (required.get(this.clientId) ?? used) === used && compare.call(this, secret);
  };
}

/** The error codes of a client that disconnected during its request or our response. */
const hangUps = ["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "HPE_INVALID_EOF_STATE"];

/** Prints unexpected errors, but not disconnects of clients. */
function reportFailures(provider: Provider): void {
  const report = (cause: unknown): void => {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
    if (!hangUps.includes(String(code))) console.error(cause);
  };
  provider.on("server_error", (_context: Context, cause: unknown) => report(cause));
  provider.on("error", report);
}

function omitFromDiscovery(provider: Provider, { discoveryWithout }: Settings): void {
  const left = new Set(discoveryWithout);
  provider.use(async (context, next) => {
    await next();
    if (left.size > 0 && context.path.startsWith("/.well-known/") && typeof context.body === "object") {
      context.body = Object.fromEntries(
        Object.entries(context.body ?? {}).filter(([name]) => !left.has(name)),
      );
    }
  });
}
