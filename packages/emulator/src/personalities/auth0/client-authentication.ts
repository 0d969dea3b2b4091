import { type CryptoKey, decodeJwt, decodeProtectedHeader, importSPKI, importX509, jwtVerify } from "jose";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import { authMethodOf, type TokenRequest } from "../../serving/token-request.ts";
import { refusal } from "./refusals.ts";
import type { App } from "./registration.ts";
import type { Tenant } from "./tenant.ts";

/** The signature algorithms of client assertions. */
export const assertionAlgorithms: readonly string[] = ["RS256", "RS384", "PS256", "PS384", "ES256", "ES384"];

const maxAssertionSeconds = 300;
const toleranceSeconds = 10;

/** The authenticated app, or the error response. */
export type Authenticated =
  | { readonly app: App; readonly refused?: undefined }
  | { readonly app?: undefined; readonly refused: TokenAnswer };

/**
 * Authenticates the apps at a domain. Each app has one authentication method.
 *
 * @see https://auth0.com/docs/get-started/applications/application-settings
 */
export class ClientAuthentication {
  readonly #tenant: Tenant;
  readonly #issuer: string;
  readonly #usedIds = new Set<string>();

  constructor(tenant: Tenant, issuer: string) {
    this.#tenant = tenant;
    this.#issuer = issuer;
  }

  /** Returns the app that a request claims to come from. */
  appOf({ basic, parameters }: TokenRequest): App | undefined {
    return this.#tenant.app(
      basic?.clientId ?? parameters.client_id ?? namedIssuer(parameters.client_assertion),
    );
  }

  async authenticate(request: TokenRequest): Promise<Authenticated> {
    const app = this.appOf(request);
    if (app === undefined) return { refused: unauthorized("unknown client") };
    if (!usesItsMethod(app, request)) return { refused: unauthorized("client authentication") };
    if (app.authMethod !== "private_key_jwt") return { app };
    const flaw = await this.#flawOf(app, request.parameters.client_assertion ?? "");
    return flaw === undefined
      ? { app }
      : { refused: refusal(401, "invalid_client", "Client authentication failed", flaw) };
  }

  /**
   * Returns what is wrong with an assertion. Its audience must be the issuer alone, as a string.
   *
   * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/authenticate-with-private-key-jwt
   */
  async #flawOf({ clientId, publicKey }: App, assertion: string): Promise<string | undefined> {
    try {
      const { alg = "" } = decodeProtectedHeader(assertion);
      const nowMs = this.#tenant.clock.nowMs();
      const { payload } = await jwtVerify(assertion, await keyOf(publicKey ?? "", alg), {
        algorithms: [...assertionAlgorithms],
        issuer: clientId,
        subject: clientId,
        requiredClaims: ["exp", "jti"],
        currentDate: new Date(nowMs),
        clockTolerance: toleranceSeconds,
      });
      const { aud, exp = 0, jti = "" } = payload;
      if (aud !== this.#issuer) return "assertion for another audience";
      if (exp > nowMs / 1000 + maxAssertionSeconds + toleranceSeconds) return "assertion lives too long";
      if (this.#usedIds.has(jti)) return "assertion was used before";
      this.#usedIds.add(jti);
      return undefined;
    } catch {
      return "assertion";
    }
  }
}

function usesItsMethod({ authMethod, clientId, clientSecret }: App, request: TokenRequest): boolean {
  const { basic, parameters } = request;
  if (authMethodOf(request) !== authMethod || (parameters.client_id ?? clientId) !== clientId) return false;
  switch (authMethod) {
    case "client_secret_basic":
      return basic?.clientSecret === clientSecret && parameters.client_secret === undefined;
    case "client_secret_post":
      return parameters.client_secret === clientSecret;
    case "private_key_jwt":
      return parameters.client_assertion_type === "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    default:
      return true;
  }
}

function unauthorized(detail: string): TokenAnswer {
  return refusal(401, "access_denied", "Unauthorized", detail);
}

async function keyOf(pem: string, alg: string): Promise<CryptoKey> {
  return pem.includes("BEGIN CERTIFICATE") ? await importX509(pem, alg) : await importSPKI(pem, alg);
}

function namedIssuer(jwt: string | undefined): string | undefined {
  try {
    return decodeJwt(jwt ?? "").iss;
  } catch {
    return undefined;
  }
}
