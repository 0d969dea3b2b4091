import {
  compactVerify,
  createLocalJWKSet,
  decodeJwt,
  importJWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import type { Faults } from "../../faults/faults.ts";
import { issuerUnderFault, subjectUnderFault } from "../../faults/under-fault.ts";
import { randomBytes } from "../../random.ts";
import type { HostName } from "../../serving/hosts.ts";
import { rolledKey, rolledPublicKey } from "../../serving/test-keys.ts";
import { tenantKeys } from "./keys.ts";
import type { Grant } from "./refresh-tokens.ts";
import type { Api } from "./registration.ts";
import type { Login, Tenant } from "./tenant.ts";
import { claimsOf, type User } from "./users.ts";

const idTokenSeconds = 36_000;
const logoutTokenSeconds = 120;
const userinfoSeconds = 86_400;
/** The default clock tolerance of Auth0's verifier for Node. */
const toleranceSeconds = 5;

/** An access token and its lifetime in seconds. */
export interface AccessToken {
  readonly value: string;
  readonly expiresIn: number;
}

/** The grant type of an access token that is not issued directly after a login. */
export type GrantKind = "refresh_token" | "client-credentials";

/** The audience, subject and session of an ID token. */
export interface Hint {
  readonly aud: string;
  readonly sub: string | undefined;
  readonly sid: string | undefined;
}

interface OpaqueToken {
  readonly grant: Grant;
  readonly endsMs: number;
}

/** The current key and the next one. */
const publicKeys = [publicPartOf(tenantKeys.current), publicPartOf(tenantKeys.next)];

/** Signs and verifies the tokens of a tenant. */
export class Tokens {
  readonly #tenant: Tenant;
  readonly #originOf: (host: HostName) => string;
  readonly #opaque = new Map<string, OpaqueToken>();
  readonly #faults: Faults;
  readonly #live = new Set<string>();
  readonly #expired = new Set<string>();
  readonly #key = importJWK(tenantKeys.current, "RS256");
  readonly #rolledKey = importJWK(rolledKey, "RS256");
  readonly #keys = createLocalJWKSet({ keys: [...publicKeys, rolledPublicKey] });

  /** `originOf` returns the origin of a domain. */
  constructor(tenant: Tenant, originOf: (host: HostName) => string, faults: Faults) {
    this.#faults = faults;
    this.#tenant = tenant;
    this.#originOf = originOf;
  }

  /** Expires every access token now and returns their number. */
  expireAll(): number {
    const { size } = this.#live;
    for (const token of this.#live) this.#expired.add(token);
    this.#live.clear();
    return size;
  }

  /** Returns the JWK set of the tenant (RFC 7517 §5). */
  keySet() {
    return { keys: this.#faults.keyIsRolled() ? [...publicKeys, rolledPublicKey] : publicKeys };
  }

  /** Returns the issuer of a domain, which ends with a slash. */
  issuerOf(host: HostName): string {
    return `${this.#originOf(host)}/`;
  }

  /**
   * Issues a JWT for an API, or an opaque token for userinfo only if there is no API.
   *
   * @see https://auth0.com/docs/secure/tokens/access-tokens
   */
  async accessToken(grant: Grant, api: Api | undefined, kind?: GrantKind): Promise<AccessToken> {
    if (api === undefined) return this.#opaqueToken(grant);
    const { clientId, host, scopes, subject } = grant;
    const userinfo = `${this.issuerOf(host)}userinfo`;
    const value = await this.#sign(host, api.accessTokenSeconds, {
      sub: subjectUnderFault(subject),
      aud: scopes.includes("openid") ? [api.identifier, userinfo] : api.identifier,
      azp: clientId,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
      ...(kind === undefined ? {} : { gty: kind }),
      ...this.#tenant.app(clientId)?.accessTokenClaims,
    });
    this.#live.add(value);
    return { value, expiresIn: api.accessTokenSeconds };
  }

  /**
   * Issues an ID token. After a refresh it has neither `sid` nor `nonce`, and no `acr`.
   *
   * @see https://auth0.com/docs/secure/tokens/id-tokens/id-token-structure
   */
  async idToken({ clientId, host, scopes, subject }: Grant, user: User, login?: Login): Promise<string> {
    return await this.#sign(host, idTokenSeconds, {
      ...claimsOf(user, scopes),
      iss: issuerUnderFault(this.issuerOf(host)),
      sub: subjectUnderFault(subject),
      aud: clientId,
      ...(login === undefined ? {} : { sid: login.sid }),
      ...(login?.nonce === undefined ? {} : { nonce: login.nonce }),
      ...(login?.authTime === undefined ? {} : { auth_time: login.authTime }),
      ...(login?.acr === undefined ? {} : { acr: login.acr, amr: ["mfa"] }),
      ...this.#tenant.app(clientId)?.idTokenClaims,
    });
  }

  /**
   * Issues a logout token, which tells an app that a session has ended. `others`: claims besides the usual ones, such as
   * `sid`; `null` leaves one out.
   *
   * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken
   */
  async logoutToken(
    { clientId, host, subject }: Pick<Grant, "clientId" | "host" | "subject">,
    others: Readonly<Record<string, unknown>>,
    typ = "logout+jwt",
  ): Promise<string> {
    const claims = {
      sub: subject,
      aud: clientId,
      jti: randomBytes(16).toString("hex"),
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      ...others,
    };
    return await this.#sign(host, logoutTokenSeconds, claims, typ);
  }

  /** Reads an ID token of this domain, expired or not. */
  async readIdToken(host: HostName, value: string): Promise<Hint | undefined> {
    try {
      await compactVerify(value, this.#keys);
      const { aud, iss, sid, sub } = decodeJwt(value);
      if (iss !== this.issuerOf(host) || typeof aud !== "string") return undefined;
      return { aud, sub, sid: typeof sid === "string" ? sid : undefined };
    } catch {
      return undefined;
    }
  }

  /** Returns the subject and scopes for userinfo, or `undefined` if the token is not valid at this domain. */
  async userinfoOf(host: HostName, value: string): Promise<Pick<Grant, "subject" | "scopes"> | undefined> {
    const opaque = this.#opaque.get(value);
    if (opaque !== undefined) {
      const { endsMs, grant } = opaque;
      const isGood = grant.host === host && !this.#expired.has(value) && this.#tenant.clock.nowMs() < endsMs;
      return isGood && grant.scopes.includes("openid") ? grant : undefined;
    }
    try {
      const { sub = "", scope } = await this.verify(host, value, `${this.issuerOf(host)}userinfo`);
      return { subject: sub, scopes: String(scope).split(" ") };
    } catch {
      return undefined;
    }
  }

  /**
   * Verifies an access token like Auth0's verifier for Node, and throws its messages.
   *
   * @see https://github.com/auth0/node-oauth2-jwt-bearer
   */
  async verify(host: HostName, value: string, audience: string): Promise<JWTPayload> {
    const currentDate = new Date(this.#tenant.clock.nowMs());
    const { payload } = await jwtVerify(value, this.#keys, {
      clockTolerance: toleranceSeconds,
      currentDate,
    });
    if (this.#expired.has(value)) throw new Error('"exp" claim timestamp check failed');
    if (payload.iss !== this.issuerOf(host)) throw new Error('unexpected "iss" value');
    if (![payload.aud].flat().includes(audience)) throw new Error('unexpected "aud" value');
    return payload;
  }

  async #sign(
    host: HostName,
    seconds: number,
    claims: Readonly<Record<string, unknown>>,
    typ = "JWT",
  ): Promise<string> {
    const iat = Math.floor(this.#tenant.clock.nowMs() / 1000);
    const isRolled = this.#faults.keyIsRolled();
    const { kid } = isRolled ? rolledKey : tenantKeys.current;
    const all = { iss: this.issuerOf(host), iat, exp: iat + seconds, ...claims };
    return await new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)))
      .setProtectedHeader({ alg: "RS256", typ, kid })
      .sign(await (isRolled ? this.#rolledKey : this.#key));
  }

  /** Issues a token that looks like the encrypted one of Auth0, which no other party can read. */
  #opaqueToken(grant: Grant): AccessToken {
    const header = { alg: "dir", enc: "A256GCM", iss: this.issuerOf(grant.host) };
    const head = Buffer.from(JSON.stringify(header)).toString("base64url");
    const part = (bytes: number) => randomBytes(bytes).toString("base64url");
    const value = `${head}..${part(12)}.CANARY_at_${part(48)}.${part(16)}`;
    this.#live.add(value);
    this.#opaque.set(value, { grant, endsMs: this.#tenant.clock.nowMs() + userinfoSeconds * 1000 });
    return { value, expiresIn: userinfoSeconds };
  }
}

function publicPartOf({ kty, use, n, e, kid, x5t, x5c, alg }: (typeof tenantKeys)["current"]) {
  return { kty, use, n, e, kid, x5t, x5c, alg };
}
