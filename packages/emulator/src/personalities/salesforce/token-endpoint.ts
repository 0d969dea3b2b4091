import { createHash } from "node:crypto";
import type { HostContext } from "../../serving/hono.ts";
import type { HostName } from "../../serving/hosts.ts";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import type { TokenRequest } from "../../serving/token-request.ts";
import type { App } from "./apps.ts";
import { isTimely, namedIssuer, type SignedClaims, signedClaims } from "./assertions.ts";
import { salesforceHeaders } from "./discovery.ts";
import { encodingOf } from "./encodings.ts";
import type { Grant, Session } from "./grants.ts";
import { signIdToken } from "./id-token.ts";
import type { Code } from "./logins.ts";
import { siteMembers } from "./navigation.ts";
import { issuerAt } from "./orgs.ts";
import { asksToRefresh, opensApi } from "./scopes.ts";
import { answerClientCredentials, answerJwtBearer } from "./server-grants.ts";
import type { State } from "./state.ts";
import { type AuthenticatedRequest, membersOf, refusal, refusalFor, signatureOf } from "./token-answer.ts";

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const grantTypes = ["authorization_code", "refresh_token", "client_credentials", jwtBearer] as const;

/** The verified claims of the assertions in a request. */
interface VerifiedAssertions {
  readonly grant: SignedClaims;
  readonly client: SignedClaims;
}

/** The context in which an app authenticates. */
interface AuthenticationContext {
  readonly grantType: (typeof grantTypes)[number];
  readonly host: HostName;
  readonly signed: VerifiedAssertions;
}

const expiredCode = "expired authorization code";
const expiredToken = "expired access/refresh token";

/**
 * Decides token requests: authorization codes, refresh tokens, and server flows.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_refresh_token_flow.htm&type=5
 */
export class TokenEndpoint {
  readonly #state: State;
  /** Refresh tokens of requests whose response has not been sent. */
  readonly #inFlight = new Set<string>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Decides one request synchronously. Verification and signing take time and run before and after the decision. */
  async answer(request: TokenRequest, { env, req }: HostContext): Promise<TokenAnswer> {
    const encoding = encodingOf(request, req.header("accept"));
    const { assertion, client_assertion: clientAssertion } = request.parameters;
    const { apps } = this.#state;
    const signed = {
      grant: await signedClaims(apps, assertion),
      client: await signedClaims(apps, clientAssertion),
    };
    return { headers: salesforceHeaders, encoding, ...this.#decide(request, env.host, signed) };
  }

  #decide(request: TokenRequest, host: HostName, signed: VerifiedAssertions): TokenAnswer {
    const { basic, parameters } = request;
    const { assertion, client_assertion: clientAssertion, client_id: clientId } = parameters;
    const grantType = grantTypes.find((known) => known === parameters.grant_type);
    if (grantType === undefined) return refusal("unsupported_grant_type", "grant type not supported");
    const named = basic?.clientId ?? clientId ?? namedIssuer(clientAssertion ?? assertion);
    const app = this.#state.apps.find(named);
    if (app === undefined) return refusal("invalid_client_id", "client identifier invalid");
    if (!this.#isAuthentic(app, request, { grantType, host, signed }))
      return refusal("invalid_client", "invalid client credentials");
    const presented = { app, host, parameters };
    switch (grantType) {
      case "authorization_code":
        return this.#exchange(presented);
      case "refresh_token":
        return this.#refresh(presented);
      case "client_credentials":
        return answerClientCredentials(this.#state, presented);
      case jwtBearer:
        return answerJwtBearer(this.#state, presented, signed.grant);
    }
  }

  /** Whether the app authenticates. A secret in the request must be right even if none is required. */
  #isAuthentic(app: App, { basic, parameters }: TokenRequest, how: AuthenticationContext): boolean {
    const { client_assertion: assertion, client_id: clientId = app.clientId } = parameters;
    const sent = basic?.clientSecret ?? parameters.client_secret;
    if (clientId !== app.clientId) return false;
    if (assertion !== undefined) return sent === undefined && this.#provesApp(app, how);
    return sent === undefined ? !needsSecret(app, how.grantType) : sent === app.clientSecret;
  }

  /** @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication */
  #provesApp({ clientId }: App, { host, signed: { client } }: AuthenticationContext): boolean {
    const { services } = this.#state;
    const issuer = issuerAt(services, host);
    return (
      client?.iss === clientId &&
      client.sub === clientId &&
      (client.aud === issuer || client.aud === `${issuer}/services/oauth2/token`) &&
      isTimely(client, services.clock.nowMs())
    );
  }

  /** Refuses scopes that allow the API if the org lacks "API Enabled". */
  #withoutApi({ scopes }: Code): TokenAnswer | undefined {
    const isOff = !this.#state.conditions.now.apiEnabled && opensApi(scopes);
    return isOff ? refusal("invalid_grant", "authentication failure") : undefined;
  }

  #exchange(request: AuthenticatedRequest): TokenAnswer {
    const { app, host, parameters } = request;
    const { code: value, redirect_uri: redirectUri } = parameters;
    if (value === undefined) return refusal("invalid_request", "missing required parameter: code");
    const code = this.#state.logins.code(value);
    const flaw = this.#flawOfCode(value, request);
    if (code === undefined || flaw !== undefined) return refusal("invalid_grant", expiredCode, flaw);
    if (redirectUri !== code.request.redirectUri) {
      return redirectUri === undefined
        ? refusal("redirect_uri_missing", "redirect_uri not provided")
        : refusal("redirect_uri_mismatch", "redirect_uri must match configuration");
    }
    const denial =
      verifierRefusal(code, parameters) ??
      refusalFor(this.#state, app, code.subject) ??
      this.#withoutApi(code);
    if (denial !== undefined) return denial;
    this.#state.logins.spendCode(value);
    const { clientId, org, scopes, subject } = code;
    const refreshes = asksToRefresh(scopes) && app.switches.refreshTokenPolicy !== "immediately";
    const grant = this.#state.grants.approve({ clientId, org, scopes, subject }, { host, refreshes });
    return this.#granted(request, grant, { refreshToken: grant.refreshToken, nonce: code.request.nonce });
  }

