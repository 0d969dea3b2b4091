import type { Facts, Stage } from "./facts.ts";
import type { SignalName } from "./signals.ts";

/** Kind of failure, whatever the provider calls it. Causes belong to symptoms. */
export type Symptom =
  /** A refresh token is refused. */
  | "dead_refresh"
  /** An authorization code is refused. */
  | "bad_code"
  | "bad_verifier"
  | "bad_client"
  | "bad_assertion"
  | "redirect"
  | "denied"
  | "scope"
  | "grant_type"
  | "bad_request"
  | "audience"
  | "interaction"
  | "no_refresh_token"
  /** An API refuses the access token. */
  | "token_refused"
  | "forbidden"
  | "rate_limit"
  | "server_error"
  | "html"
  | "dns"
  | "connection"
  | "tls"
  | "proxy"
  | "cors"
  | "port"
  | "no_callback"
  | "state"
  | "keychain"
  | "id_token"
  | "device"
  | "revocation"
  | "in_progress"
  | "password_login";

/**
 * The symptoms of codes that say more than the meaning for a refresh token, which `providers/refusal.ts` knows. In lower
 * case.
 */
export const codedSymptoms: Readonly<Record<string, readonly Symptom[]>> = {
  // RFC 6749, OpenID Connect
  invalid_grant: [],
  invalid_request: ["bad_request"],
  invalid_scope: ["scope"],
  unsupported_grant_type: ["grant_type"],
  unauthorized_client: ["grant_type", "bad_client"],
  unsupported_response_type: ["grant_type"],
  unauthorized_scope_error: ["scope"],
  invalid_target: ["audience"],
  invalid_resource: ["audience"],
  access_denied: ["denied"],
  server_error: ["server_error"],
  temporarily_unavailable: ["server_error"],
  internal_server_error: ["server_error"],
  server_unavailable: ["server_error"],
  unknown_error: ["server_error"],
  service_unavailable: ["server_error"],
  consent_required: ["interaction"],
  login_required: ["interaction"],
  interaction_required: ["interaction"],
  account_selection_required: ["interaction"],
  mfa_required: ["interaction"],
  invalid_login: ["password_login"],
  login_must_use_security_token: ["password_login"],
  invalid_rapt: ["interaction", "dead_refresh"],
  redirect_uri_mismatch: ["redirect"],
  invalid_redirect_uri: ["redirect"],
  bad_redirect_uri: ["redirect"],
  bad_request: ["bad_request"],
  unsupported_media_type: ["bad_request"],
  invalid_dpop_proof: ["token_refused"],
  use_dpop_nonce: ["token_refused"],
  immediate_unsuccessful: ["interaction"],
  redirect_uri_missing: ["redirect"],
  // GitHub
  bad_verification_code: ["bad_code"],
  bad_refresh_token: ["dead_refresh"],
  // RFC 6750
  insufficient_scope: ["forbidden"],
  missing_scope: ["forbidden"],
  missing_scopes: ["forbidden"],
  invalid_token: ["token_refused"],
  invalid_access_token: ["token_refused"],
  invalid_session_id: ["token_refused"],
  bad_oauth_token: ["token_refused"],
  missing_oauth_token: ["token_refused"],
  wrong_org: ["token_refused"],
  functionality_not_enabled: ["forbidden"],
  api_currently_disabled: ["forbidden"],
  expired_authentication: ["token_refused"],
  invalid_authentication: ["token_refused"],
  invalid_auth: ["token_refused"],
  not_authed: ["token_refused"],
  unauthenticated: ["token_refused"],
  invalidauthenticationtoken: ["token_refused"],
  invalid_auth_header: ["token_refused"],
  permission_denied: ["forbidden"],
  authorization_requestdenied: ["forbidden"],
  erroraccessdenied: ["forbidden"],
  insufficient_permissions: ["forbidden"],
  insufficientpermissions: ["forbidden"],
  insufficient_access: ["forbidden"],
  insufficient_access_or_readonly: ["forbidden"],
  insufficient_access_on_cross_reference_entity: ["forbidden"],
  accessnotconfigured: ["forbidden"],
  request_limit_exceeded: ["rate_limit"],
  api_disabled_for_org: ["forbidden"],
  // Codes, devices, limits
  expired_token: ["device"],
  authorization_pending: ["device"],
  slow_down: ["device"],
  too_many_requests: ["rate_limit"],
  rate_limit: ["rate_limit"],
  rate_limits: ["rate_limit"],
  ratelimited: ["rate_limit"],
  ratelimitexceeded: ["rate_limit"],
  rate_limit_exceeded: ["rate_limit"],
  userratelimitexceeded: ["rate_limit"],
  quotaexceeded: ["rate_limit"],
  resource_exhausted: ["rate_limit"],
  unsupported_token_type: ["revocation"],
  // Ory
  token_inactive: ["dead_refresh"],
  // Reasons that our records of a connection have
  rotation_lost: ["dead_refresh"],
  provider_revoked: ["dead_refresh"],
  suspended_by_provider: ["denied"],
  // Network codes of Node and others
  enotfound: ["dns"],
  eai_again: ["dns"],
  econnrefused: ["connection"],
  econnreset: ["connection"],
  etimedout: ["connection"],
  eaddrinuse: ["port"],
};

