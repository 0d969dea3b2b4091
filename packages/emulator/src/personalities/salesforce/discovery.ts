import type { Services } from "../../personality.ts";
import { rolledKey, rolledPublicKey, testKeys } from "../../serving/test-keys.ts";

/** The headers of Salesforce's own endpoints, as recorded. */
export const salesforceHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-cache,must-revalidate,max-age=0,no-store,private",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-robots-tag": "none",
  "x-content-type-options": "nosniff",
};

/** The content type of Salesforce's JSON bodies. */
export const jsonType = "application/json;charset=UTF-8";

/** Every scope that an app can have. */
export const knownScopes: readonly string[] = [
  ...["cdp_ingest_api", "cdp_profile_api", "cdp_query_api", "pardot_api", "sfap_api", "chatbot_api"],
  ...["interaction_api", "einstein_gpt_api", "api", "web", "full", "id", "openid", "profile", "email"],
  ...["address", "phone", "refresh_token", "offline_access", "visualforce", "chatter_api"],
  ...["custom_permissions", "wave_api", "eclair_api", "lightning", "content", "user_registration_api"],
  ...["pwdless_login_api", "forgot_password"],
];

/**
 * Returns the discovery document. Like Salesforce's, it lacks code_challenge_methods_supported and
 * grant_types_supported, although PKCE and both grants work.
 *
 * @param issuer The origin of the host, with the path of a site.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 */
export function discoveryOf(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/services/oauth2/authorize`,
    token_endpoint: `${issuer}/services/oauth2/token`,
    revocation_endpoint: `${issuer}/services/oauth2/revoke`,
    userinfo_endpoint: `${issuer}/services/oauth2/userinfo`,
    jwks_uri: `${issuer}/id/keys`,
    registration_endpoint: `${issuer}/services/oauth2/register`,
    introspection_endpoint: `${issuer}/services/oauth2/introspect`,
    scopes_supported: knownScopes,
    response_types_supported: ["code", "token", "token id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    display_values_supported: ["page", "popup", "touch"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    claims_supported: [
      ...["active", "address", "email", "email_verified", "family_name", "given_name", "is_app_installed"],
      ...[
        "language",
        "locale",
        "name",
        "nickname",
        "organization_id",
        "phone_number",
        "phone_number_verified",
      ],
      ...["photos", "picture", "preferred_username", "profile", "sub", "updated_at", "urls", "user_id"],
      ...["user_type", "zoneinfo"],
    ],
    end_session_endpoint: `${issuer}/services/auth/idp/oidc/logout`,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: false,
  };
}

/** The key id. Salesforce numbers its keys. */
export const signingKeyId = "248";

const [signingKey] = testKeys.keys;

/** The usual signing key of ID tokens. A public test key. */
const privateSigningKey = { ...signingKey, kid: signingKeyId };

/** Returns the current signing key of ID tokens. */
export function signingKeyOf({ faults }: Services) {
  return faults.keyIsRolled() ? rolledKey : privateSigningKey;
}

const publicSigningKey = {
  kty: signingKey.kty,
  alg: signingKey.alg,
  use: signingKey.use,
  kid: signingKeyId,
  n: signingKey.n,
  e: signingKey.e,
};

/** Returns the JWK set for /id/keys (RFC 7517 §5). */
export function keySetOf({ faults }: Services) {
  return { keys: faults.keyIsRolled() ? [publicSigningKey, rolledPublicKey] : [publicSigningKey] };
}
