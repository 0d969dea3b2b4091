import { createHash } from "node:crypto";
import type { HostName } from "../../serving/hosts.ts";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import type { Parameters, TokenRequest } from "../../serving/token-request.ts";
import { ClientAuthentication } from "./client-authentication.ts";
import { answerClientCredentials } from "./client-credentials.ts";
import type { Domain } from "./domain.ts";
import { givesRefreshToken, scopesOf } from "./issuance.ts";
import type { Family, Grant } from "./refresh-tokens.ts";
import { deletedUser, mfaRequired, missing, rateLimited, refusal } from "./refusals.ts";
import type { App } from "./registration.ts";
import type { Code, Login, Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";
import type { User } from "./users.ts";

const knownGrantTypes = new Set([
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

type Members = Readonly<Record<string, unknown>>;

/** The input of a token response. It has no login after a refresh. */
interface Granted {
  readonly grant: Grant;
  readonly user: User;
  readonly login?: Login;
}

/**
 * Decides requests at the token and revocation endpoints of a domain, without HTTP.
 *
 * @see https://auth0.com/docs/api/authentication
 */
export class TokenEndpoint {
  readonly #tenant: Tenant;
  readonly #tokens: Tokens;
  readonly #host: HostName;
  readonly #clients: ClientAuthentication;

  constructor({ host, tenant, tokens }: Domain) {
    this.#tenant = tenant;
    this.#tokens = tokens;
    this.#host = host;
    this.#clients = new ClientAuthentication(tenant, tokens.issuerOf(host));
  }

  /** Decides a request at POST /oauth/token. */
  async token(request: TokenRequest): Promise<TokenAnswer> {
    const { parameters } = request;
    const limited = rateLimited(this.#clients.appOf(request));
    if (limited !== undefined) return limited;
    const grantType = parameters.grant_type;
    if (grantType === undefined) return missing("grant_type");
    if (!knownGrantTypes.has(grantType))
      return refusal(400, "unsupported_grant_type", "Grant type not supported");
    const { app, refused } = await this.#clients.authenticate(request);
    if (app === undefined) return refused;
    if (!app.grantTypes.includes(grantType))
      return refusal(403, "unauthorized_client", `Grant type '${grantType}' not allowed for the client.`);
    switch (grantType) {
      case "authorization_code":
        return this.#exchange(app, parameters);
      case "refresh_token":
        return this.#refresh(app, parameters);
      case "client_credentials":
        return answerClientCredentials(this.#tenant, this.#tokens, { app, host: this.#host, parameters });
      default:
        return refusal(400, "unsupported_grant_type", "Grant type not supported", "not emulated");
    }
  }

  /**
   * Decides a request at POST /oauth/revoke. It revokes refresh tokens only and ignores access tokens and unknown
   * tokens.
   *
   * @see https://auth0.com/docs/secure/tokens/refresh-tokens/revoke-refresh-tokens
   */
  async revoke(request: TokenRequest): Promise<TokenAnswer> {
    const { app, refused } = await this.#clients.authenticate(request);
    if (app === undefined) return refused;
    const { token } = request.parameters;
    if (token === undefined) return missing("token");
    const family = this.#tenant.refreshTokens.familyOf(token);
    const grantId = family?.id;
    if (family !== undefined && family.clientId !== app.clientId) {
      const words = "The token was not issued to this client.";
      return { ...refusal(400, "invalid_request", words, "another client"), grantId };
    }
    return { status: 200, grantId, grantRevoked: family !== undefined && this.#tenant.revoke(family) };
  }

  #exchange(app: App, parameters: Parameters): TokenAnswer {
    const { code: value, code_verifier: verifier, redirect_uri: redirectUri } = parameters;
    if (value === undefined) return missing("code");
    const code = this.#tenant.codeOf(value);
    const flaw = this.#flawOf(code, app, redirectUri);
    if (code === undefined || flaw !== undefined)
      return refusal(403, "invalid_grant", "Invalid authorization code", flaw);
    if (!isVerified(code.challenge, verifier))
      return refusal(403, "invalid_grant", "Failed to verify code verifier", "verifier");
    this.#tenant.spendCode(value);
    const { grant, login, requestedScope } = code;
    const user = this.#tenant.users.bySubject(grant.subject);
    const denial = this.#denial(user);
    if (user === undefined || denial !== undefined)
      return denial ?? refusal(403, "invalid_grant", "Invalid authorization code", "user deleted");
    const started = givesRefreshToken(app, grant.scopes)
      ? this.#tenant.refreshTokens.begin(grant, app, this.#tenant.clock.nowMs())
      : undefined;
    const scope = grant.scopes.join(" ");
    return {
      status: 200,
      body: {
        ...(started === undefined ? {} : { refresh_token: started.token }),
        ...(scope === requestedScope ? {} : { scope }),
      },
      complete: (body) => this.#complete(body, { grant, user, login }),
      grantId: started?.family.id,
    };
  }

  #refresh(app: App, parameters: Parameters): TokenAnswer {
    const value = parameters.refresh_token;
    if (value === undefined) return missing("refresh_token");
    const { refreshTokens, users, clock } = this.#tenant;
    const nowMs = clock.nowMs();
    const presented = refreshTokens.present(value, { clientId: app.clientId, host: this.#host }, app, nowMs);
    if (presented.refusal !== undefined) return this.#refusedRefresh(presented);
    const { family } = presented;
    const user = users.bySubject(family.subject);
    const denial = this.#denial(user) ?? this.#refreshDenial(app, family);
    if (user === undefined || denial !== undefined)
      return { ...(denial ?? deletedUser()), grantId: family.id };
    const next = refreshTokens.use(value, app, nowMs);
    const requested = scopesOf(parameters.scope);
    const scopes =
      requested.length === 0 ? family.scopes : family.scopes.filter((scope) => requested.includes(scope));
    const isNew = app.rotating || next !== value;
    return {
      status: 200,
      body: { ...(isNew ? { refresh_token: next } : {}), scope: scopes.join(" ") },
      complete: (body) => this.#complete(body, { grant: { ...family, scopes }, user }),
      grantId: family.id,
    };
  }

  /** Adds the signed tokens to a response. */
  async #complete(body: Members, { grant, login, user }: Granted): Promise<Members> {
    const api = this.#tenant.api(grant.audience);
    const { value, expiresIn } = await this.#tokens.accessToken(
      grant,
      api,
      login === undefined ? "refresh_token" : undefined,
    );
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

  #flawOf(code: Code | undefined, app: App, redirectUri: string | undefined): string | undefined {
    if (code === undefined) return "unknown or used";
    if (code.grant.clientId !== app.clientId) return "another client";
    if (code.grant.host !== this.#host) return "another host";
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
    const refused = refusal(403, "invalid_grant", "Unknown or invalid refresh token.", detail);
    return { ...refused, grantId: family?.id, grantRevoked: revokedNow };
  }

  #denial(user: User | undefined): TokenAnswer | undefined {
    const isBlocked = user !== undefined && this.#tenant.users.isBlocked(user);
    return isBlocked ? refusal(403, "access_denied", "user is blocked") : undefined;
  }

  #refreshDenial(app: App, family: Family): TokenAnswer | undefined {
    if (this.#tenant.lacksGrant(family.id)) {
      // Auth0 does not document the status.
      return refusal(403, "server_error", "Grant not found, cannot refresh access token");
    }
    if (app.denyRefresh !== null)
      return refusal(403, "access_denied", app.denyRefresh, "denied by an Action");
    return app.mfaOnRefresh ? mfaRequired() : undefined;
  }
}

function isVerified(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  const isProper = /^[A-Za-z0-9._~-]{43,128}$/.test(verifier);
  return isProper && createHash("sha256").update(verifier).digest("base64url") === challenge;
}