const coded = (codes: ReadonlySet<string>): readonly Symptom[] =>
  [...codes].flatMap((code) => (Object.hasOwn(codedSymptoms, code) ? (codedSymptoms[code] ?? []) : []));

/** Symptoms that words alone show. */
const told: readonly (readonly [Symptom, SignalName])[] = [
  ["dead_refresh", "bad_refresh_token"],
  ["bad_code", "bad_authorization_code"],
  ["bad_verifier", "bad_verifier"],
  ["redirect", "bad_redirect"],
  ["bad_client", "bad_client_words"],
  ["id_token", "bad_id_token"],
  ["no_refresh_token", "no_refresh_token"],
  ["html", "html"],
  ["dns", "dns"],
  ["connection", "refused"],
  ["connection", "timeout"],
  ["connection", "reset"],
  ["connection", "unroutable"],
  ["tls", "untrusted"],
  ["tls", "old_tls"],
  ["cors", "cors"],
  ["port", "port_taken"],
  ["port", "port_forbidden"],
  ["no_callback", "no_callback"],
  ["state", "state"],
  ["keychain", "keychain"],
];

/** Whether a refused grant may be of a refresh or of a code: neither text nor hints tell. */
const isUndecided = (symptoms: readonly Symptom[]): boolean =>
  symptoms.includes("dead_refresh") && symptoms.includes("bad_code");

/** What `invalid_grant` and its like refuse, by stage and grant. */
function refusedGrant({ stage, grant, signals, text }: Facts): readonly Symptom[] {
  if (grant === "jwt_bearer") return ["bad_assertion"];
  if (grant === "device_code") return ["device"];
  if (grant === "password") return ["password_login"];
  if (grant === "client_credentials") return ["denied"];
  if (stage === "refresh" || stage === "revoke" || stage === "keychain") return ["dead_refresh"];
  if (stage === "token-exchange" || stage === "authorize" || stage === "callback")
    return /verifier|pkce/.test(text) ? ["bad_verifier", "bad_code"] : ["bad_code"];
  if (signals.has("jwt_bearer")) return ["bad_assertion", "dead_refresh"];
  return ["dead_refresh", "bad_code"];
}

/** Whether a code of a dead token is about the access token: an API said it. */
function isOfAccessToken({ codes, stage }: Facts): boolean {
  if (codes.has("invalid_grant") || stage === "refresh" || stage === "revoke") return false;
  return stage === "api-call" || codes.has("invalid_token");
}

/** Words that say that a code was exchanged: no password was sent. */
const codeExchanged =
  /auth ?code ?exchange|authenticating with auth code|(?:at|during|in) the code exchange|code is exchanged|exchang(?:e|ing) (?:the |my |a |this )?(?:auth\w* )?code|authori[sz]ation[ _-]code (?:flow|grant)|web server flow/;

/** Whether a login by password is refused; Salesforce says "authentication failure" mostly of one. */
function isOfPassword({ grant, stage, refusal, words }: Facts): boolean {
  if (grant === "password") return true;
  const isUntold =
    grant === null && (stage === null || stage === "token-exchange") && !codeExchanged.test(words);
  return refusal === "salesforce.api_disabled" && isUntold;
}

function byKind(facts: Facts): readonly Symptom[] {
  switch (facts.kind) {
    case "dead":
      return isOfAccessToken(facts) ? ["token_refused"] : refusedGrant(facts);
    case "client":
      return facts.grant === "jwt_bearer" || /client.?assertion|private_key_jwt/.test(facts.words)
        ? ["bad_client", "bad_assertion"]
        : ["bad_client"];
    case "suspended":
      return isOfPassword(facts) ? ["password_login", "denied"] : ["denied"];
    case "interaction":
      return ["interaction"];
    case "in_progress":
      return ["in_progress"];
    case "busy":
      return ["rate_limit"];
    default:
      return [];
  }
}

const byStage: Readonly<Record<Stage, Symptom>> = {
  authorize: "denied",
  callback: "no_callback",
  "token-exchange": "bad_code",
  refresh: "dead_refresh",
  "api-call": "token_refused",
  revoke: "revocation",
  network: "connection",
  keychain: "keychain",
};

