import { stateHashOf } from "../login/callback.ts";
import type { LoginServices } from "../login/services.ts";
import type { BrowserLogin, Login } from "../model.ts";
import { createAuthorizationRequest } from "../oauth/authorization-request.ts";
import { newId, type WebApp } from "./web-app.ts";

/** Step-up of a live session: its user must authenticate again. */
export interface StepUp {
  readonly sessionId: string;
  readonly maxAgeSeconds?: number;
}

/** Login that a browser begins. */
export interface BrowserLoginRequest {
  /** Hash of the secret in the browser's login cookie, in hex. */
  readonly browserHash: string;
  /** Path to return to, on the app's origin. */
  readonly returnTo: string;
  /** Id of the browser's live session, which the login replaces; absent if there is none. */
  readonly previousSessionId?: string;
  /** Absent for a plain login. */
  readonly stepUp?: StepUp;
  /** Values of `acr` of which the ID token must have one. Default: any is good. */
  readonly acrValues?: readonly string[];
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Milliseconds that a user may take at the provider: signing up, or finding a second factor, takes a while. */
const loginMs = 3_600_000;
/** Most open logins: of one browser, and of a store. The oldest give way. */
const limits = { perBrowser: 8, total: 20_000 } as const;

/** Begins the login of a browser and stores it. Returns the address at the provider. Throws what discovery throws. */
export async function beginBrowserLogin(
  services: LoginServices,
  app: WebApp,
  request: BrowserLoginRequest,
): Promise<string> {
  const { clock, store } = services;
  const server = await app.server();
  const { client, known } = await app.client(server);
  const { audience, redirectUri, scope } = app.settings;
  const authorization = await createAuthorizationRequest({
    server,
    provider: app.provider,
    client,
    redirectUri,
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    parameters: parametersOf(request),
  });
  if (!known || known.version !== client.version)
    await store.clients.put({ ...client, acceptedAtMs: known?.acceptedAtMs ?? null });
  const nowMs = clock.nowMs();
  const expiresAtMs = nowMs + loginMs;
  const login: Login = {
    id: newId(),
    clientId: client.id,
    clientVersion: client.version,
    name: null,
    stateHash: stateHashOf(authorization.state),
    verifier: authorization.verifier,
    nonce: authorization.nonce,
    redirectUri,
    scope: authorization.scope,
    audience: audience ?? "",
    settings: {
      sessionId: newId(),
      issRequired: server.issParameter,
      tokenAuthMethods: server.tokenAuthMethods,
    },
    createdAtMs: nowMs,
    expiresAtMs,
    phase: "open",
    rawAnswer: null,
  };
  await store.browserLogins.put(browserLoginOf(login, app.settings.id, request), login, limits);
  return authorization.url;
}

function browserLoginOf(login: Login, app: string, request: BrowserLoginRequest): BrowserLogin {
  const { acrValues, browserHash, previousSessionId, returnTo, stepUp } = request;
  const { createdAtMs, expiresAtMs, id, stateHash } = login;
  return {
    id,
    app,
    stateHash,
    browserHash,
    createdAtMs,
    expiresAtMs,
    removeAtMs: expiresAtMs,
    phase: "open",
    details: {
      returnTo,
      ...stepUp,
      ...(previousSessionId !== undefined && { previousSessionId }),
      ...(acrValues !== undefined && { acrValues }),
    },
  };
}

/**
 * Builds the parameters that ask for a new authentication.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
 */
function parametersOf({ acrValues, parameters, stepUp }: BrowserLoginRequest): Record<string, string> {
  return {
    ...parameters,
    ...(acrValues !== undefined && { acr_values: acrValues.join(" ") }),
    ...(stepUp && { prompt: "login", max_age: String(stepUp.maxAgeSeconds ?? 0) }),
  };
}