  #flawOfCode(value: string, { app, host }: AuthenticatedRequest): string | undefined {
    const { logins } = this.#state;
    const { clientId, request } = logins.code(value) ?? {};
    const flaw = logins.flawOf(value);
    if (flaw !== undefined) return flaw;
    if (app.switches.blocked) return "app is blocked";
    if (clientId !== app.clientId) return "another app's code";
    return request?.host === host ? undefined : "code of another host";
  }

  #refresh(request: AuthenticatedRequest): TokenAnswer {
    const { app, parameters } = request;
    const { refresh_token: value } = parameters;
    if (value === undefined) return refusal("invalid_request", "missing required parameter: refresh_token");
    if (this.#inFlight.has(value)) {
      const grantId = this.#state.grants.grantOf(value)?.id;
      return { ...refusal("invalid_grant", "token request is already being processed"), grantId };
    }
    const grant = this.#state.grants.grantOf(value);
    const flaw = this.#flawOfToken(value, grant, request);
    if (grant === undefined || flaw !== undefined) {
      const grantRevoked = flaw === "spent refresh token" && this.#revokeReused(grant);
      return { ...refusal("invalid_grant", expiredToken, flaw), grantId: grant?.id, grantRevoked };
    }
    const denial = refusalFor(this.#state, app, grant.subject);
    if (denial !== undefined) return { ...denial, grantId: grant.id };
    this.#inFlight.add(value);
    const refreshToken = this.#state.grants.use(value, app.switches.rotation);
    const answer = this.#granted(request, grant, { refreshToken, nonce: undefined });
    return { ...answer, onSent: () => this.#inFlight.delete(value) };
  }

  #flawOfToken(
    value: string,
    grant: Grant | undefined,
    { app, host }: AuthenticatedRequest,
  ): string | undefined {
    if (grant === undefined) return "unknown refresh token";
    if (grant.clientId !== app.clientId) return "another app's refresh token";
    if (host !== grant.host && host !== grant.org.myDomainHost) return "refresh token of another host";
    if (grant.ended !== undefined) return grant.ended;
    if (value !== grant.refreshToken) return "spent refresh token";
    return app.switches.blocked ? "app is blocked" : this.#ageFlawOf(grant, app);
  }

  /** @see https://help.salesforce.com/s/articleView?id=xcloud.connected_app_manage_oauth.htm&type=5 */
  #ageFlawOf({ approvedMs, lastUsedMs }: Grant, { switches }: App): string | undefined {
    const { refreshTokenPolicy: policy } = switches;
    const nowMs = this.#state.services.clock.nowMs();
    if (policy === "until_revoked") return undefined;
    if (policy === "immediately") return "policy expires refresh tokens immediately";
    if ("idleSeconds" in policy)
      return nowMs < lastUsedMs + policy.idleSeconds * 1000 ? undefined : "not used for too long";
    return nowMs < approvedMs + policy.afterSeconds * 1000 ? undefined : "approved too long ago";
  }

  /** @see https://help.salesforce.com/s/articleView?id=005316711&type=1 */
  #revokeReused(grant: Grant | undefined): boolean {
    return grant !== undefined && this.#state.grants.end(grant, "revoked: a spent refresh token was used");
  }

  #granted(
    { app, host }: AuthenticatedRequest,
    grant: Grant,
    {
      nonce,
      refreshToken,
    }: { readonly nonce: string | undefined; readonly refreshToken: string | undefined },
  ): TokenAnswer {
    const { services } = this.#state;
    const session: Session = this.#state.grants.openSession(grant);
    const { access_token: accessToken, ...members } = membersOf(this.#state, grant, session);
    const { issued_at: issuedAt, signature } = signatureOf(this.#state, app, members.id ?? "");
    // In Salesforce's order.
    const body = {
      access_token: accessToken,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      ...(grant.host === "site" ? siteMembers(services.originOf("site")) : {}),
      signature,
      ...members,
      issued_at: issuedAt,
    };
    const complete = async (whole: Readonly<Record<string, unknown>>) => ({
      ...whole,
      id_token: await signIdToken(services, {
        host,
        clientId: app.clientId,
        subject: members.id ?? "",
        session,
        nonce,
      }),
    });
    const grantId = grant.id;
    return { status: 200, body, grantId, ...(grant.scopes.includes("openid") ? { complete } : {}) };
  }
}

/**
 * Whether a grant type needs the app's secret. An assertion authenticates the app itself; client credentials always
 * need the secret.
 */
function needsSecret({ switches }: App, grantType: AuthenticationContext["grantType"]): boolean {
  switch (grantType) {
    case "authorization_code":
      return switches.requireSecretForWebServerFlow;
    case "refresh_token":
      return switches.requireSecretForRefreshTokenFlow;
    default:
      return grantType === "client_credentials";
  }
}

/** Checks the code verifier. It may be longer than RFC 7636 §4.1 allows: jsforce sends 171 characters. */
function verifierRefusal(
  { request }: Code,
  { code_verifier: verifier }: TokenRequest["parameters"],
): TokenAnswer | undefined {
  const { codeChallenge } = request;
  if (codeChallenge === undefined)
    return verifier === undefined ? undefined : refusal("invalid_request", "invalid code verifier");
  const challenge = createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");
  return challenge === codeChallenge ? undefined : refusal("invalid_grant", "invalid code verifier");
}
