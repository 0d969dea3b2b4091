import {
  type ErrorCode,
  InputError,
  LoginNeededError,
  type MessageParams,
  ProviderError,
  RetryLaterError,
  StoreError,
  type TokenwellError,
  WireError,
} from "@tokenwell/core";
import type { UsageCode } from "../../src/errors.ts";
import { noonMs } from "./cli-harness.ts";

type Kind = "input" | "login" | "retry" | "provider" | "store" | "wire";

const host = "login.example.com";
const provider = host;
const name = "acme";
const url = `https://${host}/.well-known/openid-configuration`;
const said = "invalid_grant: the token was revoked";
const path = "/home/taro/.config/tokenwell/key";
const place = "/home/taro/.local/share/tokenwell/tokenwell.db";
const yesterdayMs = noonMs - 24 * 3_600_000;

/** The class and parameters of each error of core. The compiler reports a missing one. */
export const coreErrors: Readonly<Record<ErrorCode, readonly [Kind, MessageParams]>> = {
  nothing_connected: ["login", {}],
  which_connection: ["input", { names: "acme  acme-bot" }],
  unknown_connection: ["input", { name: "else" }],
  unknown_connection_did_you_mean: ["input", { name: "acm", suggestion: name }],
  new_login_refused: [
    "provider",
    { kind: "salesforce", name, provider: "Salesforce", said: "invalid_grant: expired access/refresh token" },
  ],
  host_elsewhere: ["input", { name, from: "login.salesforce.com", to: "acme.my.salesforce.com" }],
  name_taken: ["input", { name, account: "taro@acme.example" }],
  token_kept: ["input", { name }],
  token_sent: ["input", {}],
  invalid_name: ["input", { name: "a/b" }],
  invalid_option: ["input", { option: "--min-ttl", given: "soon", takes: "takes.duration" }],
  no_client_secret: ["input", { name }],
  missing_options: ["input", { options: "--client-id …\n--client-secret-file …" }],
  invalid_address: ["input", { given: "a b" }],
  insecure_address: ["input", { url: "http://login.example.com/" }],
  unknown_issuer: ["input", { host }],
  no_discovery: ["provider", { host, url, status: 404 }],
  too_many_redirects: ["provider", { host, url }],
  not_json: ["provider", { host, url, what: "HTML" }],
  issuer_mismatch: [
    "input",
    { host, says: "https://login.example.com/v2", command: "tokenwell login https://login.example.com/v2" },
  ],
  issuer_template: [
    "input",
    {
      host,
      says: "https://login.example.com/{tenantid}/v2.0",
      placeholder: "{tenantid}",
      command: "tokenwell login https://login.example.com/TENANT/v2.0",
    },
  ],
  metadata_incomplete: ["provider", { host, endpoint: "token_endpoint" }],
  resource_mismatch: ["provider", { host: "mcp.example.com", says: "https://mcp.other.example/mcp" }],
  registration_refused: ["provider", { host: "login.example.com", said: "access_denied" }],
  endpoint_on_this_machine: [
    "provider",
    { host, endpoint: "token_endpoint", url: "https://127.0.0.1/token" },
  ],
  unreachable: ["wire", { host, reason: "refused" }],
  no_answer: ["wire", { host, reason: "unreadable", status: 502 }],
  answer_too_large: ["wire", { host, kilobytes: 1024 }],
  port_taken: ["input", { port: 9355, other: 9356 }],
  port_taken_by_login: ["input", { port: 9355, other: 9356 }],
  port_forbidden: ["input", { port: 80 }],
  paste_empty: ["input", { provider }],
  paste_no_code: ["input", { provider }],
  paste_login_page: ["input", { provider }],
  paste_own_address: ["input", { provider }],
  paste_other_login: ["input", { provider }],
  paste_other_provider: [
    "input",
    { provider, says: "https://evil.example", issuer: "https://login.example.com" },
  ],
  paste_no_issuer: ["input", { provider }],
  paste_repeated: ["input", { provider, parameter: "code" }],
  paste_implicit: ["input", { provider }],
  paste_error_page: ["input", { provider, said: "Oops, something went wrong" }],
  consent_denied: ["provider", { provider, said: "access_denied" }],
  redirect_uri_unknown: ["provider", { provider, said, redirectUri: "http://localhost:9355/callback" }],
  authorization_refused: ["provider", { provider, said: "invalid_scope: unknown scope" }],
  login_timed_out: ["provider", { minutes: 10, provider }],
  login_stopped: ["input", {}],
  wrong_secret: ["provider", { provider, said: "invalid_client", error: "invalid_client", status: 401 }],
  code_expired: ["provider", { provider, said, error: "invalid_grant", status: 400 }],
  token_refused: ["provider", { provider, said: "HTTP 500", error: "", status: 500 }],
  bad_token_answer: ["provider", { provider, what: "trust.id_token", detail: "nonce" }],
  clocks_differ: [
    "provider",
    { provider, theirs: "2026-07-01T12:10:00.000Z", ours: "2026-07-01T12:00:00.000Z" },
  ],
  not_recent: ["provider", { provider }],
  other_user: ["provider", { provider }],
  no_refresh_token: [
    "provider",
    { provider, name, why: "why.scope_not_granted", fix: "fix.allow_offline", scope: "openid" },
  ],
  other_account: ["input", { name, account: "hanako@acme.example", owner: "taro@acme.example" }],
  needs_login: [
    "login",
    {
      name,
      provider,
      said,
      reason: "provider_revoked",
      lastMs: yesterdayMs,
      lostMs: yesterdayMs,
      how: "reason.killed",
    },
  ],
  quarantined: ["login", { name, provider }],
  suspended: ["provider", { name, provider, said: "inactive_user" }],
  revoked: ["input", { name, provider }],
  client_refused: ["provider", { name, provider, said: "invalid_client" }],
  refresh_not_sent: ["retry", { name, host, provider, reason: "refused", status: 0 }],
  refresh_refused: ["retry", { name, provider, said: "HTTP 400" }],
  refresh_rejected: ["retry", { name, host, provider, reason: "busy", status: 503 }],
  refresh_unanswered: ["retry", { name, host, provider, reason: "timeout", status: 0 }],
  refresh_waiting: ["retry", { name }],
  rejected_by_api: ["provider", { name }],
  refresh_floor: ["retry", { name, floor: 30 }],
  foreign_host: ["input", { host: "evil.example", name }],
  insecure_host: ["input", { host: "localhost:9400", name }],
  not_revoked: ["provider", { name, provider, reason: "timeout", status: 0 }],
  still_alive: ["provider", { name, provider }],
  no_revocation: ["provider", { name, provider }],
  released: ["login", { name, provider, lastMs: yesterdayMs }],
  import_refused: ["provider", { provider, said, kind: "oidc" }],
  import_empty: ["input", { kind: "salesforce" }],
  hand_over_open: ["provider", { name, provider }],
  key_missing: ["store", { path, place }],
  key_wrong: ["store", { path, place }],
  key_invalid: ["store", { path, place }],
  key_readable: ["store", { path, place, mode: "0644" }],
  key_unreadable: ["store", { path, place, reason: "EACCES" }],
  key_unwritable: ["store", { path, place, reason: "EROFS" }],
  key_foreign: ["store", { path, place }],
  key_link: ["store", { path, place }],
  store_closed: ["store", { place }],
  store_corrupt: ["store", { place }],
  store_full: ["store", { place }],
  store_busy: ["store", { place }],
  store_unwritable: ["store", { place }],
  store_newer: ["store", { found: 2, known: 1 }],
  store_integrity: ["store", { place }],
  sqlite_too_old: ["store", { found: "3.45.0", needed: "3.51.3" }],
  client_version_fixed: ["store", {}],
  login_gone: ["store", {}],
  connection_gone: ["store", {}],
  store_conflict: ["store", { rule: "journal_mode" }],
  store_restored: ["store", { name, place }],
  store_copied: ["store", { name, place }],
  store_link: ["store", { place }],
  store_foreign: ["store", { place }],
  store_remote: ["store", { place }],
};

