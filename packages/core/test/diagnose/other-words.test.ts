import { describe, expect, test } from "vitest";
import { explain, type Hints } from "../../src/diagnose/index.ts";

/** Causes that few reports have, each told in several words. */
const told: readonly (readonly [cause: string, text: string, hints: Hints])[] = [
  [
    "library_regression",
    "invalid_client: Client authentication failed",
    {
      stage: "token-exchange",
      context: "After updating passport-oauth2 from 1.7.0 to 1.8.0 the login fails. Same credentials.",
    },
  ],
  [
    "library_regression",
    "AADSTS7000215: Invalid client secret provided",
    { stage: "token-exchange", context: "Works with MSAL.NET 4.60, fails since we upgraded to 4.61.1" },
  ],
  [
    "setting_no_text",
    'TypeError: The "client_id" argument must be of type string. Received undefined',
    { stage: "token-exchange" },
  ],
  [
    "setting_no_text",
    "AttributeError: 'tuple' object has no attribute 'rstrip'",
    { stage: "token-exchange" },
  ],
  [
    "grant_unknown_to_library",
    "This library does not support the client credentials grant",
    { stage: "token-exchange" },
  ],
  [
    "setting_differs_there",
    "invalid_client",
    { stage: "token-exchange", context: "It works locally but not when deployed to Vercel" },
  ],
  [
    "setting_differs_there",
    "access_denied",
    {
      provider: "auth0",
      stage: "callback",
      context: "Everything is fine on localhost. In production on Netlify I get this.",
    },
  ],
  [
    "secret_expanded",
    "invalid_client",
    { stage: "token-exchange", context: "My client secret contains a $ and I pass it by docker compose" },
  ],
  [
    "key_unreadable",
    "error:0909006C:PEM routines:get_name:no start line",
    { stage: "token-exchange", grant: "jwt-bearer" },
  ],
  [
    "key_unreadable",
    "secretOrPrivateKey must be an asymmetric key when using RS256",
    { stage: "token-exchange" },
  ],
  [
    "key_unreadable",
    "ValueError: Could not deserialize key data.",
    { provider: "google", stage: "token-exchange" },
  ],
  [
    "verifier_unasked",
    "invalid_request: code_verifier was sent but no code_challenge in the authorization request",
    { stage: "token-exchange" },
  ],
  [
    "code_truncated",
    "invalid_grant",
    {
      stage: "token-exchange",
      context: "The code is cut off at the exclamation mark; with the whole code it works",
    },
  ],
  [
    "redirect_encoded",
    "redirect_uri mismatch",
    { stage: "authorize", context: "the redirect uri is double encoded in the address bar" },
  ],
  [
    "redirect_none_registered",
    "unauthorized_client: The client does not have any redirect URIs registered",
    { stage: "authorize" },
  ],
  [
    "redirect_none_registered",
    "invalid_request: no redirect uri configured for this client",
    { stage: "authorize" },
  ],
  ["callback_path", "Cannot GET /auth/callback", { stage: "callback" }],
  [
    "oauth_at_api_host",
    "POST https://graph.microsoft.com/common/oauth2/v2.0/token 404",
    { provider: "microsoft", stage: "token-exchange" },
  ],
  [
    "endpoints_guessed",
    "GET https://mcp.acme.example/authorize?response_type=code&client_id=x 404 Not Found",
    { stage: "authorize", context: "Claude Desktop connecting to our MCP server" },
  ],
  [
    "cookie_samesite_none",
    "Cookie “oauth2_auth_csrf” rejected because it has the “SameSite=None” attribute but is missing the “secure” attribute.",
    { stage: "callback" },
  ],
  [
    "server_host_unknown",
    '{"code":5,"message":"unable to set instance using origin &{10.0.0.5:8080 http} (ExternalDomain is localhost): ID=QUERY-1kIjX Message=Instance not found"}',
    { stage: "authorize" },
  ],
  [
    "kept_token_overwritten",
    "invalid_request: refresh_token is required",
    {
      stage: "refresh",
      context: "After the first refresh the refresh_token in the json file was set to null",
    },
  ],
  [
    "store_damaged",
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0) token_cache.json",
    { stage: "keychain" },
  ],
  [
    "store_damaged",
    "SyntaxError: Unexpected end of JSON input at JSON.parse at readCredentialsFile /home/u/.config/tool/credentials.json",
    { stage: "refresh" },
  ],
  [
    "store_encoding",
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    { stage: "keychain", context: "I created auth.json with PowerShell echo > auth.json" },
  ],
  [
    "store_encoding",
    "json.decoder.JSONDecodeError: Unexpected UTF-8 BOM (decode using utf-8-sig)",
    { stage: "keychain" },
  ],
  [
    "store_other_version",
    "ValueError: unsupported pickle protocol: 5",
    { stage: "keychain", context: "token.pickle" },
  ],
  [
    "login_not_saved",
    "Login successful.\n$ tool whoami\nYou are not logged in. Please log in first.",
    { stage: "keychain" },
  ],
  [
    "id_token_algorithm_unnamed",
    "unsupported_algorithm: Algorithm of 'ES256' is not allowed",
    { stage: "callback" },
  ],
  [
    "google.device_client",
    "invalid_client: Invalid client type.",
    { provider: "google", grant: "device_code", stage: "token-exchange" },
  ],
  [
    "google.web_client_gives_none",
    "google.auth.exceptions.RefreshError: ('invalid_request: Missing required parameter: refresh_token')",
    { provider: "google", stage: "refresh" },
  ],
  [
    "google.photos_scopes_ended",
    "googleapi: Error 403: Request had insufficient authentication scopes. PERMISSION_DENIED",
    { provider: "google", stage: "api-call", context: "rclone Google Photos since April 2025" },
  ],
  [
    "google.credentials_kind",
    "ValueError: Client secrets must be for a web or installed app.",
    { provider: "google" },
  ],
  [
    "google.credentials_kind",
    "Authorized user info was not in the expected format, missing fields refresh_token.",
    { provider: "google" },
  ],
  ["salesforce.hybrid_jwt", "invalid_grant: cannot perform hybrid grant with JWTs enabled", {}],
  [
    "salesforce.jwt_token_refused",
    "INVALID_SESSION_ID",
    {
      provider: "salesforce",
      stage: "api-call",
      context: "JWT-based access tokens are on; the Metadata API refuses, REST works",
    },
  ],
  [
    "salesforce.mutual_authentication",
    "MUTUAL_AUTHENTICATION_FAILED",
    { provider: "salesforce", stage: "api-call" },
  ],
  [
    "salesforce.account_engagement",
    '{"@attributes":{"stat":"fail","version":1,"err_code":184},"err":"This API user lacks sufficient permissions"}',
    { provider: "salesforce", stage: "api-call", context: "Pardot API v5" },
  ],
  [
    "auth0.legacy_grant",
    "unauthorized_client: Grant type 'http://auth0.com/oauth/legacy/grant-type/ro' not allowed for the client.",
    {},
  ],
  [
    "hubspot.install_link",
    "This install link is no longer valid",
    { provider: "hubspot", stage: "authorize" },
  ],
  [
    "github.enterprise_client",
    "404 Not Found https://ghe.acme.example/login/device/code",
    { provider: "github", stage: "authorize", context: "GitHub Enterprise Server" },
  ],
  [
    "library_regression",
    'oauth2: "invalid_client" "Bad client credentials"',
    {
      stage: "token-exchange",
      context:
        "Since I bumped golang.org/x/oauth2 to v0.21.3 every exchange is refused; pinning the old version helps",
    },
  ],
  [
    "library_regression",
    "invalid_client",
    { stage: "refresh", context: "Broke with release 4.2.1, 4.2.0 is fine. Nothing else was changed." },
  ],
  [
    "library_regression",
    "code_verifier required",
    { stage: "token-exchange", context: "Downgrading to 2.3.1 makes the login work again" },
  ],
  ["setting_no_text", 'TypeError: can only concatenate str (not "NoneType") to str', { stage: "authorize" }],
  [
    "setting_no_text",
    "TypeError: sequence item 1: expected str instance, NoneType found",
    { stage: "token-exchange" },
  ],
  [
    "setting_no_text",
    "TypeError [ERR_INVALID_ARG_TYPE]: client_secret must be a non-empty string",
    { stage: "callback" },
  ],
  [
    "grant_unknown_to_library",
    "ArgumentError: unknown keyword argument: private_key",
    { stage: "token-exchange" },
  ],
  [
    "grant_unknown_to_library",
    "The installed SDK version does not yet implement the device flow",
    { stage: "token-exchange" },
  ],
  [
    "setting_differs_there",
    "unauthorized_client",
    {
      stage: "token-exchange",
      context: "Runs perfectly on my machine, but after deployment to Azure it is refused",
    },
  ],
  [
    "setting_differs_there",
    "Invalid client",
    { stage: "callback", context: "No problem in development; only the Heroku app shows it" },
  ],
  [
    "secret_expanded",
    "invalid_client",
    { stage: "token-exchange", context: "The secret starts with a # and is in my .env file" },
  ],
  [
    "key_unreadable",
    "crypto/rsa: x509: failed to parse private key (use ParsePKCS1PrivateKey instead for this key format)",
    { stage: "token-exchange" },
  ],
  [
    "key_unreadable",
    "Error: error:1E08010C:DECODER routines::unsupported",
    {
      provider: "google",
      stage: "token-exchange",
      context: "private_key from an environment variable on Vercel",
    },
  ],
  [
    "key_unreadable",
    "java.security.spec.InvalidKeySpecException: java.security.InvalidKeyException: IOException : algid parse error, not a sequence",
    { provider: "salesforce", grant: "jwt-bearer" },
  ],
  [
    "code_truncated",
    "invalid_grant",
    {
      provider: "microsoft",
      stage: "token-exchange",
      context: "The log shows that only the part of the code before the first exclamation mark is sent",
    },
  ],
  [
    "code_truncated",
    "invalid_grant",
    { stage: "token-exchange", context: "my regex for the code only allows letters and digits" },
  ],
  [
    "code_pasted_whole",
    "invalid_grant",
    { stage: "token-exchange", context: "I pasted the whole URL from the browser as the code" },
  ],
  [
    "redirect_encoded",
    "redirect_uri_mismatch",
    { stage: "authorize", context: "In the browser the redirect_uri shows %253A%252F%252F" },
  ],
  [
    "redirect_encoded",
    "https://login.acme.example/authorize?client_id=abc123def&redirect_uri=https%253A%252F%252Fapp.acme.example%252Fcb&response_type=code invalid redirect_uri",
    { stage: "authorize" },
  ],
  ["redirect_none_registered", "Error: The application has no redirect URI set", { stage: "authorize" }],
  [
    "redirect_none_registered",
    "invalid_request: At least one redirect URI must be registered with the client.",
    { stage: "authorize" },
  ],
  [
    "callback_path",
    "404 page not found https://app.acme.example/oauth/callback?code=abc&state=xyz",
    { stage: "callback" },
  ],
  ["callback_path", "After the login I land on /signin-oidc?code=… and get a 404", { stage: "callback" }],
  [
    "oauth_at_api_host",
    "https://api.github.com/login/oauth/access_token 404 Not Found",
    { provider: "github", stage: "token-exchange" },
  ],
  ["endpoints_guessed", "Cannot GET /authorize", { stage: "authorize", context: "MCP Inspector" }],
  [
    "endpoints_guessed",
    "https://mcp.acme.example/authorize not found",
    {
      stage: "authorize",
      context: "VS Code adds the MCP server; the server has no /.well-known/oauth-authorization-server",
    },
  ],
  [
    "cookie_samesite_none",
    'Set-Cookie was blocked because it had the "SameSite=None" attribute but did not have the "Secure" attribute',
    { stage: "callback" },
  ],
  [
    "server_host_unknown",
    "Instance not found",
    { stage: "authorize", context: "Zitadel behind traefik, opened by the IP address" },
  ],
  [
    "kept_token_overwritten",
    "No refresh token available",
    {
      stage: "refresh",
      context:
        "the library replaces the stored refresh token with undefined after each refresh, since the answer has none",
    },
  ],
  [
    "kept_token_overwritten",
    "invalid_grant",
    {
      stage: "refresh",
      context: "Looking in the database the refresh_token column is set to NULL after the first renewal",
    },
  ],
  [
    "store_damaged",
    "Error: ENOENT... SyntaxError: /home/u/.config/configstore/tool.json: Unexpected token } in JSON at position 834",
    { stage: "keychain" },
  ],
  ["store_damaged", "The token cache seems to be corrupted", { stage: "keychain" }],
  [
    "store_damaged",
    "sqlite3.DatabaseError: database disk image is malformed",
    { stage: "keychain", context: "gcloud credentials.db" },
  ],
  [
    "store_encoding",
    "SyntaxError: Unexpected token \uFEFF in JSON at position 0",
    { stage: "keychain", context: "credentials.json" },
  ],
  [
    "store_encoding",
    "invalid character 'ÿ' looking for beginning of value",
    { stage: "keychain", context: "sfdx auth url file written by PowerShell redirection" },
  ],
  [
    "store_other_version",
    "_pickle.UnpicklingError: invalid load key, '{'.",
    { stage: "keychain", context: "token.pickle" },
  ],
  [
    "login_not_saved",
    "✓ Authentication complete.\n$ gh auth status\nYou are not logged into any GitHub hosts.",
    { provider: "github", stage: "keychain" },
  ],
  [
    "id_token_algorithm_unnamed",
    "The ID token is signed with RS256, but id_token_signing_alg_values_supported only lists HS256",
    { stage: "callback" },
  ],
  [
    "google.device_client",
    "Error: invalid_client - The client is not of type TVs and Limited Input devices",
    { provider: "google", grant: "device_code" },
  ],
  [
    "google.photos_scopes_ended",
    "PERMISSION_DENIED: Request had insufficient authentication scopes. photoslibrary.googleapis.com",
    { provider: "google", stage: "api-call", status: "403" },
  ],
  [
    "google.credentials_kind",
    "InvalidClientSecretsError: Missing property 'client_secret' in a client type of 'installed'. invalid client secrets file",
    { provider: "google" },
  ],
  [
    "google.credentials_kind",
    "Error: The incoming JSON object does not contain a client_email field",
    { provider: "google" },
  ],
  [
    "salesforce.jwt_token_refused",
    "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader",
    {
      provider: "salesforce",
      stage: "api-call",
      context: "We switched on JWT-based access tokens in the connected app; SOAP calls fail since",
    },
  ],
  [
    "salesforce.account_engagement",
    '<err code="181">...</err>',
    { provider: "salesforce", stage: "api-call", context: "Account Engagement, user with access token" },
  ],
  ["hubspot.install_link", "This install link isn't valid", { provider: "hubspot", stage: "authorize" }],
  [
    "github.enterprise_client",
    "404",
    {
      provider: "github",
      stage: "authorize",
      context: "GitHub Enterprise Server host; device login of the CLI tool",
    },
  ],
  [
    "cors_login_redirect",
    "XMLHttpRequest cannot load https://login.salesforce.com/services/oauth2/authorize?a=b. No 'Access-Control-Allow-Origin' header is present",
    { stage: "authorize" },
  ],
  [
    "secret_missing",
    "Invalid client credentials. Verify the OAuth client secret and ID.",
    {
      provider: "salesforce",
      stage: "token-exchange",
      context: "it asked for the secret and I pressed Enter",
    },
  ],
  [
    "code_other_redirect",
    "redirect_uri_mismatch: redirect_uri must match configuration",
    { provider: "salesforce", stage: "token-exchange", context: "I get a code back, then this" },
  ],
  [
    "salesforce.sandbox_refreshed",
    "invalid_client_id",
    { provider: "salesforce", stage: "authorize", context: "since they refreshed their full copy sandbox" },
  ],
  ["auth0.legacy_grant", "POST /oauth/ro 404 Not Found", { provider: "auth0" }],
  [
    "salesforce.pardot_request",
    "GET https://pi.pardot.com/api/prospect/version/4/do/query?api_key=abc&user_key=def 401",
    { provider: "salesforce", stage: "api-call" },
  ],
  [
    "salesforce.pardot_request",
    "err_code 181: A required header is missing: Pardot-Business-Unit-Id",
    { stage: "api-call", provider: "salesforce" },
  ],
  [
    "salesforce.marketing_cloud_host",
    "requestToken: Unauthorized",
    {
      provider: "salesforce",
      stage: "token-exchange",
      context: "a legacy package is fine; the enhanced package with v1/requestToken is not",
    },
  ],
  [
    "salesforce.data_cloud_exchange",
    "POST /services/a360/token 400 invalid subject_token",
    { stage: "token-exchange", provider: "salesforce" },
  ],
  [
    "salesforce.commerce_grant",
    "Error: Authentication failed: Resource owner authentication failed",
    {
      provider: "salesforce",
      stage: "token-exchange",
      context: "sfcc-ci client:auth in a folder with a dw.json",
    },
  ],
  [
    "salesforce.commerce_settings",
    "403 ClientAccessForbiddenException: The client ID is unknown or lacks access permissions",
    { provider: "salesforce", stage: "api-call", context: "OCAPI Data API" },
  ],
  [
    "salesforce.cli_dev_hub_login",
    "AuthCodeExchangeError: Error authenticating with auth code due to: client identifier invalid",
    {
      stage: "token-exchange",
      context: "sf org create scratch; the dev hub was logged in to by access token",
    },
  ],
  [
    "salesforce.cli_headless",
    "sf org login web: the browser does not open",
    { provider: "salesforce", stage: "authorize", context: "inside a Docker container" },
  ],
  [
    "salesforce.named_credential_token",
    "System.CalloutException: Failed to retrieve the access token",
    { provider: "salesforce", stage: "token-exchange", context: "Named Credential to our own gateway" },
  ],
  [
    "salesforce.auth_provider_userinfo",
    "User Info Endpoint URL is missing",
    { provider: "salesforce", stage: "callback", context: "Auth. Provider (OpenID Connect) with ADFS" },
  ],
  ["salesforce.domain_changed", "getaddrinfo ENOTFOUND acme--uat.my.salesforce.com", { stage: "network" }],
  [
    "salesforce.domain_changed",
    "302, then 401",
    {
      provider: "salesforce",
      stage: "api-call",
      context: "We call the old address; broken since the Enhanced Domains release",
    },
  ],
  [
    "salesforce.other_environment",
    "INVALID_LOGIN",
    {
      provider: "salesforce",
      stage: "token-exchange",
      grant: "password",
      context: "The job works on prod; the user is now admin@acme.com.dev1",
    },
  ],
  [
    "salesforce.other_environment",
    "invalid_grant",
    {
      provider: "salesforce",
      stage: "token-exchange",
      context: "The option login_url for the sandbox is ignored; the request goes to login.salesforce.com",
    },
  ],
  [
    "salesforce.client_cannot_refresh",
    "sf:INVALID_SESSION_ID: Invalid Session ID found in SessionHeader",
    { stage: "api-call", context: "SOAP answers 500, and our client refreshes only on 401" },
  ],
  [
    "salesforce.inactive_user",
    "The user who connected was deactivated",
    { provider: "salesforce", stage: "refresh" },
  ],
  [
    "salesforce.inactive_org",
    "API_CURRENTLY_DISABLED: Your trial has expired.",
    { provider: "salesforce", stage: "token-exchange", grant: "password" },
  ],
  [
    "request_format",
    '{"error":"unsupported_grant_type","error_description":"grant type not supported"}',
    { provider: "salesforce", stage: "token-exchange", grant: "authorization_code" },
  ],
  [
    "old_tls",
    "The underlying connection was closed: An unexpected error occurred on a send.",
    { stage: "token-exchange", grant: "password", provider: "salesforce" },
  ],
  [
    "old_tls",
    "requests.exceptions.SSLError: EOF occurred in violation of protocol (_ssl.c:581)",
    { stage: "network", context: "Python 2.7 on CentOS 6" },
  ],
  [
    "old_tls",
    "Connection reset by peer - SSL_connect",
    { stage: "network", context: "Ruby 1.9.3, OpenSSL 0.9.8" },
  ],
  [
    "access_revoked",
    "401 Unauthorized",
    { stage: "api-call", context: "By expires_in the token has not expired yet; somebody ended the session" },
  ],
  [
    "token_elsewhere",
    "await conn.authorize(code) returns { id: '005', organizationId: '00D' } but no accessToken",
    { provider: "salesforce", stage: "token-exchange" },
  ],
  [
    "token_elsewhere",
    "The session only has the user, where is the access token?",
    { stage: "callback", context: "NextAuth; the login works" },
  ],
  ["no_browser", "The login window never opened", { provider: "salesforce", stage: "authorize" }],
  [
    "name_malformed",
    'Error Domain=NSURLErrorDomain Code=-1002 "unsupported URL"',
    { stage: "authorize", context: "a custom login host was entered" },
  ],
  [
    "client_id_unset",
    "error=invalid_client_id",
    {
      provider: "salesforce",
      stage: "authorize",
      context:
        "https://login.salesforce.com/services/oauth2/authorize?client_id=undefined&response_type=code",
    },
  ],
  [
    "rotated_not_saved",
    "invalid_grant",
    { provider: "salesforce", stage: "refresh", context: "The first sync is fine; it fails on the next one" },
  ],
  [
    "claim_missing",
    "Error creating session during OAuth2 callback: neither the id_token nor the profileURL set an email",
    { provider: "microsoft", stage: "callback" },
  ],
  ["claim_missing", "OAuth login failed: KeyError: 'email'", { provider: "oidc", stage: "callback" }],
  [
    "claim_missing",
    "login: the id_token does not contain the claim email",
    { provider: "okta", stage: "callback" },
  ],
  [
    "microsoft.graph_token",
    "JsonWebTokenError: invalid signature",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "verifying the access token with jsonwebtoken and the keys of the tenant",
    },
  ],
  [
    "microsoft.graph_token",
    "IDX10511: Signature validation failed. Keys tried: 'Microsoft.IdentityModel.Tokens.X509SecurityKey'",
    { provider: "microsoft", stage: "api-call" },
  ],
  [
    "microsoft.graph_token",
    "jwt.exceptions.InvalidSignatureError: Signature verification failed",
    { provider: "microsoft", stage: "api-call", context: "access token from MSAL with scope User.Read" },
  ],
  [
    "microsoft.directory_role",
    "Insufficient privileges to complete the operation.",
    { provider: "microsoft", stage: "api-call", context: "az ad sp create-for-rbac --name my-app" },
  ],
  [
    "microsoft.directory_role",
    "Authorization_RequestDenied: Insufficient privileges to complete the operation",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "I am Teams administrator and try to grant admin consent to the app",
    },
  ],
  [
    "microsoft.directory_role",
    "New-AzADServicePrincipal : Insufficient privileges to complete the operation",
    { provider: "microsoft", stage: "api-call" },
  ],
  [
    "microsoft.easyauth_clients",
    "HTTP 403 Forbidden",
    {
      provider: "microsoft",
      stage: "api-call",
      context:
        "Azure function with Easy Auth, the token is valid, aud is right; called by another app registration",
    },
  ],
  [
    "microsoft.easyauth_clients",
    "You do not have permission to view this directory or page.",
    { provider: "microsoft", stage: "api-call" },
  ],
  [
    "microsoft.easyauth_clients",
    "403",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "App Service Authentication set by Terraform auth_settings_v2 without allowed_applications",
      status: "403",
    },
  ],
  [
    "microsoft.teams_resource",
    "Error: App resource defined in manifest and iframe origin do not match",
    { provider: "microsoft", stage: "token-exchange", context: "ngrok tunnel" },
  ],
  [
    "microsoft.teams_resource",
    "The iframe origin does not match the resource specified in the manifest",
    { provider: "microsoft", stage: "authorize", context: "Teams tab SSO" },
  ],
  [
    "microsoft.teams_resource",
    "getAuthToken failed: resourceDisabled",
    {
      provider: "microsoft",
      stage: "token-exchange",
      context: "microsoftTeams.authentication.getAuthToken in a Teams tab",
    },
  ],
  [
    "microsoft.pipeline_token",
    "TF400813: The user '' is not authorized to access this resource.",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "PowerShell script in a YAML pipeline with System.AccessToken",
    },
  ],
  [
    "microsoft.pipeline_token",
    "##[error]TF400813: The user 'f7b2-…' is not authorized to access this resource",
    { provider: "microsoft", stage: "api-call" },
  ],
  [
    "microsoft.pipeline_token",
    "401 Unauthorized",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "In my release pipeline SYSTEM_ACCESSTOKEN is empty when I call the REST API",
    },
  ],
  [
    "popup_cut_off",
    "BrowserAuthError: user_cancelled: User cancelled the flow",
    {
      provider: "microsoft",
      stage: "authorize",
      context: "loginPopup throws this immediately, the popup is still open",
    },
  ],
  [
    "popup_cut_off",
    "BrowserAuthError: user_cancelled: User cancelled the flow.",
    {
      provider: "microsoft",
      stage: "authorize",
      context:
        "Since we updated to msal-browser 4 the popup login ends with this for all users. The user did not close it.",
    },
  ],
  [
    "popup_cut_off",
    "Firebase: Error (auth/popup-closed-by-user).",
    { provider: "google", stage: "authorize", context: "the popup closes by itself, user did not close it" },
  ],
  [
    "microsoft.application_user",
    "403 Forbidden",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "Dynamics 365 Web API with client credentials",
      grant: "client_credentials",
      status: "403",
    },
  ],
  [
    "microsoft.application_user",
    '{"error":{"code":"0x80072560","message":"The user is not a member of the organization."}}',
    { provider: "microsoft", stage: "api-call" },
  ],
  [
    "microsoft.application_user",
    "401 Unauthorized",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "Dataverse from Azure function, app registration and secret are fine",
      grant: "client_credentials",
      status: "401",
    },
  ],
  [
    "microsoft.power_bi_principal",
    "PowerBINotAuthorizedException",
    { provider: "microsoft", stage: "api-call", context: "embed token with a service principal" },
  ],
  [
    "microsoft.power_bi_principal",
    "Operation returned an invalid status code 'Unauthorized'",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "Power BI embedded sample, app owns data, service principal",
    },
  ],
  [
    "microsoft.power_bi_principal",
    '{"error":{"code":"PowerBINotAuthorizedException"}} 403',
    { provider: "microsoft", stage: "api-call", grant: "client_credentials" },
  ],
  [
    "microsoft.android_hash",
    "AADSTS50011: The redirect URI 'msauth://com.acme.app/Xo8WBi6jzSxKDVR4drqm84yr9iU=' specified in the request does not match",
    { provider: "microsoft", stage: "authorize" },
  ],
  [
    "microsoft.android_hash",
    "The signature hash in the manifest does not match the redirect uri",
    { provider: "microsoft", stage: "authorize", context: "MSAL Android, release build from the Play Store" },
  ],
  [
    "assertion_subject",
    "invalid_grant",
    {
      provider: "google",
      stage: "token-exchange",
      context: "new google.auth.JWT({ email: credentials.email, key: credentials.private_key, scopes })",
      grant: "jwt-bearer",
    },
  ],
  [
    "assertion_subject",
    "invalid_grant",
    {
      provider: "google",
      stage: "token-exchange",
      context: "iss: key.client_id in my hand-made JWT; NTP is enabled",
      grant: "jwt-bearer",
    },
  ],
  [
    "assertion_subject",
    "Error: invalid_grant",
    {
      provider: "google",
      stage: "token-exchange",
      context: "client_email is undefined in the environment",
      grant: "jwt-bearer",
    },
  ],
  ["google.consent_screen", "Error 403: restricted_client", { provider: "google", stage: "authorize" }],
  [
    "google.consent_screen",
    "Esta aplicación no está configurada. Error 403: restricted_client",
    { provider: "google", stage: "authorize" },
  ],
  [
    "google.consent_screen",
    "To create an OAuth client ID, you must first configure your consent screen",
    { provider: "google", stage: "authorize" },
  ],
  [
    "google.extension_client",
    "Unchecked runtime.lastError: OAuth2 request failed: Service responded with error: 'bad client id: {0}'",
    { provider: "google", stage: "authorize" },
  ],
  [
    "google.extension_client",
    "OAuth2 request failed: Service responded with error: 'invalid_client'",
    {
      provider: "google",
      stage: "authorize",
      context: "chrome.identity.getAuthToken in my unpacked extension",
    },
  ],
  ["google.browser_signin", "The user turned off browser signin", {}],
  [
    "google.browser_signin",
    "Unchecked runtime.lastError: Function unsupported",
    { provider: "google", stage: "authorize", context: "chrome.identity.getAuthToken in Microsoft Edge" },
  ],
  [
    "google.browser_signin",
    "Browser sign-in is disabled",
    { provider: "google", stage: "authorize", context: "extension in Chromium" },
  ],
  [
    "google.scopes_apart",
    "Error 400: invalid_request This request contains scopes that cannot be requested together",
    { provider: "google", stage: "authorize" },
  ],
  [
    "google.gcloud_scopes",
    "https://www.googleapis.com/auth/cloud-platform scope is required but not requested. Please include it in the --scopes flag.",
    {},
  ],
  [
    "google.no_default_credentials",
    "google: error getting credentials using GOOGLE_APPLICATION_CREDENTIALS environment variable: open /secrets/key.json: no such file or directory",
    {},
  ],
  [
    "google.no_default_credentials",
    "Error: ENOENT: no such file or directory, open '/app/service-account.json'",
    { provider: "google", stage: "api-call", context: "docker compose" },
  ],
  [
    "google.no_default_credentials",
    "The file at /var/run/gcp.json does not exist, or it is not a file. Error: ENOENT",
    { provider: "google", stage: "api-call" },
  ],
  [
    "okta.web_sso_client",
    'fetching SSO web token received API response "400 Bad Request"',
    { provider: "okta", stage: "token-exchange", context: "okta-aws-cli web" },
  ],
  [
    "okta.web_sso_client",
    '{"error":"access_denied"} 403 Forbidden',
    { provider: "okta", stage: "token-exchange", context: "okta aws cli with AWS Account Federation app" },
  ],
  [
    "okta.admin_domain",
    "404 https://acme-admin.okta.com/oauth2/default/v1/authorize?client_id=x",
    { provider: "okta", stage: "authorize" },
  ],
  [
    "okta.admin_domain",
    "Page not found: https://dev-1-admin.oktapreview.com/oauth2/v1/token",
    { provider: "okta", stage: "token-exchange" },
  ],
  [
    "two_tabs",
    "AuthSdkError: The redirectUri passed to /authorize must also be passed to /token",
    { provider: "okta", stage: "token-exchange", context: "sometimes, React SPA; reload helps" },
  ],
  [
    "two_tabs",
    "invalid_grant: PKCE verification failed, code_verifier does not match",
    {
      provider: "okta",
      stage: "token-exchange",
      context: "Angular, happens randomly when several tabs are open",
    },
  ],
  [
    "response_mode",
    "Unable to parse a token from the url",
    {
      provider: "okta",
      stage: "callback",
      context: "code is in the hash but with pkce the SDK reads the query",
    },
  ],
  [
    "response_mode",
    "no code found",
    {
      provider: "oidc",
      stage: "callback",
      context: "the code comes in the fragment, but our callback reads only the query",
    },
  ],
  [
    "keycloak.import_secret",
    "unauthorized_client: Invalid client or Invalid client credentials",
    {
      provider: "keycloak",
      stage: "token-exchange",
      context: "After importing the realm export into the new server",
    },
  ],
  [
    "keycloak.import_secret",
    "invalid_client",
    {
      provider: "keycloak",
      stage: "token-exchange",
      context: "started with --import-realm; the secret in realm.json is **********",
    },
  ],
  [
    "keycloak.import_secret",
    "401 Unauthorized",
    {
      provider: "keycloak",
      stage: "token-exchange",
      context: "secret was in the exported realm file, imported at start",
      status: "401",
    },
  ],
  [
    "wrong_instance",
    "HttpError: Bad credentials",
    {
      provider: "github",
      stage: "api-call",
      context: "GHES 3.9, octokit with the token of our enterprise server without baseUrl",
    },
  ],
  [
    "wrong_instance",
    "HTTP 401: Bad credentials (https://api.github.com/graphql)",
    {
      provider: "github",
      stage: "api-call",
      context: "the token is for our GitHub Enterprise Server, GH_HOST is set",
    },
  ],
  [
    "slack.invalid_auth",
    "slack_bolt.error.BoltError: `token` is invalid (auth.test result: {'ok': False})",
    { provider: "slack", stage: "api-call" },
  ],
  ["no_ipv6", "Error: listen EAFNOSUPPORT: address family not supported ::1:8085", { stage: "callback" }],
  ["no_ipv6", "listen tcp [::1]:53682: bind: cannot assign requested address", { stage: "callback" }],
  [
    "no_ipv6",
    "OSError: [Errno 99] Cannot assign requested address ('localhost', 8080)",
    { stage: "callback", context: "We disabled IPv6 with sysctl net.ipv6.conf.all.disable_ipv6=1" },
  ],
  [
    "nothing_listens",
    "ERR_CONNECTION_REFUSED http://localhost:9004/callback?code=abc",
    { stage: "callback", context: "netstat shows no process on port 9004 in use" },
  ],
  [
    "nothing_listens",
    "localhost refused to connect",
    { stage: "callback", context: "I don't see port 8080 used by anything after the login" },
  ],
  [
    "address_race",
    "FetchError: request to https://login.salesforce.com/services/oauth2/token failed, reason: \n    at ClientRequest.<anonymous> (/app/node_modules/node-fetch/lib/index.js:1501:11)",
    { stage: "refresh" },
  ],
  [
    "address_race",
    "GaxiosError: request to https://www.googleapis.com/oauth2/v4/token failed, reason: ",
    { provider: "google", stage: "token-exchange" },
  ],
  ["address_race", "AggregateError\n    at internalConnectMultiple (node:net:1114:18)", { stage: "refresh" }],
  [
    "concurrent_refresh",
    "invalid_grant",
    {
      stage: "refresh",
      context:
        "Three checkouts of the repo on the same machine run the CLI, all with the one credentials file in my home.",
    },
  ],
  [
    "concurrent_refresh",
    "refresh token is invalid",
    {
      stage: "refresh",
      context: "I have 4 terminals open with the agent, they share ~/.config/tool/auth.json",
    },
  ],
  [
    "concurrent_refresh",
    '{"error":"invalid_grant"}',
    { stage: "refresh", context: "several coding agents in parallel worktrees use the global login" },
  ],
  [
    "ca_bundle_old",
    'Post "https://oauth2.googleapis.com/token": x509: certificate signed by unknown authority',
    { provider: "google", stage: "token-exchange" },
  ],
  [
    "ca_bundle_old",
    'Get "https://login.microsoftonline.com/common/.well-known/openid-configuration": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    { provider: "microsoft", stage: "network" },
  ],
  [
    "ca_bundle_old",
    "Post https://github.com/login/oauth/access_token: x509: certificate signed by unknown authority",
    { provider: "github", stage: "token-exchange", context: "own binary in a FROM scratch image" },
  ],
  [
    "private_ca",
    "Failed to fetch OpenID configuration: error sending request",
    { stage: "network", context: "Authentik runs with a certificate of our internal CA" },
  ],
  [
    "private_ca",
    "OIDC discovery failed: request error",
    { stage: "network", context: "both behind a self-signed certificate at home" },
  ],
  [
    "private_ca",
    "Could not load provider metadata from https://sso.home.lan/.well-known/openid-configuration: request failed",
    { stage: "network", context: "I use my own CA" },
  ],
  [
    "servers_not_shared",
    "Invalid token",
    { stage: "api-call", context: "It happens randomly on AWS Lambda. When I try again it works." },
  ],
  [
    "servers_not_shared",
    "Unauthenticated.",
    { stage: "api-call", context: "We have two replicas. Every other request fails with this." },
  ],
  [
    "servers_not_shared",
    "401 token not found",
    {
      stage: "api-call",
      context: "intermittent, only since we run several instances behind the load balancer; a reload helps",
    },
  ],
  ["state_lost", "Missing request token secret", { stage: "callback" }],
  ["state_lost", "Exception: request_token not found in session", { stage: "callback" }],
  ["state_lost", "No request token saved for this session", { stage: "callback", context: "Twitter login" }],
  [
    "secret_expanded",
    "invalid_grant: Invalid user credentials",
    {
      stage: "token-exchange",
      grant: "password",
      context: "my password contains a $ and stands in docker-compose.yml",
    },
  ],
  [
    "secret_expanded",
    "401 unauthorized",
    {
      stage: "token-exchange",
      grant: "password",
      context: "The password has a dollar sign in it, from a .env file",
    },
  ],
  [
    "secret_expanded",
    "Bad username or password",
    { stage: "token-exchange", grant: "password", context: "password with # in the ini file" },
  ],
  ["id_token_clock", "JsonWebTokenError: NotBeforeError: jwt not active", { stage: "api-call" }],
  [
    "id_token_clock",
    "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)",
    { stage: "api-call" },
  ],
  [
    "id_token_clock",
    "Firebase\\JWT\\BeforeValidException: Cannot handle token prior to 2026-05-01T10:00:00+0000",
    { stage: "token-exchange" },
  ],
  ["client_id_unset", "TypeError: OAuth2Strategy requires a clientID option", {}],
  ["client_id_unset", "Error: clientId must be provided", { stage: "authorize" }],
  ["client_id_unset", "ValueError: client_id is not set", { stage: "authorize", context: "in Docker" }],
  [
    "scheme_unregistered",
    "Chrome asks to open xdg-open, I press Open xdg-open and nothing happens",
    { stage: "callback", context: "Linux" },
  ],
  [
    "scheme_unregistered",
    "After authorizing I choose xdg-open but the app stays at the login",
    { stage: "callback", context: "AppImage on Fedora" },
  ],
  [
    "scheme_unregistered",
    "The app keeps waiting for authorization",
    {
      stage: "callback",
      context: "installed as a flatpak; the browser says the link was opened but nothing happens",
    },
  ],
  ["no_browser", "xdg-open: not found", { stage: "authorize" }],
  ["no_browser", "Error: spawn xdg-open ENOENT", { stage: "authorize" }],
  ["no_browser", "/usr/bin/xdg-open: 882: www-browser: not found", { stage: "authorize" }],
  [
    "popup_cut_off",
    "Popup window closed",
    { stage: "callback", context: "The popup is still open when this appears, the user has not finished" },
  ],
  [
    "popup_cut_off",
    "auth/popup-closed-by-user",
    {
      provider: "google",
      stage: "callback",
      context: "but I did not close the popup, the login succeeds in it",
    },
  ],
  [
    "popup_cut_off",
    "The popup was closed by the user before completing",
    { stage: "callback", context: "although the popup never closed and shows success" },
  ],
  [
    "salesforce.client_cannot_refresh",
    "Error: Refresh token is specified without oauth2 client information or refresh function",
    {},
  ],
  [
    "salesforce.client_cannot_refresh",
    "Uncaught Error: refresh token is set but no oauth2 client information given",
    { provider: "salesforce", stage: "api-call" },
  ],
  [
    "id_token_not_renewed",
    '{"access_token":"abc","expires_in":3600,"token_type":"Bearer"}',
    { stage: "refresh", context: "the refresh response does not include an id_token, the login one did" },
  ],
  [
    "id_token_not_renewed",
    "refreshing returns only access_token, no id_token",
    { provider: "okta", stage: "refresh" },
  ],
  [
    "id_token_not_renewed",
    "id_token is undefined after the refresh",
    { provider: "keycloak", stage: "refresh" },
  ],
  [
    "auth0.lifetime",
    "invalid_grant Unknown or invalid refresh token.",
    {
      provider: "auth0",
      stage: "refresh",
      context: "The user has logged in once and the app has refreshed ever since",
    },
  ],
  [
    "auth0.lifetime",
    "403 Unknown or invalid refresh token",
    {
      provider: "auth0",
      stage: "refresh",
      context:
        "these users signed in only once and never logged in again, tokens were refreshed all the time",
    },
  ],
  [
    "too_old",
    "invalid_grant",
    { stage: "refresh", context: "The validity is set to 60 days, but after 30 days it stops" },
  ],
  [
    "too_old",
    "invalid_grant: refresh token is invalid",
    { stage: "refresh", context: "refresh token TTL = 6 months, however after about 14 days it fails" },
  ],
  [
    "google.testing",
    "invalid_grant",
    { provider: "google", stage: "refresh", context: "I have to reconnect almost every day" },
  ],
  [
    "google.testing",
    "Reauthenticate: the Google Calendar integration asks again and again",
    { provider: "google", stage: "refresh" },
  ],
  [
    "google.testing",
    "Token has been expired or revoked.",
    { provider: "google", stage: "refresh", context: "I need to log in every other day" },
  ],
  [
    "google.reauth_policy",
    "401 Request had invalid authentication credentials",
    { provider: "google", stage: "api-call", context: "Our Workspace has session length set to 16 hours" },
  ],
  [
    "google.reauth_policy",
    "invalid_grant",
    {
      provider: "google",
      stage: "refresh",
      context: "session control policy is active in the admin console",
    },
  ],
  [
    "google.reauth_policy",
    "UNAUTHENTICATED",
    {
      provider: "google",
      stage: "api-call",
      context: "reauthentication is required daily by the organisation",
    },
  ],
  [
    "public_with_secret",
    "invalid_client",
    { stage: "refresh", context: "My client has no secret, but the tool sends its built-in client secret" },
  ],
  [
    "public_with_secret",
    "the server rejects the refresh",
    {
      stage: "refresh",
      context: "public client; the program falls back to its default client secret if mine is empty",
    },
  ],
  [
    "public_with_secret",
    "400 Bad Request",
    { stage: "token-exchange", context: "an empty client secret is ignored and the embedded secret used" },
  ],
  [
    "old_token_kept",
    "invalid_grant",
    {
      stage: "refresh",
      context: "after a new login succeeded it still uses the old refresh token from the cache",
    },
  ],
  [
    "old_token_kept",
    "AADSTS700082 expired due to inactivity",
    {
      provider: "microsoft",
      stage: "refresh",
      context: "Even after a fresh interactive login was successful the silent call fails with this",
    },
  ],
  [
    "old_token_kept",
    "acquireTokenSilentAsync: AADB2C90080",
    {
      provider: "microsoft",
      stage: "refresh",
      context: "On Android, although a new interactive login succeeded",
    },
  ],
  [
    "old_token_kept",
    "invalid_grant",
    {
      stage: "refresh",
      context: "The stored refresh token is never updated when the user signs in again (NextAuth adapter)",
    },
  ],
  [
    "microsoft.b2c_policy_fails",
    "AADB2C90085: The service has encountered an internal error. Please reauthenticate and try again.",
    {},
  ],
  [
    "microsoft.b2c_policy_fails",
    "invalid_grant AADB2C90085",
    { provider: "microsoft", stage: "token-exchange" },
  ],
  [
    "okta.refresh_lifetime",
    "invalid_grant",
    {
      provider: "okta",
      stage: "refresh",
      context: "the laptop goes to sleep overnight and in the morning the renewal fails",
    },
  ],
  [
    "okta.refresh_lifetime",
    "autorenew error: The refresh token is invalid or expired.",
    { provider: "okta", stage: "refresh", context: "tab was inactive for hours" },
  ],
  ["idle", "invalid_grant", { stage: "refresh", context: "The page was in the background for hours" }],
  [
    "id_token_expired",
    "token verification failed: oidc: token is expired (Token Expiry: 2026-05-01)",
    { stage: "refresh", context: "oauth2-proxy validates the session after an hour" },
  ],
  [
    "id_token_expired",
    "session refresh failed",
    {
      stage: "refresh",
      context: "The id token expires earlier than the access token, so the proxy does not refresh",
    },
  ],
  [
    "id_token_expired",
    "unauthorized",
    { stage: "refresh", context: "access token lives longer than the id token" },
  ],
  [
    "keycloak.reuse",
    "invalid_grant",
    {
      provider: "keycloak",
      stage: "refresh",
      context:
        "Users are signed out after 5 minutes while they are actively using the app; this equals the access token lifespan",
    },
  ],
  [
    "concurrent_refresh",
    "RefreshTokenError",
    { provider: "oidc", stage: "refresh", context: "Auth.js; kicked out while working" },
  ],
  [
    "keycloak.offline_session",
    "invalid_grant Session not active",
    {
      provider: "keycloak",
      stage: "refresh",
      context: "as soon as another client logs in with offline_access the web app's refresh fails",
    },
  ],
  [
    "keycloak.offline_session",
    "Token is not active",
    {
      provider: "keycloak",
      stage: "refresh",
      context: "after the mobile app requests an offline token the other clients lose their session",
    },
  ],
  [
    "github.app_token_ended",
    "401 Bad credentials",
    {
      provider: "github",
      stage: "api-call",
      context: "User logs in with our GitHub App, after a while all calls fail",
    },
  ],
  [
    "github.app_token_ended",
    "GitHub token invalid",
    {
      provider: "github",
      stage: "api-call",
      context: "works at first, stops working overnight; we use a GitHub App",
    },
  ],
  [
    "token_absent",
    "could not refresh token",
    { provider: "github", stage: "refresh", context: "OAuth app, just connected" },
  ],
  ["token_absent", "refresh_failed: nothing to refresh", { provider: "github", stage: "refresh" }],
  ["token_absent", "error=missing_refresh_token", { stage: "refresh" }],
  ["slack.rotation_expiry", "token_expired", { provider: "slack", stage: "api-call" }],
  [
    "slack.rotation_expiry",
    "invalid_auth",
    { provider: "slack", stage: "api-call", context: "Works for 12 hours after the install, then stops" },
  ],
  [
    "slack.rotation_expiry",
    "The Slack bot stops posting",
    { provider: "slack", stage: "api-call", context: "after twelve hours" },
  ],
  ["port_taken", "Cannot bind: could not start, port 8080 is already in use", { stage: "callback" }],
  [
    "state_insecure_cookie",
    "Error: state mismatch",
    {
      stage: "callback",
      context:
        "In production mode (npm run build && npm start) on http://localhost:3000 the login fails, in dev mode it works",
    },
  ],
  [
    "state_insecure_cookie",
    "OAuthCallbackError: State cookie was missing.",
    {
      stage: "callback",
      context: "next-auth, after next build + next start at http://localhost:3000. With next dev is fine",
    },
  ],
  [
    "state_insecure_cookie",
    "checks.state argument is missing",
    {
      stage: "callback",
      context:
        "It works with yarn dev, but not when I run the production build locally on http://localhost:8080",
    },
  ],
  [
    "library_regression",
    "Error: Invalid state",
    {
      stage: "callback",
      context: "Upgraded oidc-client-ts from 2.1.0 to 2.2.1. Going back to version 2.1.0 fixes it.",
    },
  ],
  [
    "library_regression",
    "login hangs after redirect",
    {
      stage: "callback",
      context:
        "With angular-oauth2-oidc 9.2 it works, with 10.0 never finishes. No code changed, only the version.",
    },
  ],
  [
    "library_regression",
    "error: missing client secret",
    {
      stage: "token-exchange",
      context: "Since tool 7.6.0 the environment variable is ignored; downgrading to 7.5.0 works",
    },
  ],
  [
    "id_token_as_access",
    "Invalid audience",
    {
      stage: "api-call",
      context: "aud in the token is my client_id, and the API expects https://api.acme.example",
    },
  ],
  [
    "id_token_as_access",
    "jwt audience invalid. expected: https://api.acme.example",
    {
      provider: "auth0",
      stage: "api-call",
      context: "When I decode the token, aud is the client id of my SPA",
    },
  ],
  [
    "id_token_as_access",
    "audience claim mismatch",
    { stage: "api-call", context: "We send the id_token to the backend in the Authorization header" },
  ],
  [
    "app_link_unverified",
    "404 page in Chrome after login",
    {
      stage: "callback",
      context: "Android app with AppAuth, redirect https://auth.acme.example/android/callback",
    },
  ],
  [
    "app_link_unverified",
    "The login stays in the browser",
    {
      stage: "callback",
      context: "iOS app, https callback with universal links. apple-app-site-association is there",
    },
  ],
  [
    "app_link_unverified",
    "After login, it opens the website instead of going back to the app",
    { stage: "callback", context: "react-native-auth0, Android App Links not verified" },
  ],
  ["id_token_signature", "JOSEError: no applicable key found in the JSON Web Key Set", { stage: "callback" }],
  [
    "id_token_signature",
    'oidc: failed to verify signature: no keys matches kid "abc"',
    { stage: "callback" },
  ],
  ["id_token_signature", "ERR_JWKS_NO_MATCHING_KEY", { stage: "callback" }],
  [
    "signature_wrong",
    "IDX10501: Signature validation failed. Unable to match key: kid: 'x'",
    { stage: "api-call", provider: "microsoft", status: "401" },
  ],
  [
    "signature_wrong",
    'error_description="The signature key was not found"',
    { stage: "api-call", status: "401" },
  ],
  [
    "wrong_issuer",
    "unexpected iss value",
    {
      provider: "keycloak",
      stage: "callback",
      context: "I have configured the issuer with a trailing slash",
    },
  ],
  [
    "wrong_issuer",
    "issuer did not match",
    {
      provider: "keycloak",
      stage: "authorize",
      context: "OIDC_ISSUER_URL ends with a slash, the document has none",
    },
  ],
  [
    "wrong_issuer",
    "RPError: iss mismatch",
    {
      provider: "keycloak",
      stage: "callback",
      context: "expected https://sso.acme.example/realms/a/, got https://sso.acme.example/realms/a",
    },
  ],
  ["iss_parameter_dropped", "RPError: iss missing from the response", { stage: "callback" }],
  [
    "iss_parameter_dropped",
    'OperationProcessingError: response parameter "iss" (issuer) missing',
    { stage: "callback" },
  ],
  [
    "iss_parameter_dropped",
    "invalid authorization response",
    { stage: "callback", context: "The server supports RFC 9207 and our proxy removes iss" },
  ],
  [
    "redirect_inner_host",
    "https://localhost:3000/callback?code=abc&state=xyz",
    { stage: "callback", context: "On production it redirects to localhost instead of my domain" },
  ],
  [
    "redirect_inner_host",
    "This site can't be reached, localhost refused to connect",
    {
      stage: "callback",
      context:
        "App is deployed at https://app.acme.example. After login with Keycloak I am redirected to http://localhost:8080/login",
    },
  ],
  [
    "redirect_inner_host",
    "After the login the user lands on http://localhost:3000 rather than https://wiki.acme.example",
    { stage: "callback" },
  ],
  [
    "state_other_host",
    'oidc_authenticate_user: the URL hostname (www.acme.example) of the configured OIDCRedirectURI does not match the URL hostname of the URL being accessed (acme.example): the "state" and "session" cookies will not be shared between the two!',
    { stage: "authorize" },
  ],
  [
    "state_other_host",
    "Invalid state",
    { stage: "callback", context: "I test with ngrok, the app runs at localhost:8000" },
  ],
  [
    "state_other_host",
    "OAuth state mismatch",
    { stage: "callback", context: "using a cloudflared tunnel for the callback URL" },
  ],
  [
    "registration_stale",
    "invalid redirect_uri",
    {
      stage: "authorize",
      status: "400",
      context: "MCP client; it registered itself two months ago and does not register again",
    },
  ],
  [
    "registration_stale",
    "400 Bad Request",
    {
      stage: "authorize",
      context: "Cursor MCP OAuth. The server purged its dynamic registrations yesterday",
    },
  ],
  [
    "registration_stale",
    "unknown client_id",
    { stage: "authorize", context: "dynamic client registration; server restarted and lost all DCR clients" },
  ],
  [
    "local_address_forbidden",
    'Host "10.0.0.5" violates local access rules',
    { stage: "network", context: "Nextcloud" },
  ],
  [
    "local_address_forbidden",
    "URL is blocked: Requests to the local network are not allowed",
    { stage: "network", context: "GitLab" },
  ],
  [
    "local_address_forbidden",
    "Error: connecting to private IP address is not allowed (SSRF protection)",
    { stage: "token-exchange" },
  ],
  [
    "insecure_context",
    "TypeError: Cannot read properties of undefined (reading 'digest')",
    { stage: "authorize", context: "crypto.subtle is undefined on http://192.168.1.5:4200" },
  ],
  [
    "insecure_context",
    "Error: Crypto.subtle is available only in secure contexts (HTTPS).",
    { stage: "authorize" },
  ],
  [
    "insecure_context",
    "Error: Web Crypto API is not available.",
    { provider: "keycloak", stage: "authorize" },
  ],
  [
    "auth0.developer_keys",
    "login_required",
    {
      provider: "auth0",
      stage: "authorize",
      context: "Silent login fails only with Google, username and password works",
    },
  ],
  [
    "auth0.developer_keys",
    "{error: 'login_required', error_description: 'Login required'}",
    {
      provider: "auth0",
      stage: "authorize",
      context: "getTokenSilently, Facebook connection; we still have the dev keys there",
    },
  ],
  [
    "auth0.developer_keys",
    "Login required",
    {
      provider: "auth0",
      stage: "authorize",
      context: "checkSession with github social login does not work, for database users it is fine",
    },
  ],
  [
    "auth0.audience_at_login",
    "Missing Refresh Token (audience: 'https://a', scope: 'openid')",
    { provider: "auth0", stage: "refresh", grant: "refresh_token" },
  ],
  [
    "auth0.audience_at_login",
    "Missing Refresh Token",
    {
      provider: "auth0",
      stage: "refresh",
      grant: "refresh_token",
      context: "login has an audience, and in credentials() we have no audience",
    },
  ],
  [
    "auth0.audience_at_login",
    "The access token has the wrong audience",
    {
      provider: "auth0",
      stage: "refresh",
      grant: "refresh_token",
      context: "getAccessTokenSilently({audience}) sends no audience in the refresh request",
    },
  ],
  [
    "auth0.spa_auth_method",
    "POST https://acme.auth0.com/oauth/token 401 (Unauthorized)",
    { provider: "auth0", stage: "token-exchange" },
  ],
  [
    "auth0.spa_auth_method",
    "XHRPOST https://acme.eu.auth0.com/oauth/token [HTTP/2 401 Unauthorized]",
    { provider: "auth0", stage: "token-exchange" },
  ],
  [
    "silent_page_unanswered",
    "Error: Frame window timed out",
    { provider: "oidc", stage: "authorize", context: "automaticSilentRenew" },
  ],
  [
    "silent_page_unanswered",
    "silent_refresh_timeout",
    { provider: "oidc", stage: "authorize", context: "angular-oauth2-oidc" },
  ],
  [
    "silent_page_unanswered",
    "ErrorTimeout: IFrame timed out without a response",
    { provider: "keycloak", stage: "authorize" },
  ],
  [
    "endpoint_redirects",
    "301 Moved Permanently",
    { stage: "token-exchange", context: "token endpoint http://auth.acme.example/token redirects to https" },
  ],
  [
    "endpoint_redirects",
    "405 Method Not Allowed",
    {
      stage: "token-exchange",
      context: "the POST becomes GET after the redirect of nginx from http to https",
    },
  ],
  [
    "endpoint_redirects",
    '"POST /o/token HTTP/1.1" 301 0\n"GET /o/token/ HTTP/1.1" 405',
    { stage: "token-exchange" },
  ],
  [
    "secret_mangled",
    "The client id or secret in the HTTP authorization header: secret could not be decoded from 'application/x-www-form-urlencoded'",
    { stage: "token-exchange" },
  ],
  [
    "secret_mangled",
    "invalid_client",
    {
      stage: "token-exchange",
      context: "Special characters of the client secret are url-encoded before Basic auth",
    },
  ],
  [
    "secret_mangled",
    'invalid URL escape "%8w" in client secret of the basic authorization header',
    { stage: "token-exchange" },
  ],
  [
    "secret_hashed",
    '{"error": "invalid_client"}',
    { stage: "token-exchange", context: "client_secret=pbkdf2_sha256$600000$abc$def" },
  ],
  [
    "secret_hashed",
    "invalid_client",
    {
      stage: "token-exchange",
      context: "Since django-oauth-toolkit 2.0 the client secret is hashed after saving",
    },
  ],
  [
    "secret_hashed",
    "Client authentication failed",
    {
      stage: "token-exchange",
      context: "Laravel Passport; I took the secret from the database, it is stored hashed ($2y$10$...)",
    },
  ],
  [
    "apple_client_secret",
    '{"error":"invalid_client"}',
    { stage: "token-exchange", context: "Sign in with Apple, Node" },
  ],
  [
    "apple_client_secret",
    "OAuth2::Error: invalid_client",
    { stage: "token-exchange", context: "omniauth-apple: apple login worked for half a year" },
  ],
  [
    "apple_client_secret",
    'POST https://appleid.apple.com/auth/token 400 {"error":"invalid_client","error_description":"client_id mismatch"}',
    { stage: "token-exchange" },
  ],
  [
    "par_refused",
    "Error pushing authorization request: invalid_request",
    { stage: "authorize", context: "" },
  ],
  ["par_refused", "POST /as/par 401 invalid_client", { stage: "authorize" }],
  ["par_refused", "pushed authorization request failed with status 400", { stage: "authorize" }],
  [
    "redirect_scheme",
    "Invalid redirect_uri http://app.acme.example/oauth/callback",
    {
      stage: "authorize",
      context: "the generated url is http://app.acme.example/oauth/callback instead of https",
    },
  ],
  [
    "redirect_scheme",
    "redirect_uri mismatch",
    {
      stage: "authorize",
      context: "login page gets redirect_uri=http://app.acme.example/cb where https is registered",
    },
  ],
  [
    "redirect_mismatch",
    "Can't Load URL: The domain of this URL isn't included in the app's domains.",
    { stage: "authorize", context: "facebook" },
  ],
  [
    "redirect_mismatch",
    '{"error":"invalid_client","message":"Client authentication failed"}',
    {
      stage: "authorize",
      context:
        "Laravel Passport /oauth/authorize?client_id=3&redirect_uri=https://app.acme.example/auth/callback",
    },
  ],
  [
    "other_app",
    "redirect_uri_mismatch",
    { stage: "authorize", context: "I have two apps, one for production and one for development" },
  ],
  [
    "other_app",
    "The redirect_uri is not whitelisted",
    { stage: "authorize", context: "we use separate clients for staging and production" },
  ],
  [
    "other_app",
    "invalid redirect uri",
    { stage: "authorize", context: "There is a client for each environment" },
  ],
  [
    "redirect_insecure",
    "INVALID_CLIENT: Insecure redirect URI",
    { stage: "authorize", context: "Spotify http://localhost:8888/callback" },
  ],
  ["app_in_development", "403: the user may not be registered", { stage: "api-call", context: "spotipy" }],
  [
    "app_in_development",
    '{"error":{"status":403,"message":"User not registered in the Developer Dashboard"}}',
    { stage: "api-call", status: "403" },
  ],
  [
    "app_in_development",
    "App not active: This app is not accessible right now",
    { stage: "authorize", context: "Facebook login; app is still in development mode" },
  ],
  [
    "scope_too_small",
    '{"message":"Authorization Error","errors":[{"resource":"AccessToken","field":"activity:write_permission","code":"missing"}]}',
    { stage: "api-call", status: "401" },
  ],
  [
    "scope_too_small",
    "The access token does not have the required scope channel:read",
    { stage: "api-call", status: "401" },
  ],
  ["scope_too_small", "Token is missing scope: tasks", { stage: "api-call" }],
  ["scope_absent", "invalid_request: You must provide a scope parameter", { stage: "authorize" }],
  ["scope_absent", 'You need to pass the "scope" parameter', { stage: "callback" }],
  [
    "scope_absent",
    "error_description=A scope must be specified. Please include scopes.",
    { stage: "authorize" },
  ],
  [
    "scope_retired",
    'unauthorized_scope_error: Scope "r_emailaddress" is not authorized for your application',
    { stage: "callback" },
  ],
  [
    "scope_retired",
    "invalid_scope",
    { stage: "authorize", context: "this scope is deprecated and no longer available" },
  ],
  [
    "scope_at_exchange",
    "invalid_request: The 'scope' parameter is not valid in this context.",
    { stage: "token-exchange" },
  ],
  [
    "scope_at_exchange",
    "invalid_request",
    {
      stage: "token-exchange",
      context: "our library sends scope in the token request, and the server refuses",
    },
  ],
  [
    "scope_at_exchange",
    "scope is not allowed in the token request with authorization code",
    { stage: "token-exchange" },
  ],
  [
    "auth_method",
    "unauthorized_client: Missing valid authorization header",
    { stage: "refresh", grant: "refresh_token", context: "twitter oauth2, refresh token" },
  ],
  [
    "auth_method",
    "The OAuth 2.0 Client supports client authentication method 'client_secret_post', but method 'client_secret_basic' was requested. You must configure the OAuth 2.0 client's 'token_endpoint_auth_method'",
    { stage: "token-exchange", context: "after update to version 5.1.0" },
  ],
  [
    "auth_method",
    '{"error":"invalid_client"} request body: grant_type=authorization_code&code=x&client_id=app&client_secret=s3cr3t',
    { stage: "token-exchange", status: "401" },
  ],
  [
    "unknown_client",
    '{"error":"invalid_client"}',
    { stage: "token-exchange", context: "Zoho CRM, account in India" },
  ],
  [
    "unknown_client",
    "invalid_client: Client Authentication failed",
    {
      stage: "token-exchange",
      grant: "client_credentials",
      context: "PayPal works in sandbox. With the live credentials I get this",
    },
  ],
  [
    "unknown_client",
    "invalid_client",
    { stage: "token-exchange", context: "Intuit: switched to production keys, before sandbox was fine" },
  ],
  [
    "secret_missing",
    "invalid_client",
    { stage: "token-exchange", context: "aws-amplify in Angular, Cognito user pool" },
  ],
  [
    "secret_missing",
    "invalid_client_secret",
    { stage: "token-exchange", context: "amplify flutter mobile app hosted UI" },
  ],
  [
    "grant_not_allowed",
    'Cannot use client_credentials with a consumer marked as "public"',
    { stage: "token-exchange", grant: "client_credentials" },
  ],
  [
    "grant_not_allowed",
    "Public clients are not allowed to use client credentials",
    { stage: "token-exchange", grant: "client_credentials" },
  ],
  [
    "grant_not_allowed",
    "unauthorized_client: client_credentials is for clients that are not confidential not possible; client is public",
    { stage: "token-exchange", grant: "client_credentials" },
  ],
  [
    "servers_not_shared",
    "invalid_grant",
    { stage: "token-exchange", context: "IdentityServer4 with in-memory stores, deployed to AWS ECS" },
  ],
  [
    "servers_not_shared",
    "invalid_grant",
    {
      stage: "token-exchange",
      context: "On Kubernetes; codes are kept in memory (AddInMemoryPersistedGrants)",
    },
  ],
  [
    "cookie_samesite_none",
    "SessionNotFound: invalid_request - interaction session id cookie not found",
    { stage: "authorize" },
  ],
  [
    "cookie_samesite_none",
    "The request is not allowed: no CSRF value available in the session cookie",
    { stage: "authorize", context: "Ory Hydra over http" },
  ],
  [
    "state_in_frame",
    "CookieNotFound: Cannot complete OAuth process. Could not find an OAuth cookie for shop url: a.myshopify.com",
    { stage: "callback", context: "embedded app" },
  ],
  [
    "password_changed",
    "login_required",
    { stage: "refresh", grant: "refresh_token", context: "user changed his password" },
  ],
  [
    "consent_needed",
    "400 Bad Request",
    { stage: "token-exchange", grant: "jwt-bearer", context: "DocuSign JWT" },
  ],
  [
    "assertion_clock",
    "Auth code or refresh token has expired",
    { stage: "token-exchange", grant: "jwt-bearer", context: "Box, Java SDK with JWT auth in docker" },
  ],
  [
    "answer_lost",
    "invalid_grant: refresh token already used",
    {
      stage: "refresh",
      grant: "refresh_token",
      context: "If the app is closed before the new token is stored, next start fails",
    },
  ],
  [
    "answer_lost",
    "Unsuccessful Refresh Token exchange, reused refresh token detected",
    {
      provider: "auth0",
      stage: "refresh",
      grant: "refresh_token",
      context: "iOS suspends the app while the renewal response is coming",
    },
  ],
  [
    "token_absent",
    "Missing parameters: refresh_token",
    { stage: "refresh", grant: "refresh_token", status: "400" },
  ],
  [
    "token_absent",
    "invalid_request: Missing required parameter: refresh_token",
    { stage: "refresh", grant: "refresh_token" },
  ],
  [
    "id_token_clock",
    "No matching state found in storage",
    { stage: "callback", context: "only on one computer, in every browser" },
  ],
  [
    "id_token_clock",
    "No matching state found in storage",
    { stage: "callback", context: "It fails only on one laptop, for all other users works" },
  ],
];

