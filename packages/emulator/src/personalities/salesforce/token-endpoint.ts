import { createHash, createHmac } from "node:crypto";
import type { HostName } from "../../hosts.ts";
import type { HostedContext } from "../hosted.ts";
import type { TokenAnswer, TokenRequest } from "../token-requests.ts";
import type { App } from "./apps.ts";
import { salesforceHeaders } from "./discovery.ts";
import { encodingOf } from "./encodings.ts";
import type { Grant, Session } from "./grants.ts";
import { signIdToken } from "./id-token.ts";
import type { Code } from "./logins.ts";
import { siteMembers } from "./navigation.ts";
import { identityUrlOf, instanceUrlOf } from "./orgs.ts";
import { asksToRefresh } from "./scopes.ts";
import { isPermitted, type State } from "./state.ts";

/** What a grant type's handler works with. */
interface Request {
  readonly app: App;
  readonly host: HostName;
  readonly parameters: TokenRequest["parameters"];
}

const EXPIRED_CODE = "expired authorization code";
const EXPIRED_TOKEN = "expired access/refresh token";

/**
 * The token endpoint: authorization codes and refresh tokens.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_refresh_token_flow.htm&type=5
 */
export class TokenEndpoint {
  readonly #state: State;
  /** Refresh tokens whose answer has not left yet. */
  readonly #inFlight = new Set<string>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Decides on one request, all of it at once: what takes time comes after the decision. */
  answer(request: TokenRequest, { env, req }: HostedContext): TokenAnswer {
    const encoding = encodingOf(request, req.header("accept"));
    return { headers: salesforceHeaders, encoding, ...this.#decide(request, env.host) };
  }

  #decide(request: TokenRequest, host: HostName): TokenAnswer {
    const { basic, parameters } = request;
    const { grant_type: grantType } = parameters;
    if (grantType !== "authorization_code" && grantType !== "refresh_token") {
      return refusal("unsupported_grant_type", "grant type not supported");
    }
    const app = this.#state.apps.find(basic?.clientId ?? parameters.client_id);
    if (app === undefined) {
      return refusal("invalid_client_id", "client identifier invalid");
    }
    const { requireSecretForRefreshTokenFlow, requireSecretForWebServerFlow } = app.switches;
    const isRefresh = grantType === "refresh_token";
    const needsSecret = isRefresh ? requireSecretForRefreshTokenFlow : requireSecretForWebServerFlow;
    if (!isAuthentic(app, request, needsSecret)) {
      return refusal("invalid_client", "invalid client credentials");
    }
    const presented = { app, host, parameters };
    return isRefresh ? this.#refresh(presented) : this.#exchange(presented);
  }