/** Returns an error as core throws it, with some parameters changed. */
export function coreError(code: ErrorCode, changed: MessageParams = {}): TokenwellError {
  const [kind, usual] = coreErrors[code];
  const facts = { ...usual, ...changed };
  if (kind === "retry") return new RetryLaterError(code, 30, facts);
  if (kind === "wire") return new WireError(code, false, facts);
  const kinds = { input: InputError, login: LoginNeededError, provider: ProviderError, store: StoreError };
  return new kinds[kind](code, facts);
}

/** Returns the exit code of an error: that of its class, except for five codes. */
export function exitCodeFor(code: ErrorCode): number {
  if (code === "login_stopped") return 130;
  if (code === "wrong_secret") return 2;
  if (code === "answer_too_large") return 1;
  if (code === "store_restored" || code === "store_copied") return 4;
  return { input: 2, login: 3, retry: 4, provider: 1, store: 1, wire: 4 }[coreErrors[code][0]];
}

/** The parameters of each usage error. */
export const usageFacts: Readonly<Record<UsageCode, MessageParams>> = {
  unknown_command: { given: "frobnicate", command: "" },
  unknown_command_did_you_mean: { given: "tokn", suggestion: "token", command: "" },
  unknown_option: { given: "--frobnicate", command: "token" },
  unknown_option_did_you_mean: { given: "--refesh", suggestion: "--refresh", command: "token" },
  option_takes_no_value: { given: "--json", command: "token" },
  option_needs_value: { given: "--min-ttl", command: "token" },
  too_many_words: { command: "token" },
  nothing_to_explain: {},
  mcp_word: { given: "brige" },
  mcp_allow: { given: "POST" },
  no_snippet_target: { lang: "go" },
  no_snippet_language: { languages: "curl  go" },
  unknown_snippet_language: { given: "cobol", languages: "curl  go" },
  unknown_snippet_language_did_you_mean: { given: "pyton", suggestion: "python", languages: "curl  go" },
  snippet_of_connection: { name: "acme", option: "--host" },
  no_target: {},
  unknown_target: { given: "gibberish" },
  unknown_target_did_you_mean: { given: "slaesforce", suggestion: "salesforce" },
  host_of_other: { host: "acme.my.salesforce.com", provider: "salesforce" },
  host_twice: { given: "https://a.example", host: "b.example" },
  nothing_to_export: { name },
  export_needs_yes: { name },
  no_import_target: {},
  secret_and_token: {},
  import_not_credentials: {},
  import_other_provider: { says: "auth0", given: "salesforce" },
  no_setting: { name },
  unknown_setting: { given: "color" },
  unknown_setting_did_you_mean: { given: "max-lif", suggestion: "max-life" },
  no_emulator: {},
  emulator_failed: { what: "Port 9400 cannot be taken on this machine's loopback addresses." },
  emulator_port: { port: 9400 },
  demo_failed: { what: "not one refresh for all" },
  no_address: {},
  secret_in_argv: {},
  excluded: { one: "--callback", other: "--port" },
  file_unreadable: { path: "/home/taro/secret", reason: "ENOENT" },
  no_id_token: { name, scope: "offline_access" },
  http_status: { method: "GET", address: "/services/data/", status: "404 Not Found" },
  http_status_fresh: { method: "GET", address: "/services/data/", status: "401", name },
  http_status_repeated: { method: "GET", address: "/services/data/", status: "401", name },
  http_status_no_audience: { method: "GET", address: "/api", status: "401", name },
  needs_login_line: { name, said: "invalid_grant" },
  paste_needs_terminal: { redirectUri: "https://app.example.com/callback" },
  unknown_form: { given: "yaml", forms: "header, json" },
  unknown_form_did_you_mean: { given: "headr", suggestion: "header", forms: "header, json" },
  option_of_forms: { option: "--user", forms: "git-credential, xoauth2" },
  form_needs_action: { form: "git-credential", actions: "get, store, erase" },
  form_needs_user: { form: "xoauth2", name },
  form_cannot_carry_user: { form: "git-credential" },
  form_cannot_carry_token: { form: "sf-access-token" },
  id_token_ended: { name },
  no_program: { name },
  program_not_found: { file: "frobnicate" },
  program_not_started: { file: "./script", reason: "EACCES" },
  unknown_event: { given: "always", events: "needs-login expiring recovered" },
  unknown_event_did_you_mean: { given: "needs_login", suggestion: "needs-login" },
  no_hook_action: { name, events: "needs-login" },
  program_without_event: {},
  timer_not_ours: { path: "/home/taro/.config/systemd/user/tokenwell-upkeep.timer" },
  timer_unwritable: { path: "/home/taro/.config/systemd/user/tokenwell-upkeep.timer", reason: "EACCES" },
  timer_failed: { command: "systemctl --user daemon-reload", output: "Failed to connect to bus" },
  no_timer: {},
  unwritable: { reason: "ENOSPC" },
  unexpected: { what: "TypeError" },
};
