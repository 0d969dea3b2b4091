import { createHash } from "node:crypto";
import type { HostName } from "../../hosts.ts";
import { authMethodOf, type TokenAnswer, type TokenRequest } from "../token-requests.ts";
import { givesRefreshToken, scopesOf } from "./issuance.ts";
import type { Family, Grant } from "./refresh-tokens.ts";
import type { App } from "./registration.ts";
import type { Code, Login, Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";
import type { User } from "./users.ts";

const KNOWN_GRANT_TYPES = new Set([
  "authorization_code",
  "refresh_token",
  "client_credentials",
  "password",
  "http://auth0.com/oauth/grant-type/password-realm",
  "http://auth0.com/oauth/grant-type/passwordless/otp",
  "http://auth0.com/oauth/grant-type/mfa-otp",
  "http://auth0.com/oauth/grant-type/mfa-oob",
  "http://auth0.com/oauth/grant-type/mfa-recovery-code",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:token-exchange",
]);

/** One request at the token or revocation endpoint of a domain. */
interface DomainRequest extends TokenRequest {
  readonly host: HostName;
}

type Members = Readonly<Record<string, unknown>>;

/** What tokens are made of. Without a login they come of a refresh. */
interface Granted {
  readonly grant: Grant;
  readonly user: User;
  readonly login?: Login;
}

/**
 * The token and revocation endpoints of a tenant, without HTTP.
 *
 * @see https://auth0.com/docs/api/authentication
 */
export class TokenEndpoint {
  readonly #tenant: Tenant;
  readonly #tokens: Tokens;

  constructor(tenant: Tenant, tokens: Tokens) {
    this.#tenant = tenant;
    this.#tokens = tokens;
  }

  /** POST /oauth/token. */
  token(request: DomainRequest): TokenAnswer {
    const { basic, parameters } = request;
    const app = this.#tenant.app(basic?.clientId ?? parameters.client_id);
    const limited = this.#rateLimit(app);
    if (limited !== undefined) return limited;
    const grantType = parameters.grant_type;
    if (grantType === undefined) return missing("grant_type");
    if (!KNOWN_GRANT_TYPES.has(grantType)) {
      return refusal(400, "unsupported_grant_type", "Grant type not supported");
    }
    if (app === undefined || !isAuthentic(app, request)) return unauthorized(app);
    if (!app.grantTypes.includes(grantType)) {
      return refusal(403, "unauthorized_client", `Grant type '${grantType}' not allowed for the client.`);
    }
    switch (grantType) {
      case "authorization_code":
        return this.#exchange(app, request);
      case "refresh_token":
        return this.#refresh(app, request);
      default:
        return refusal(400, "unsupported_grant_type", "Grant type not supported", "not emulated");
    }
  }

  /**
   * POST /oauth/revoke: refresh tokens alone. An access token, like an unknown one, changes nothing.
   *
   * @see https://auth0.com/docs/secure/tokens/refresh-tokens/revoke-refresh-tokens
   */
  revoke(request: DomainRequest): TokenAnswer {
    const { basic, parameters } = request;
    const app = this.#tenant.app(basic?.clientId ?? parameters.client_id);
    if (app === undefined || !isAuthentic(app, request)) return unauthorized(app);
    const { token } = parameters;
    if (token === undefined) return missing("token");
    const grantId = this.#tenant.refreshTokens.familyOf(token)?.id;
    const outcome = this.#tenant.refreshTokens.revoke(token, app.clientId);
    if (outcome === "another client") {
      return {
        ...refusal(400, "invalid_request", "The token was not issued to this client.", outcome),
        grantId,
      };
    }
    return { status: 200, grantId, grantRevoked: outcome === "revoked" };
  }

  #exchange(app: App, { host, parameters }: DomainRequest): TokenAnswer {
    const { code: value, code_verifier: verifier, redirect_uri: redirectUri } = parameters;
    if (value === undefined) return missing("code");
    const code = this.#tenant.codeOf(value);
    const flaw = this.#flawOf(code, { app, host, redirectUri });
    if (code === undefined || flaw !== undefined) {
      return refusal(403, "invalid_grant", "Invalid authorization code", flaw);
    }
    if (!isVerified(code.challenge, verifier)) {
      return refusal(403, "invalid_grant", "Failed to verify code verifier", "verifier");
    }
    this.#tenant.spendCode(value);
    const { grant, login, requestedScope } = code;
    const user = this.#tenant.users.bySubject(grant.subject);
    const barred = this.#barred(user);
    if (user === undefined || barred !== undefined) {
      return barred ?? refusal(403, "invalid_grant", "Invalid authorization code", "user deleted");
    }
    const begun = givesRefreshToken(app, grant.scopes)
      ? this.#tenant.refreshTokens.begin(grant, app, this.#tenant.clock.nowMs())
      : undefined;
    const scope = grant.scopes.join(" ");
    return {
      status: 200,
      body: {
        ...(begun === undefined ? {} : { refresh_token: begun.token }),
        ...(scope === requestedScope ? {} : { scope }),
      },
      complete: (body) => this.#complete(body, { grant, user, login }),
      grantId: begun?.family.id,
    };
  }

  #refresh(app: App, { host, parameters }: DomainRequest): TokenAnswer {
    const value = parameters.refresh_token;
    if (value === undefined) return missing("refresh_token");
    const { refreshTokens, users, clock } = this.#tenant;
    const nowMs = clock.nowMs();
    const presented = refreshTokens.present(value, { clientId: app.clientId, host }, app, nowMs);
    if (presented.refusal !== undefined) return this.#refusedRefresh(presented);
    const { family } = presented;
    const user = users.bySubject(family.subject);
    const barred = this.#barred(user) ?? (app.mfaOnRefresh ? mfaRequired() : undefined);
    if (user === undefined || barred !== undefined) {
      return { ...(barred ?? deletedUser()), grantId: family.id };
    }
    const next = refreshTokens.use(value, app, nowMs);
    const asked = scopesOf(parameters.scope);
    const scopes =
      asked.length === 0 ? family.scopes : family.scopes.filter((scope) => asked.includes(scope));
    const isNew = app.rotating || next !== value;
    return {
      status: 200,
      body: { ...(isNew ? { refresh_token: next } : {}), scope: scopes.join(" ") },
      complete: (body) => this.#complete(body, { grant: { ...family, scopes }, user }),
      grantId: family.id,
    };
  }

  /** Adds what must be signed. */
  async #complete(body: Members, { grant, login, user }: Granted): Promise<Members> {
    const api = this.#tenant.api(grant.audience);
    const { value, expiresIn } = await this.#tokens.accessToken(grant, api, login === undefined);
    const idToken = grant.scopes.includes("openid")
      ? await this.#tokens.idToken(grant, user, login)
      : undefined;
    return {
      access_token: value,
      ...body,
      ...(idToken === undefined ? {} : { id_token: idToken }),
      expires_in: expiresIn,
      token_type: "Bearer",
    };
  }

  #flawOf(
    code: Code | undefined,
    {
      app,
      host,
      redirectUri,
    }: { readonly app: App; readonly host: HostName; readonly redirectUri: string | undefined },
  ): string | undefined {
    if (code === undefined) return "unknown or used";
    if (code.grant.clientId !== app.clientId) return "another client";
    if (code.grant.host !== host) return "another host";
    if (code.redirectUri !== redirectUri) return "another redirect_uri";
    return this.#tenant.clock.nowMs() >= code.endsMs ? "expired" : undefined;
  }

  #refusedRefresh({
    family,
    refusal: detail,
    revokedNow,
  }: {
    readonly family: Family | undefined;
    readonly refusal: string;
    readonly revokedNow: boolean;
  }): TokenAnswer {
    if (revokedNow && family !== undefined) this.#tenant.forgetConsent(family);
    const told = refusal(403, "invalid_grant", "Unknown or invalid refresh token.", detail);
    return { ...told, grantId: family?.id, grantRevoked: revokedNow };
  }

  #barred(user: User | undefined): TokenAnswer | undefined {
    const isBlocked = user !== undefined && this.#tenant.users.isBlocked(user);
    return isBlocked ? refusal(403, "access_denied", "user is blocked") : undefined;
  }

  /** @see https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy */
  #rateLimit(app: App | undefined): TokenAnswer | undefined {
    const error = "too_many_requests";
    switch (app?.rateLimited) {
      case "tenant": {
        const description =
          "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.";
        return { ...refusal(429, error, description), headers: { "x-ratelimit-remaining": "0" } };
      }
      case "app":
        return {
          ...refusal(429, error, "Rate limit exceeded."),
          headers: { "retry-after": "1", "auth0-ratelimit": "client;q=10;t=1;r=0" },
        };
      default:
        return undefined;
    }
  }
}

