import type { ProviderName } from "./facts.ts";
import { isFound, type Patterns } from "./patterns.ts";

/** Words that only one provider, or what people build on it, uses. The first that fits counts. */
const providerPatterns: readonly (readonly [ProviderName, Patterns])[] = [
  // The names of repositories are those of anything.
  ["github", [/remote: permission to [^ ]{1,100} denied to/, /unable to access 'https:\/\/github\.com\//]],
  [
    "salesforce",
    [
      /salesforce|expired access\/refresh token|hasn'?t approved this consumer/,
      /invalid_grant\W{1,60}authentication failure/,
      /authentication failure\W{1,60}invalid_grant|client identifier invalid|oauth_app_/,
      /oauth_authorization_blocked|oauth_approval|oauth_ec_|invalid_app_access/,
      /bad_oauth_token|sfdc|sfdx|force\.com|jsforce|refreshtokenauth|jwtautherror/,
      /authcodeexchange|restforce|visualforce|consumer key|connected app/,
      /external client app|my domain|oauth_ec_app|invalid_session_id|apex\b/,
      /api_disabled_for_org|totalrequests|login_must_use_security_token|soap api login/,
      /url_not_reset|authdecrypterror|failed to decipher auth/,
      /\bsf org (?:login|display|list)|security token; or user/,
    ],
  ],
  [
    "auth0",
    [
      /auth0|\ba0deploy|\bferrt\b|\bfertft\b|\bfeacft\b|\bfeccft\b|allowed callback urls/,
      /unknown or invalid refresh token|service not found: /,
      /client has not been granted scopes|not allowed for the client\b|gettokensilently/,
      /getaccesstokensilently/,
    ],
  ],
  [
    "microsoft",
    [
      /microsoft|aadsts|aadb2c|azure|\bentra\b|\bmsal\b|office ?365|graph\.microsoft/,
      /outlook|sharepoint|adal\b/,
    ],
  ],
  [
    "google",
    [
      /auth\/unauthorized-domain|firebase_auth|idpiframe_/,
      /google(?!\.api\.client|-http-client|-oauth-client)|token has been expired or revoked/,
      /metadata from plugin failed|retrieve auth metadata/,
      /invalid jwt(?: signature|: token must)|error 40[0-9]: (?:[a-z]{3,20}_[a-z_]{3,30})/,
      /access blocked: [^.]{0,60}(?:verification process|request is invalid|authorization error)/,
      /redirect_uri_mismatch["', ]{1,6}error_description["': ]{1,6}bad request|gaxios|gmail/,
      /gcloud|googleapis|gsuite|youtube/,
    ],
  ],
  [
    "okta",
    [
      /\bokta|oktapreview|\/oauth2\/default\b|in the client app settings/,
      /not assigned to the client application|\be00000\d\d\b/,
      /policy evaluation failed for this request/,
    ],
  ],
  [
    "keycloak",
    [
      /keycloak|\/realms\/|red hat (?:sso|single)|\/protocol\/openid-connect\//,
      /type="?[a-z_]{4,30}_error"?, realm|invalid client or invalid client credentials/,
      /account is not fully set up|(?:got|value) \[["']?account["']?\]/,
      /invalid parameter: redirect_uri|didn't find publickey for specified kid/,
    ],
  ],
  [
    "slack",
    [
      /\bslack|xox[bpe]|oauth\.v2\.access|did not match any configured uris/,
      /\b(?:not_authed|account_inactive|not_allowed_token_type|oauth_authorization_url_mismatch|invalid_team_for_non_distributed_app|code_already_used|invalid_auth|missing_scope|no_(?:bot|user)_scopes(?:_requested)?|not_in_channel|channel_not_found)\b/,
      /["']?ok["']?: ?false/,
    ],
  ],
  ["github", /the refresh token passed is incorrect|docs\.github\.com\/apps\/managing-oauth-apps/],
  [
    "hubspot",
    [
      /hubspot|hubapi|hapikey|\bhs-|\bbad_(?:refresh_token|auth_code|client_id)\b/,
      /expired_auth(?:entication|_code)|contact the app developer/,
      /match the app's registered redirect url/,
    ],
  ],
  ["github", /(?<!com\.)github(?!\.com\/(?!login)[\w.-]+\/)|octokit|bad_verification_code/],
];

/** Returns the provider whose words are in a text in lower case; `null` if none is. */
export function providerIn(words: string): ProviderName | null {
  return providerPatterns.find(([, pattern]) => isFound(pattern, words))?.[0] ?? null;
}