/** What sounds alike and has another cause. */
const alike: readonly (readonly [notCause: string, text: string, hints: Hints])[] = [
  [
    "code_truncated",
    "invalid_grant",
    { stage: "token-exchange", context: "using the full code flow with PKCE" },
  ],
  [
    "setting_differs_there",
    "redirect_uri_mismatch",
    { provider: "google", stage: "authorize", context: "works locally, on Vercel it fails" },
  ],
  ["store_damaged", "SyntaxError: Unexpected token < in JSON at position 0", { stage: "refresh" }],
  ["login_not_saved", "Error: Please login", { stage: "keychain" }],
  [
    "github.enterprise_client",
    "incorrect_client_credentials",
    { provider: "github", stage: "token-exchange", context: "GitHub OAuth app on our enterprise plan" },
  ],
  ["file_denied", '<err code="49">Access Denied</err>', { stage: "api-call" }],
  [
    "library_regression",
    "invalid_client",
    { stage: "token-exchange", context: "We upgraded to Angular 10.0." },
  ],
  [
    "salesforce.api_disabled",
    "repeated authentication failures",
    { provider: "salesforce", stage: "refresh" },
  ],
  [
    "salesforce.session_locked",
    "401",
    { provider: "salesforce", stage: "api-call", context: "we have a refresh token" },
  ],
  [
    "salesforce.cli_jwt_file",
    "secretOrPrivateKey must be an asymmetric key when using RS256",
    { provider: "salesforce", stage: "token-exchange", grant: "jwt-bearer", context: "n8n credential" },
  ],
  ["old_tls", "connection reset by peer", { stage: "network", context: ".NET 8 on Ubuntu 24.04, OpenSSL 3" }],
  [
    "discovery_failed",
    "[OAUTH_CALLBACK_ERROR] expected 200 OK, got: 400 Bad Request",
    { stage: "callback", provider: "salesforce" },
  ],
  [
    "microsoft.directory_role",
    "Insufficient privileges to complete the operation",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "I am a global admin and granted admin consent for User.Read.All",
    },
  ],
  [
    "google.consent_screen",
    "Error 403: access_denied",
    { provider: "google", stage: "authorize", context: "I set up the consent screen and added the scopes" },
  ],
  [
    "keycloak.import_secret",
    "invalid_client",
    {
      provider: "keycloak",
      stage: "token-exchange",
      context: "export CLIENT_SECRET=abc in my shell, then curl",
    },
  ],
  ["microsoft.graph_token", "invalid signature", { provider: "oidc", stage: "api-call" }],
  ["microsoft.graph_token", "invalid signature", { stage: "api-call", context: "our own server" }],
  [
    "microsoft.graph_token",
    "no matching key for kid; signature verification failed",
    { provider: "microsoft", stage: "api-call" },
  ],
  [
    "wrong_instance",
    "Bad credentials",
    { provider: "github", stage: "api-call", context: "organisation on GitHub Enterprise Cloud, PAT" },
  ],
  [
    "claim_missing",
    "could not find user's groups",
    { provider: "google", stage: "api-call", context: "Directory API" },
  ],
  [
    "other_client_token",
    "invalid_grant",
    {
      provider: "google",
      stage: "refresh",
      context: "made a new client ID last week; now again after 7 days",
    },
  ],
  ["popup_cut_off", "user_cancelled", { provider: "auth0", stage: "authorize", context: "popup" }],
  [
    "microsoft.power_bi_principal",
    "401 Unauthorized",
    {
      provider: "microsoft",
      stage: "api-call",
      context: "Graph with client credentials",
      grant: "client_credentials",
    },
  ],
  [
    "okta.web_sso_client",
    "access_denied: User is not assigned to the client application.",
    { provider: "okta", stage: "token-exchange", context: "okta-aws-cli" },
  ],
  ["slack.invalid_auth", "invalid_refresh_token: token is invalid", { provider: "slack", stage: "refresh" }],
  [
    "google.extension_client",
    "invalid_client",
    { provider: "google", stage: "token-exchange", context: "web app" },
  ],
  [
    "google.no_default_credentials",
    "ENOENT: no such file or directory, open 'credentials.json'",
    { provider: "google", stage: "authorize", context: "quickstart" },
  ],
  [
    "response_mode",
    "state mismatch",
    { provider: "auth0", stage: "callback", context: "response_mode=query" },
  ],
  [
    "library_regression",
    "AADSTS700024: Client assertion is not within its valid time range.",
    {
      provider: "microsoft",
      stage: "token-exchange",
      context: "the clock of the VM was wrong after we upgraded to Ubuntu 24.04",
      grant: "client_credentials",
    },
  ],
  [
    "two_tabs",
    "code_verifier does not match",
    {
      provider: "oidc",
      stage: "token-exchange",
      context: "sometimes, two replicas behind a load balancer; React app",
    },
  ],
  [
    "microsoft.pipeline_token",
    "401 Unauthorized",
    { provider: "microsoft", stage: "api-call", context: "GitHub Actions pipeline calls Graph" },
  ],
  [
    "keycloak.userinfo_openid",
    "401 Unauthorized from userinfo",
    { provider: "keycloak", stage: "api-call", context: "the access token is expired" },
  ],
  [
    "microsoft.android_hash",
    "AADSTS50011: The redirect URI 'https://a.example/cb' does not match",
    { provider: "microsoft", stage: "authorize" },
  ],
  [
    "old_token_kept",
    "invalid_grant",
    { stage: "refresh", context: "After a new login was successful it works for seven days, then this" },
  ],
  ["no_ipv6", "Error: listen EADDRINUSE: address already in use ::1:8085", { stage: "callback" }],
  [
    "address_race",
    "request to https://idp.example.com/token failed, reason: connect ECONNREFUSED 127.0.0.1:443",
    { stage: "refresh" },
  ],
  ["port_taken", "localhost refused to connect", { stage: "callback", context: "port 8081 is not in use" }],
  [
    "private_ca",
    "request to https://oauth2.googleapis.com/token failed, reason: self-signed certificate in certificate chain",
    { stage: "network", provider: "google" },
  ],
  [
    "rotated_not_saved",
    "invalid_grant",
    {
      provider: "auth0",
      stage: "refresh",
      context: "The user logged in only once and is refreshed ever since",
    },
  ],
  ["no_browser", "I click Open xdg-open and nothing happens", { stage: "callback" }],
  ["popup_cut_off", "popup_closed_by_user", { stage: "callback", context: "I closed it by mistake" }],
  [
    "servers_not_shared",
    "Something went wrong, please try again later.",
    { stage: "callback", context: "deployed on Vercel" },
  ],
  [
    "google.reauth_policy",
    "Reauthentication is required for the Google Mail integration",
    { provider: "google", stage: "refresh", context: "every week" },
  ],
  [
    "keycloak.reuse",
    "Session not active. The refresh is not working and the user is logged out",
    { provider: "keycloak", stage: "refresh" },
  ],
  [
    "concurrent_refresh",
    "invalid_grant",
    { stage: "refresh", context: "We store the token in .env at the login, the second refresh fails" },
  ],
  ["scheme_unregistered", "The flatpak can't get the secret from the keyring", { stage: "keychain" }],
  ["client_id_unset", "ValueError: client_id is unknown to the server", { stage: "token-exchange" }],
  [
    "app_link_unverified",
    "redirect_uri_mismatch",
    { stage: "authorize", context: "Android app with AppAuth" },
  ],
  [
    "app_link_unverified",
    "404 Not Found http://localhost:8080/callback",
    { stage: "callback", context: "Android emulator" },
  ],
  ["endpoint_redirects", "POST /oauth/token 400 invalid_grant", { stage: "token-exchange" }],
  [
    "endpoint_redirects",
    "redirect_uri mismatch: the app is redirected to https",
    { stage: "token-exchange", context: "http to https" },
  ],
  [
    "endpoint_redirects",
    "invalid_client",
    { stage: "token-exchange", context: "CLIENT_ID is empty in the environment" },
  ],
  ["local_address_forbidden", "connect ECONNREFUSED 192.168.1.5:443", { stage: "network" }],
  ["local_address_forbidden", "403 Forbidden: IP address not allowed", { stage: "api-call" }],
  ["secret_hashed", "Unable to verify secret hash for client abc", { stage: "token-exchange" }],
  ["secret_hashed", "invalid code_verifier: hash does not match", { stage: "token-exchange" }],
  [
    "apple_client_secret",
    "invalid_client",
    { stage: "token-exchange", context: "on a MacBook with Apple silicon" },
  ],
  [
    "library_regression",
    "invalid_grant",
    { stage: "refresh", context: "works with Keycloak 24.0, fails since we upgraded the server to 25.0" },
  ],
  ["library_regression", "state mismatch", { stage: "callback", context: "Next.js 14.2, next-auth 4.24.7" }],
  [
    "app_in_development",
    "access_denied",
    { provider: "google", stage: "authorize", context: "app in testing, development mode" },
  ],
  [
    "id_token_clock",
    "Invalid state",
    { stage: "callback", context: "only on iPhones in Safari, on one device" },
  ],
  ["insecure_context", "ReferenceError: crypto is not defined", { stage: "authorize", context: "Node v16" }],
  [
    "silent_page_unanswered",
    "Timeout",
    { provider: "auth0", stage: "authorize", context: "getTokenSilently iframe" },
  ],
  ["iss_parameter_dropped", "iss mismatch, expected https://a got https://b", { stage: "callback" }],
  [
    "scope_at_exchange",
    "invalid_scope",
    { stage: "token-exchange", grant: "client_credentials", context: "scope in the token request" },
  ],
  ["par_refused", "invalid_request: redirect_uri", { stage: "authorize" }],
  [
    "auth0.developer_keys",
    "login_required",
    { provider: "auth0", stage: "authorize", context: "Brave blocks cookies" },
  ],
  [
    "auth0.spa_auth_method",
    "access_denied Unauthorized",
    { provider: "auth0", stage: "token-exchange", context: "flask with client_secret" },
  ],
  [
    "redirect_inner_host",
    "localhost refused to connect",
    { stage: "callback", context: "CLI over ssh on a server; the browser is redirected to localhost" },
  ],
  [
    "redirect_inner_host",
    "localhost refused to connect",
    { stage: "callback", context: "gcloud auth login on our server, redirected to localhost:8085" },
  ],
  [
    "registration_stale",
    "invalid redirect_uri",
    { stage: "authorize", context: "MCP client, first registration today" },
  ],
  [
    "state_insecure_cookie",
    "State mismatch",
    { stage: "callback", context: "production build on https://app.acme.example, works on localhost" },
  ],
  ["cookie_samesite_none", "state cookie missing", { stage: "callback" }],
  [
    "id_token_as_access",
    "Invalid audience",
    { provider: "auth0", stage: "api-call", context: "aud is https://acme.auth0.com/userinfo" },
  ],
  ["kept_one_counts", "Missing Refresh Token", { stage: "refresh" }],
  [
    "wrong_issuer",
    "issuer mismatch",
    { provider: "keycloak", stage: "callback", context: "http://keycloak:8080 in docker, https outside" },
  ],
  [
    "servers_not_shared",
    "invalid_grant",
    { stage: "token-exchange", context: "IdentityServer on Azure, AddInMemoryClients" },
  ],
  ["other_app", "invalid redirect uri", { stage: "authorize", context: "I made a client for the wiki" }],
];

const firstOf = (text: string, hints: Hints) => explain(text, hints).causes[0]?.cause;

describe("a circumstance in other words", () => {
  test.each(told)("leads to %s: %s %j", (cause, text, hints) => {
    expect(firstOf(text, hints)).toBe(cause);
  });

  test.each(alike)("does not lead to %s: %s %j", (cause, text, hints) => {
    expect(firstOf(text, hints)).not.toBe(cause);
  });
});