function isAuthentic({ authMethod, clientId, clientSecret }: App, request: DomainRequest): boolean {
  const { basic, parameters } = request;
  const isOneClient = (parameters.client_id ?? clientId) === clientId;
  if (authMethodOf(request) !== authMethod || !isOneClient) return false;
  const hasTwo = basic !== undefined && parameters.client_secret !== undefined;
  return (
    !hasTwo && (authMethod === "none" || (basic?.clientSecret ?? parameters.client_secret) === clientSecret)
  );
}

function isVerified(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  const isProper = /^[A-Za-z0-9._~-]{43,128}$/.test(verifier);
  return isProper && createHash("sha256").update(verifier).digest("base64url") === challenge;
}

function refusal(status: number, error: string, description: string, detail?: string): TokenAnswer {
  return { status, body: { error, error_description: description }, detail };
}

function missing(name: string): TokenAnswer {
  return refusal(400, "invalid_request", `Missing required parameter: ${name}`);
}

function unauthorized(app: App | undefined): TokenAnswer {
  const detail = app === undefined ? "unknown client" : "client authentication";
  return refusal(401, "access_denied", "Unauthorized", detail);
}

function deletedUser(): TokenAnswer {
  const description = "The refresh_token was generated for a user who doesn't exist anymore.";
  return refusal(403, "invalid_grant", description, "user deleted");
}

function mfaRequired(): TokenAnswer {
  const { body, ...rest } = refusal(403, "mfa_required", "Multifactor authentication required");
  const asked = { mfa_token: "CANARY_mfa_token", mfa_requirements: { challenge: [{ type: "otp" }] } };
  return { ...rest, body: { ...body, ...asked } };
}