function byStatus({ status, stage, text }: Facts): readonly Symptom[] {
  if (status === null) return [];
  if (status === 429) return ["rate_limit"];
  if (status >= 500) return ["server_error"];
  if (status === 407) return ["proxy"];
  if (status === 415) return ["bad_request"];
  // Introspection refuses the client that asks, not the token.
  if (status === 401 && /introspect/.test(text)) return ["bad_client"];
  if (stage === "api-call" || stage === null) {
    if (status === 401) return ["token_refused"];
    if (status === 403) return ["forbidden"];
  }
  if (status === 401) return ["bad_client"];
  return [];
}

/** Atlassian says "unauthorized_client" of a refresh token that counts no more. */
function refusesRefreshToken({ codes, text }: Facts): boolean {
  return codes.has("unauthorized_client") && /refresh_token is invalid/.test(text);
}

/** The symptoms of a failure, and whether only its status and stage show them. */
export interface Symptoms {
  readonly found: ReadonlySet<Symptom>;
  /** Those of {@link found} that are possible only, because the text does not say what was refused. */
  readonly possible: ReadonlySet<Symptom>;
  readonly isGuess: boolean;
}

/** Replaces a symptom of a code or token by that of the grant if the grant has neither. */
function ofGrant(symptom: Symptom, { grant }: Facts): Symptom {
  if (symptom === "dead_refresh" && grant === "password") return "password_login";
  if ((symptom === "dead_refresh" || symptom === "bad_code") && grant === "jwt_bearer")
    return "bad_assertion";
  return symptom;
}

/** Finds the symptoms of a failure: by its codes, then by its words; if there are none, by its status and stage. */
export function symptomsOf(facts: Facts): Symptoms {
  const { codes, signals, stage, status } = facts;
  const sure = refusesRefreshToken(facts) ? (["dead_refresh"] as const) : [...byKind(facts), ...coded(codes)];
  const fromWords = told
    .filter(([symptom, signal]) => signals.has(signal) && countsBeside(symptom, sure, facts))
    .map(([symptom]) => ofGrant(symptom, facts));
  const found = new Set([...sure, ...fromWords]);
  if (status === 429) found.add("rate_limit");
  const possible = new Set<Symptom>(isUndecided(sure) ? ["bad_code"] : []);
  if (found.size > 0) return { found, possible, isGuess: false };
  const guessed = byStatus(facts);
  if (guessed.length > 0) return { found: new Set(guessed), possible, isGuess: true };
  return { found: new Set(stage === null ? [] : [guessedBy(stage, facts)]), possible, isGuess: true };
}

/** The symptom that the stage suggests; without a code no code can be refused. */
function guessedBy(stage: Stage, { grant }: Facts): Symptom {
  if (stage !== "token-exchange") return byStage[stage];
  switch (grant) {
    case "client_credentials":
      return "bad_client";
    case "jwt_bearer":
      return "bad_assertion";
    case "password":
      return "password_login";
    case "device_code":
      return "device";
    default:
      return byStage[stage];
  }
}

/** A word about the network in the context does not outweigh an answer that came: the network worked. */
function countsBeside(symptom: Symptom, sure: readonly Symptom[], { text, stage }: Facts): boolean {
  // A request that is refused for its client lacks no refresh token in its answer.
  if (symptom === "no_refresh_token")
    return !sure.some((one) => one === "dead_refresh" || one === "bad_client" || one === "grant_type");
  if (symptom === "keychain") return sure.length === 0 || stage === "keychain";
  if (symptom === "state") return sure.length === 0 || stage === "callback";
  if (symptom === "no_callback") return sure.length === 0 && stage !== "api-call";
  if (symptom === "html") return true;
  if (symptom === "redirect")
    return !sure.some((one) => one === "dead_refresh" || one === "bad_code" || one === "token_refused");
  if (symptom === "bad_client") return sure.length === 0;
  if (symptom === "dead_refresh") return sure.every((one) => one === "bad_request") && stage !== "api-call";
  if (symptom === "id_token") return sure.length === 0;
  if (symptom === "bad_code" || symptom === "bad_verifier")
    return sure.every((one) => one === "bad_code" || one === "bad_request" || one === "dead_refresh");
  // The login of a user who waits is no request that times out.
  if (
    symptom === "connection" &&
    stage === "callback" &&
    !/\b(?:econn|etimedout|connect\w* timed)/.test(text)
  )
    return false;
  return sure.length === 0 || /\b(?:enotfound|econn|etimedout|cert|cors)/.test(text);
}
