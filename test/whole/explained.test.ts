import { type CauseId, describeExplanation, explain, type Stage } from "@tokenwell/core/explain";
import { describe, expect, test } from "vitest";
import { auth0Diagnoses } from "../../packages/emulator/test/auth0/diagnoses.ts";
import { opened } from "../../packages/emulator/test/auth0/opened.ts";
import type { Observed } from "../../packages/emulator/test/diagnosis.ts";
import { salesforceDiagnoses } from "../../packages/emulator/test/salesforce/diagnoses.ts";
import { Scene } from "../../packages/emulator/test/salesforce/scene.ts";
import { start } from "../../packages/emulator/test/starting.ts";

// Every symptom that the emulator produces, explained from its real answer: the cause that the emulator was given.

/** What the user knows besides the answer, and what the explanation must say. */
interface Expected {
  readonly stage: Stage;
  /** The cause that comes first; in a list, one of which each must be named. */
  readonly cause: CauseId | readonly CauseId[];
  readonly good?: boolean | null;
  readonly context?: string;
  /** What the user says if the answer has no error in it. */
  readonly text?: string;
}

const noRefreshToken = "the token response has no refresh_token";

const salesforce: Readonly<Record<string, Expected>> = {
  "no refresh token: the app has not the scope": {
    stage: "token-exchange",
    text: noRefreshToken,
    context: "scope in the answer: api id; I asked for refresh_token scope",
    cause: ["offline_not_allowed", "salesforce.refresh_policy"],
  },
  "no refresh token: the scope was not asked for": {
    stage: "token-exchange",
    text: noRefreshToken,
    cause: "offline_not_asked",
    good: null,
  },
  "no refresh token: the policy": {
    stage: "token-exchange",
    text: noRefreshToken,
    context: "granted scope is api refresh_token",
    cause: "salesforce.refresh_policy",
  },
  "a code that is too old": {
    stage: "token-exchange",
    context: "I waited for 20 minutes",
    cause: "code_too_old",
  },
  "a code that was used before": {
    stage: "token-exchange",
    context: "React StrictMode",
    cause: "code_twice",
    good: null,
  },
  "a code that was encoded twice": {
    stage: "token-exchange",
    context: "the code ends in %3D%3D",
    cause: "code_encoded",
  },
  "a code at another host than its login": {
    stage: "token-exchange",
    context: "authorized at login.salesforce.com, exchanged at another host",
    cause: "code_other_client",
  },
  "the code verifier is lost or wrong": {
    stage: "token-exchange",
    cause: ["verifier_lost", "verifier_wrong"],
  },
  "the app requires PKCE, the client sent no challenge": { stage: "authorize", cause: "pkce_missing" },
  "the callback is not the app's, at authorize": {
    stage: "authorize",
    cause: "redirect_mismatch",
    good: null,
  },
  "the callback is not that of the login, at the token endpoint": {
    stage: "token-exchange",
    cause: "redirect_mismatch",
  },
  "an unknown consumer key, at authorize": { stage: "authorize", cause: "salesforce.unknown_key" },
  "an unknown consumer key, at the token endpoint": {
    stage: "refresh",
    cause: "salesforce.unknown_key",
    good: true,
  },
  "a wrong consumer secret": { stage: "token-exchange", cause: "wrong_secret", good: null },
  "the consumer secret was rotated": {
    stage: "refresh",
    context: "we rotated the consumer secret yesterday",
    cause: "secret_changed",
    good: true,
  },
  "no secret though the app requires one": {
    stage: "token-exchange",
    context: "public client, without a secret",
    cause: ["secret_missing", "wrong_secret"],
  },
  "the app is not installed in the org": { stage: "authorize", cause: "salesforce.not_installed" },
  "the app is blocked, at login": { stage: "authorize", cause: "salesforce.blocked" },
  "the app is blocked, at refresh": {
    stage: "refresh",
    context: "an administrator blocked the app",
    cause: "salesforce.blocked",
    good: true,
  },
  "users must be approved by the administrator, at login": {
    stage: "authorize",
    cause: "salesforce.not_approved",
  },
  "users must be approved by the administrator, at refresh": {
    stage: "refresh",
    cause: "salesforce.not_approved",
    good: true,
  },
  "the user pressed Deny": { stage: "callback", cause: "denied_by_user", good: null },
  "the refresh token was revoked": {
    stage: "refresh",
    context: "an administrator revoked it",
    cause: "revoked",
    good: false,
  },
  "the refresh token was not used for too long": {
    stage: "refresh",
    context: "the job was paused for two months",
    cause: "idle",
    good: false,
  },
  "a sixth approval ended the oldest": {
    stage: "refresh",
    context: "each developer has logged in with the same user",
    cause: "salesforce.crowded_out",
    good: false,
  },
  "a rotated refresh token is used again: first refresh works, second fails": {
    stage: "refresh",
    context: "the first refresh works, the second fails",
    cause: "rotated_not_saved",
    good: false,
  },
  "the refresh token at another org's host: works in production, fails in the sandbox": {
    stage: "refresh",
    context: "works in production, fails in the sandbox",
    cause: ["salesforce.other_environment", "other_client_token"],
    good: true,
  },
  "two refreshes of one token at once": { stage: "refresh", cause: "refresh_in_progress", good: true },
  "the user was deactivated": { stage: "refresh", cause: "salesforce.inactive_user", good: true },
  "the org is locked, closed or suspended, at refresh": {
    stage: "refresh",
    cause: "salesforce.inactive_org",
    good: true,
  },
  "the org is locked, closed or suspended, at login": { stage: "callback", cause: "salesforce.inactive_org" },
  "the address is not allowed, at refresh": {
    stage: "refresh",
    cause: "salesforce.ip_restricted",
    good: true,
  },
  "the address is not allowed, at login": { stage: "callback", cause: "salesforce.ip_restricted" },
  'the user is without "API Enabled", at the code exchange': {
    stage: "token-exchange",
    context: "at the code exchange",
    cause: "salesforce.api_disabled",
  },
  "client credentials at the login host": { stage: "token-exchange", cause: "salesforce.my_domain" },
  "client credentials without a Run-As user": { stage: "token-exchange", cause: "salesforce.no_run_as" },
  "client credentials without a scope that they can have": {
    stage: "token-exchange",
    cause: "salesforce.no_scopes",
  },
  "a JWT for a user who has not approved the app": {
    stage: "token-exchange",
    cause: "salesforce.jwt_not_approved",
  },
  "a JWT with another audience": { stage: "token-exchange", cause: "salesforce.jwt_audience" },
  "a JWT that has expired, or is signed by another key (text unverified)": {
    stage: "token-exchange",
    context: "JWT bearer flow",
    cause: ["assertion_clock", "assertion_key"],
  },
  "a JWT through an app without the refresh token scope": {
    stage: "token-exchange",
    cause: "salesforce.jwt_not_approved",
  },
  "the grant type is not enabled, or mistyped": { stage: "token-exchange", cause: "salesforce.flow_off" },
  "a scope that the app has not": { stage: "authorize", cause: ["salesforce.scope", "scope_unknown"] },
  "API: the session has expired": {
    stage: "api-call",
    cause: ["access_expired", "salesforce.session_timeout"],
    good: true,
  },
  "API: the session is not valid for REST": {
    stage: "api-call",
    cause: "salesforce.session_for_rest",
    good: true,
  },
  "userinfo with a bad access token": { stage: "api-call", cause: "access_expired", good: true },
  "API: the daily quota is used up": { stage: "api-call", cause: "salesforce.daily_limit", good: true },
  "API: not enabled for the org or user": { stage: "api-call", cause: "salesforce.api_disabled", good: true },
  "API: the server is unavailable": { stage: "api-call", cause: "server_down", good: true },
  "too many logins, at refresh (status and text unverified)": {
    stage: "refresh",
    cause: "salesforce.login_rate",
    good: true,
  },
  "too many logins, at login": { stage: "callback", cause: "salesforce.login_rate" },
  "HTML in a token response: maintenance, or a wrong host": {
    stage: "refresh",
    cause: ["html_page", "server_down", "salesforce.lightning_host"],
    good: true,
  },
  "an ID token that is expired seconds after the login": {
    stage: "callback",
    text: "id_token expired seconds after the login",
    cause: "salesforce.id_token_life",
  },
  "the callback is never called": {
    stage: "callback",
    text: "the callback is never called",
    cause: "error_on_page",
  },
};