  #exchange(request: Request): TokenAnswer {
    const { app, host, parameters } = request;
    const { code: value, redirect_uri: redirectUri } = parameters;
    if (value === undefined) {
      return refusal("invalid_request", "missing required parameter: code");
    }
    const code = this.#state.logins.code(value);
    const flaw = this.#flawOfCode(value, request);
    if (code === undefined || flaw !== undefined) {
      return refusal("invalid_grant", EXPIRED_CODE, flaw);
    }
    if (redirectUri !== code.request.redirectUri) {
      return redirectUri === undefined
        ? refusal("redirect_uri_missing", "redirect_uri not provided")
        : refusal("redirect_uri_mismatch", "redirect_uri must match configuration");
    }
    const barred = verifierRefusal(code, parameters) ?? this.#barred(app, code.subject);
    if (barred !== undefined) {
      return barred;
    }
    this.#state.logins.spendCode(value);
    const { clientId, org, scopes, subject } = code;
    const refreshes = asksToRefresh(scopes) && app.switches.refreshTokenPolicy !== "immediately";
    const grant = this.#state.grants.approve({ clientId, org, scopes, subject }, { host, refreshes });
    return this.#granted(request, grant, { refreshToken: grant.refreshToken, nonce: code.request.nonce });
  }

  #flawOfCode(value: string, { app, host }: Request): string | undefined {
    const { logins } = this.#state;
    const { clientId, request } = logins.code(value) ?? {};
    const flaw = logins.flawOf(value);
    if (flaw !== undefined) {
      return flaw;
    }
    if (app.switches.blocked) {
      return "app is blocked";
    }
    if (clientId !== app.clientId) {
      return "another app's code";
    }
    return request?.host === host ? undefined : "code of another host";
  }

  #refresh(request: Request): TokenAnswer {
    const { app, parameters } = request;
    const { refresh_token: value } = parameters;
    if (value === undefined) {
      return refusal("invalid_request", "missing required parameter: refresh_token");
    }
    if (this.#inFlight.has(value)) {
      const grantId = this.#state.grants.grantOf(value)?.id;
      return { ...refusal("invalid_grant", "token request is already being processed"), grantId };
    }
    const grant = this.#state.grants.grantOf(value);
    const flaw = this.#flawOfToken(value, grant, request);
    if (grant === undefined || flaw !== undefined) {
      const grantRevoked = flaw === "spent refresh token" && this.#revokeReused(grant);
      return { ...refusal("invalid_grant", EXPIRED_TOKEN, flaw), grantId: grant?.id, grantRevoked };
    }
    const barred = this.#barred(app, grant.subject);
    if (barred !== undefined) {
      return { ...barred, grantId: grant.id };
    }
    this.#inFlight.add(value);
    const refreshToken = this.#state.grants.use(value, app.switches.rotation);
    const answer = this.#granted(request, grant, { refreshToken, nonce: undefined });
    return { ...answer, sent: () => this.#inFlight.delete(value) };
  }

  #flawOfToken(value: string, grant: Grant | undefined, { app, host }: Request): string | undefined {
    if (grant === undefined) {
      return "unknown refresh token";
    }
    if (grant.clientId !== app.clientId) {
      return "another app's refresh token";
    }
    if (host !== grant.host && host !== grant.org.myDomainHost) {
      return "refresh token of another host";
    }
    if (grant.ended !== undefined) {
      return grant.ended;
    }
    if (value !== grant.refreshToken) {
      return "spent refresh token";
    }
    return app.switches.blocked ? "app is blocked" : this.#ageFlawOf(grant, app);
  }

  /** @see https://help.salesforce.com/s/articleView?id=xcloud.connected_app_manage_oauth.htm&type=5 */
  #ageFlawOf({ approvedMs, lastUsedMs }: Grant, { switches }: App): string | undefined {
    const { refreshTokenPolicy: policy } = switches;
    const nowMs = this.#state.stage.clock.nowMs();
    if (policy === "until_revoked") {
      return undefined;
    }
    if (policy === "immediately") {
      return "policy expires refresh tokens immediately";
    }
    if ("idleSeconds" in policy) {
      return nowMs < lastUsedMs + policy.idleSeconds * 1000 ? undefined : "not used for too long";
    }
    return nowMs < approvedMs + policy.afterSeconds * 1000 ? undefined : "approved too long ago";
  }

  /** @see https://help.salesforce.com/s/articleView?id=005316711&type=1 */
  #revokeReused(grant: Grant | undefined): boolean {
    return grant !== undefined && this.#state.grants.end(grant, "revoked: a spent refresh token was used");
  }

  #barred(app: App, subject: string): TokenAnswer | undefined {
    if (!app.switches.ipAllowed) {
      return refusal("invalid_grant", "ip restricted");
    }
    const account = this.#state.accounts.bySubject(subject);
    if (account === undefined) {
      return refusal("invalid_grant", "inactive user");
    }
    return isPermitted(this.#state, app, account)
      ? undefined
      : refusal("invalid_app_access", "user is not admin approved to access this app");
  }

  /** All values are texts, and nothing says when the access token ends. */
  #granted(
    { app, host }: Request,
    grant: Grant,
    {
      nonce,
      refreshToken,
    }: { readonly nonce: string | undefined; readonly refreshToken: string | undefined },
  ): TokenAnswer {
    const { stage } = this.#state;
    const session: Session = this.#state.grants.openSession(grant);
    const id = identityUrlOf(stage, grant.org, grant.subject);
    const issuedAt = String(stage.clock.nowMs());
    const key = app.clientSecret ?? "";
    const body = {
      access_token: session.accessToken,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      ...(grant.host === "site" ? siteMembers(stage.originOf("site")) : {}),
      signature: createHmac("sha256", key).update(`${id}${issuedAt}`).digest("base64"),
      scope: grant.scopes.join(" "),
      instance_url: instanceUrlOf(stage, grant.org),
      id,
      token_type: "Bearer",
      issued_at: issuedAt,
    };
    const complete = async (members: Readonly<Record<string, unknown>>) => ({
      ...members,
      id_token: await signIdToken(stage, { host, clientId: app.clientId, subject: id, session, nonce }),
    });
    const grantId = grant.id;
    return { status: 200, body, grantId, ...(grant.scopes.includes("openid") ? { complete } : {}) };
  }
}

/** A secret that is sent must be right, also where none is needed. */
function isAuthentic(
  { clientId, clientSecret }: App,
  { basic, parameters }: TokenRequest,
  needsSecret: boolean,
): boolean {
  const sent = basic?.clientSecret ?? parameters.client_secret;
  const isOneApp = (parameters.client_id ?? clientId) === clientId;
  return isOneApp && (sent === undefined ? !needsSecret : sent === clientSecret);
}

/** Verifiers may be longer than RFC 7636 §4.1 allows: jsforce sends 171 characters. */
function verifierRefusal(
  { request }: Code,
  { code_verifier: verifier }: TokenRequest["parameters"],
): TokenAnswer | undefined {
  const { codeChallenge } = request;
  if (codeChallenge === undefined) {
    return verifier === undefined ? undefined : refusal("invalid_request", "invalid code verifier");
  }
  const challenge = createHash("sha256")
    .update(verifier ?? "")
    .digest("base64url");
  return challenge === codeChallenge ? undefined : refusal("invalid_grant", "invalid code verifier");
}

function refusal(error: string, description: string, detail?: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description }, detail };
}
