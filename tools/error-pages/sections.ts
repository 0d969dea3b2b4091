import type { CauseId } from "../../packages/core/src/diagnose/causes/index.ts";
import type { Symptom } from "../../packages/core/src/diagnose/symptoms.ts";

/** The parts of the pages for causes that only their own words show, which belong to no symptom by their rules. */
export const listed: Readonly<Partial<Record<Symptom, readonly CauseId[]>>> = {
  dead_refresh: [
    ...(["microsoft.cache_empty"] as const),

    ...(["microsoft.b2c_policy", "hubspot.refresh_other_app", "token_absent"] as const),
    ...(["keycloak.not_before", "keycloak.roles_changed"] as const),
  ],
  no_refresh_token: ["keycloak.offline_not_allowed"],
  bad_code: [...(["salesforce.auth_provider_token"] as const), "slack.authorize_version"],
  bad_verifier: [...(["salesforce.verifier_unexpected"] as const), "microsoft.pkce_from_page"],
  bad_client: [
    ...(["microsoft.page_credentials", "salesforce.cli_external_app"] as const),

    ...(["auth0.spa_auth_method", "auth0.web_app_type", "okta.dpop_required", "client_id_unset"] as const),
    ...(["google.client_deleted", "google.android_fingerprint", "github.client_id_page"] as const),
    ...(["keycloak.secret_not_sent", "keycloak.client_unknown", "keycloak.client_disabled"] as const),
    ...(["microsoft.single_tenant", "microsoft.endpoint_for_accounts", "microsoft.tenant_unknown"] as const),
    ...(["microsoft.other_cloud", "microsoft.identifier_unknown", "microsoft.client_id_form"] as const),
    ...(["microsoft.app_disabled", "microsoft.service_principal_missing", "microsoft.web_platform"] as const),
    ...(["microsoft.public_client_off", "microsoft.tenant_missing"] as const),
  ],
  bad_assertion: [
    ...([
      "salesforce.assertion_malformed",
      "salesforce.cli_jwt_file",
      "salesforce.named_credential_jwt",
    ] as const),

    ...(["google.account_not_found", "google.federation", "github.app_jwt"] as const),
    ...(["microsoft.federated_credential", "microsoft.obo_assertion"] as const),
  ],
  redirect: [
    ...(["google.firebase_domain", "salesforce.plain_http"] as const),

    ...(["google.loopback_blocked", "google.redirect_not_public", "google.custom_scheme"] as const),
    ...(["keycloak.behind_proxy", "slack.https_required", "slack.urls_not_saved"] as const),
  ],
  grant_type: [
    ...(["auth0.m2m_app", "okta.response_type", "keycloak.bearer_only", "keycloak.service_account"] as const),
    ...(["keycloak.token_exchange", "microsoft.password_grant", "microsoft.response_type"] as const),
  ],
  scope: [
    ...([
      "google.scope_changed",
      "microsoft.scopes_unauthorized",
      "microsoft.permission_not_listed",
    ] as const),
    ...(["microsoft.scope_of_api", "microsoft.two_resources", "microsoft.default_scope"] as const),
    ...(["microsoft.first_party_app", "microsoft.b2c_scope"] as const),
  ],
  audience: [
    ...(["google.firebase_project", "microsoft.audience_setting"] as const),
    "microsoft.resource_malformed",
    "microsoft.resource_not_installed",
    "google.id_token_audience",
  ],
  bad_request: [
    ...(["okta.method", "okta.browser_origin", "okta.admin_domain", "microsoft.post_only"] as const),
    ...(["github.answer_is_form", "header_too_big"] as const),
  ],
  denied: [
    ...([
      "auth0.attack_protection",
      "salesforce.login_flow",
      "salesforce.hosted_mcp",
      "salesforce.registration_handler",
    ] as const),

    ...(["google.unverified", "google.user_cap", "hubspot.account", "microsoft.security_defaults"] as const),
    ...(["microsoft.tenant_restriction", "microsoft.not_assigned", "microsoft.app_not_assigned"] as const),
    ...(["microsoft.account_locked", "microsoft.b2c_forgot_password", "keycloak.account_locked"] as const),
    ...(["keycloak.broker", "slack.approval", "slack.org_install", "slack.install_from_directory"] as const),
    ...(["framed_login", "bot_protection"] as const),
  ],
  no_callback: [
    ...([
      "salesforce.cli_headless",
      "salesforce.cli_options",
      "salesforce.login_page_old",
      "keycloak.other_user",
    ] as const),

    ...(["loopback_https", "no_browser", "scheme_unregistered", "google.old_js_library"] as const),
    ...(["microsoft.popup_blocked", "microsoft.interaction_stuck", "microsoft.silent_frame"] as const),
  ],
  state: [...(["salesforce.auth_provider_state"] as const), "keycloak.login_timeout"],
  id_token: [
    ...(["okta.claim_expression"] as const),
    "auth0.issuer_slash",
    "google.old_keys",
    "salesforce.id_token_life",
    "claim_missing",
  ],
  device: ["github.device_flow_off"],
  token_refused: [
    ...([
      "github.git_other_account",
      "github.user_of_installation",
      "salesforce.instance_gone",
      "salesforce.soap_login_off",
    ] as const),

    ...(["hubspot.api_key_ended", "hubspot.private_app_token", "keycloak.keys", "google.api_key"] as const),
    ...(["github.environment_token", "github.secret_empty", "github.token_mangled"] as const),
    ...(["github.password_ended", "github.job_has_no_token", "microsoft.continuous_access"] as const),
    ...(["microsoft.me_without_user", "slack.not_in_store"] as const),
  ],
  forbidden: [
    ...([
      "github.not_installed",
      "salesforce.api_access_control",
      "salesforce.named_credential_access",
    ] as const),

    ...(["github.fork_workflow", "github.fine_grained", "github.no_admin", "github.workflow_scope"] as const),
    ...(["github.packages", "github.classic_forbidden", "github.ip_allow_list", "github.hidden"] as const),
    ...(["github.id_token_permission", "google.impersonation_role", "google.quota_project"] as const),
    ...(["google.service_account_storage", "google.no_channel", "google.mail_login"] as const),
    ...([
      "keycloak.userinfo_openid",
      "keycloak.admin_role",
      "slack.ip_list",
      "slack.not_in_channel",
    ] as const),
    ...(["microsoft.app_access_policy", "microsoft.no_mailbox", "microsoft.exchange_access"] as const),
    ...(["microsoft.sharepoint_certificate", "microsoft.smtp_off", "microsoft.mail_scope"] as const),
  ],
  rate_limit: ["microsoft.loop"],
  password_login: ["salesforce.password_expired"],
  keychain: ["salesforce.cli_key_file", "salesforce.cli_not_logged_in", "salesforce.cli_auth_url"],
  connection: ["discovery_failed", "name_malformed", "proxy_blocks", "proxy_down"],
  tls: ["revocation_check", "tls_to_plain", "plain_to_tls", "weak_server_tls"],
  cors: [
    ...(["salesforce.cors_not_offered"] as const),
    "cors_login_redirect",
    "cors_header",
    "cors_credentials",
    "page_policy",
    "mixed_content",
  ],
};

/** The parts for the other causes of any provider, by the folder of their rules. */
export const byFolder: Readonly<Record<string, Symptom>> = {
  "refresh-token": "dead_refresh",
  code: "bad_code",
  app: "bad_client",
  login: "denied",
  "no-refresh-token": "no_refresh_token",
  api: "token_refused",
  network: "connection",
  machine: "keychain",
  "id-token": "id_token",
  device: "device",
  revocation: "revocation",
};