const auth0: Readonly<Record<string, Expected>> = {
  "no refresh token: it was not asked for": {
    stage: "token-exchange",
    text: noRefreshToken,
    cause: ["offline_not_asked", "auth0.api_forbids_offline"],
    good: null,
  },
  'no refresh token: "Allow Offline Access" of the API is off': {
    stage: "token-exchange",
    text: noRefreshToken,
    context: "I requested offline_access with an audience",
    cause: "auth0.api_forbids_offline",
  },
  "no refresh token: the app has not the grant": {
    stage: "token-exchange",
    text: noRefreshToken,
    context: "offline_access is among the granted scopes",
    cause: ["offline_not_allowed", "auth0.api_forbids_offline"],
  },
  "no refresh token: a single-page app that does not rotate": {
    stage: "token-exchange",
    text: noRefreshToken,
    context: "a React single-page app",
    cause: ["auth0.spa_rotation"],
  },
  "Oops!, Callback URL mismatch: the browser stays on Auth0's page": {
    stage: "authorize",
    cause: "redirect_mismatch",
  },
  "a code that was used before": { stage: "token-exchange", cause: "code_twice", good: null },
  "a code that is too old": { stage: "token-exchange", context: "after 20 minutes", cause: "code_too_old" },
  "a code with another redirect_uri than that of the login": {
    stage: "token-exchange",
    context: "the redirect_uri is built from the host header",
    cause: "code_other_redirect",
  },
  "a code of another app": {
    stage: "token-exchange",
    context: "two environments",
    cause: ["code_other_client"],
  },
  "a code at another domain than its login": {
    stage: "token-exchange",
    context: "login at the custom domain",
    cause: "auth0.custom_domain",
  },
  "the code verifier is wrong: two tabs, or PKCE that a proxy added": {
    stage: "token-exchange",
    context: "two tabs",
    cause: "verifier_lost",
  },
  "the code verifier is lost": { stage: "token-exchange", cause: "verifier_lost" },
  "the refresh token was revoked": {
    stage: "refresh",
    context: "the user revoked it",
    cause: "revoked",
    good: false,
  },
  "a rotated refresh token is used again: works once, the next refresh fails": {
    stage: "refresh",
    context: "works once, the next refresh fails",
    cause: "rotated_not_saved",
    good: false,
  },
  "two refreshes of one token at once, and then neither answer works": {
    stage: "refresh",
    context: "two workers refresh at the same time",
    cause: ["concurrent_refresh", "auth0.reuse"],
    good: false,
  },
  "more than 200 refresh tokens of one user for one app": {
    stage: "refresh",
    context: "every test run logs in with the same user, more than 200 times",
    cause: "auth0.crowded_out",
    good: false,
  },
  "the refresh token of another app": {
    stage: "refresh",
    context: "the client id changed to another app",
    cause: "other_client_token",
    good: true,
  },
  "the refresh token at another domain than its login": {
    stage: "refresh",
    context: "we moved to a custom domain",
    cause: ["auth0.custom_domain"],
  },
  "rotation was switched, and another login refreshed first": {
    stage: "refresh",
    context: "somebody switched rotation on",
    cause: "auth0.rotation_switched",
    good: false,
  },
  "refresh tokens die every 30 days although they are used daily": {
    stage: "refresh",
    context: "dies every 30 days although it is used daily",
    cause: "auth0.lifetime",
    good: false,
  },
  "the refresh token dies after a quiet period": {
    stage: "refresh",
    context: "after a holiday of three weeks",
    cause: "auth0.idle_lifetime",
    good: false,
  },
  "the refresh token was evicted without a word": {
    stage: "refresh",
    context: "many logins of one user on several devices",
    cause: "auth0.crowded_out",
  },
  "the user was deleted": { stage: "refresh", cause: "auth0.user_deleted", good: false },
  "the user is blocked, at refresh": { stage: "refresh", cause: "auth0.user_blocked", good: true },
  "the grant type is not ticked": { stage: "refresh", cause: "auth0.grant_off", good: true },
  "a wrong secret": { stage: "refresh", cause: "auth0.wrong_secret", good: true },
  "the secret was rotated": {
    stage: "refresh",
    context: "the secret was rotated this morning",
    cause: ["secret_changed", "auth0.wrong_secret"],
    good: true,
  },
  "another way to authenticate than the app's": {
    stage: "refresh",
    context: "the secret is in the body, the app says Basic",
    cause: ["auth_method", "auth0.wrong_secret"],
    good: true,
  },
  "the app is of another tenant": { stage: "refresh", cause: "auth0.wrong_secret", good: true },
  "an assertion whose audience is a list (text of the description unverified)": {
    stage: "token-exchange",
    context: "private_key_jwt",
    cause: "auth0.assertion",
  },
  "an assertion whose audience is the token endpoint (text of the description unverified)": {
    stage: "token-exchange",
    context: "private_key_jwt",
    cause: "auth0.assertion",
  },
  "an assertion of a clock that is wrong (text of the description unverified)": {
    stage: "token-exchange",
    context: "private_key_jwt, the clock of the container is wrong",
    cause: ["auth0.assertion", "assertion_clock"],
  },
  "the audience is mistyped, at the token endpoint": {
    stage: "token-exchange",
    cause: "auth0.unknown_audience",
  },
  "the audience is mistyped, at login (text unverified)": {
    stage: "callback",
    cause: "auth0.unknown_audience",
  },
  "an app without a client grant for the API": { stage: "token-exchange", cause: "auth0.client_grant" },
  "an Action denies, at login": { stage: "callback", cause: ["auth0.action_denied", "denied_by_user"] },
  "an Action denies, at refresh": { stage: "refresh", cause: "auth0.action_denied", good: true },
  "the person refuses": { stage: "callback", context: "the user declined", cause: "denied_by_user" },
  "a second factor is asked for at refresh": { stage: "refresh", cause: "auth0.mfa", good: true },
  "prompt=none without a session: it ended": { stage: "authorize", cause: "login_needed" },
  "prompt=none where consent is needed": { stage: "authorize", cause: "consent_needed" },
  "prompt=none where a second factor is needed (text unverified)": {
    stage: "authorize",
    cause: "mfa_needed",
  },
  "prompt=none where a loopback callback is to be confirmed (text unverified)": {
    stage: "authorize",
    context: "the callback is on localhost",
    cause: "auth0.loopback_confirmation",
  },
  "the login took longer than an hour": { stage: "authorize", cause: "auth0.login_lost" },
  "the cookies of the login are gone": { stage: "authorize", cause: "auth0.login_lost" },
  "the access token is opaque, and the API refuses it": {
    stage: "api-call",
    context: "the access token is opaque",
    cause: "auth0.no_audience",
    good: true,
  },
  "API: the access token has expired": { stage: "api-call", cause: "access_expired", good: true },
  "API: the token is for another API": { stage: "api-call", cause: "wrong_audience", good: true },
  "API: the token is of the tenant's other domain": {
    stage: "api-call",
    cause: "wrong_issuer",
    good: true,
  },
  "API: there is no token": {
    stage: "api-call",
    context: "no token is sent",
    cause: "header_wrong",
    good: true,
  },
  "API: a token in two places": { stage: "api-call", cause: ["parameter_missing"], good: true },
  "API: the scope was not granted": { stage: "api-call", cause: "scope_too_small", good: true },
  "the ID token is of another issuer than the one that was asked": {
    stage: "callback",
    text: "unexpected issuer in the ID token",
    cause: ["wrong_issuer", "auth0.issuer_slash"],
  },
  "there is no ID token": {
    stage: "token-exchange",
    text: "there is no id_token",
    cause: "id_token_missing",
  },
  "too many requests for the tenant": { stage: "refresh", cause: "rate_limit", good: true },
  "too many requests for the app": { stage: "refresh", cause: "rate_limit", good: true },
  "the user's grant was deleted (status unverified)": {
    stage: "refresh",
    cause: "auth0.grant_gone",
    good: false,
  },
  "a logout does not stop refreshes": {
    stage: "refresh",
    text: "after the user has logged out, refreshes still work",
    cause: "logout_keeps_tokens",
    good: true,
  },
  "the logout lands on an error: its address is not allowed": {
    stage: "callback",
    cause: "auth0.logout_address",
  },
};

/** The answer as a client prints it. */
function printed({ body, description, error, status }: Observed): string {
  if (error === undefined) return body ?? "";
  return JSON.stringify({ error, error_description: description, status });
}

function check(provider: string, expected: Expected | undefined, observed: Observed): void {
  if (expected === undefined) throw new Error(`nothing is expected of ${JSON.stringify(observed)}`);
  const { cause, context, good, stage, text } = expected;
  const hints = { provider, stage, ...(context !== undefined && { context }) };
  const status = observed.status === undefined ? {} : { status: observed.status };
  const explanation = explain(text ?? printed(observed), { ...hints, ...(text === undefined && status) });
  const causes = explanation.causes.map((each) => each.cause);
  if (typeof cause === "string") expect(causes[0], causes.join(" ")).toBe(cause);
  else {
    expect(cause, causes.join(" ")).toContain(causes[0]);
    expect(causes).toEqual(expect.arrayContaining([...cause]));
  }
  if (good !== undefined) expect(explanation.tokenStillGood).toBe(good);
  for (const language of ["en", "ja"] as const) {
    const described = describeExplanation(explanation, language);
    for (const { why, fix } of described.causes) {
      expect(why).toMatch(language === "ja" ? /\p{sc=Hiragana}/u : /^[ -~]+$/);
      expect(fix.length).toBeGreaterThan(0);
    }
  }
}

const startMs = Date.UTC(2026, 10, 25);

describe("a symptom of Salesforce is explained from the answer of the emulator", () => {
  const producible = salesforceDiagnoses.flatMap(({ produce, symptom }) =>
    produce === undefined ? [] : [{ symptom, produce }],
  );
  test.each(producible)("$symptom", async ({ produce, symptom }) => {
    const emulator = await start({ personality: "salesforce", rotation: "static", startMs });
    check("salesforce", salesforce[symptom], await produce(new Scene(emulator)));
  });
});

describe("a symptom of Auth0 is explained from the answer of the emulator", () => {
  const producible = auth0Diagnoses.flatMap(({ produce, symptom }) =>
    produce === undefined ? [] : [{ symptom, produce }],
  );
  test.each(producible)("$symptom", async ({ produce, symptom }) => {
    check("auth0", auth0[symptom], await produce(await opened({ startMs })));
  });
});
