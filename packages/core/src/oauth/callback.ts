import type { ErrorCode } from "../errors.ts";
import { formatProviderError, sanitize } from "../text/sanitize.ts";
import type { MessageParams } from "../text/say.ts";
import { decodedForm, type RawParameters, type Reading, readPastedText } from "./pasted-address.ts";

/** The values that an authorization response must fit. */
export interface CallbackExpectation {
  readonly state: string;
  readonly issuer: string;
  /** Whether the metadata promises that each response names its issuer. @see https://www.rfc-editor.org/rfc/rfc9207#section-2.4 */
  readonly issRequired: boolean;
  readonly redirectUri: string;
  readonly authorizationUrl: string;
}

/** The reason why a pasted text is unusable. Each has its sentence `error.<code>`. */
export type PasteCode = Extract<ErrorCode, `paste_${string}`>;

/** The sentence for a provider's refusal: `error.<code>`. */
export type RefusalCode = Extract<
  ErrorCode,
  "consent_denied" | "redirect_uri_unknown" | "authorization_refused"
>;

/** The meaning of an address or a pasted text. */
export type CallbackResult =
  | {
      readonly kind: "code";
      readonly code: string;
      /** `state`: the state of this login came with it. `pkce`: a bare code, which only the verifier binds to it. */
      readonly proof: "state" | "pkce";
    }
  | {
      /** The provider's refusal. Facts: `said`, `redirectUri`. */
      readonly kind: "error";
      readonly code: RefusalCode;
      readonly error: string;
      readonly description: string | null;
      /** `none`: any page may have sent it, so a listener ignores it; a text that the user pasted counts. */
      readonly proof: "state" | "none";
      readonly facts: MessageParams;
    }
  | {
      readonly kind: "unusable";
      readonly code: PasteCode;
      readonly facts: MessageParams;
    };

/** The parameters that are read. Each may occur once. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1 */
const singleParameters = [
  "code",
  "state",
  "iss",
  "error",
  "error_description",
  "access_token",
  "id_token",
  "response",
];

/** The largest number of layers of form encoding of a value. */
const mostLayers = 3;

const loginPath =
  /(?:^|[/.])(?:log-?in|sign-?in|sign-?on|sso|login-actions|authenticate|interaction|consent)(?:[/.]|$)/i;

/** The error codes that the providers' pages show to users. */
const knownErrors = new RegExp(
  `(?<![\\w-])(${[
    "access[_-]denied|account_selection_required|admin_policy_enforced|consent_required|deleted_client",
    "disallowed_useragent|immediate_unsuccessful|inactive_org|inactive_user|interaction_required",
    "invalid_client(?:_id)?|invalid_grant|invalid_request(?:_object|_uri)?|invalid_resource|invalid_scope",
    "invalid_target|login_required|oauth_app_access_denied|oauth_app_blocked|oauth_approval_error_generic",
    "org_internal|rate_limit_exceeded|registration_not_supported|request(?:_uri)?_not_supported|server_error",
    "temporarily_unavailable|unauthorized_client|unmet_authentication_requirements|unsupported_grant_type",
    "unsupported_response_type",
  ].join("|")})(?![\\w-])`,
  "i",
);

const redirectMismatch =
  /redirect_(?:uri_)?mismatch|redirect_uri_missing|invalid_redirect_uri|callback url mismatch|redirect[ _]ur[il]\b/i;

/**
 * Reads the address on which the browser ended: the whole of it or a part, in every shape in which users paste it.
 * Never throws. Accepts a code only
 *
 * - with the right state and, if the response names an issuer or must name one, the right issuer (RFC 9207); or
 * - alone, because then PKCE binds it to this login and no parameter contradicts.
 *
 * It decodes a value exactly once, with one exception: if the known state and issuer fit only after two layers, the
 * code has two layers as well. It decodes a text that was encoded as a whole until its parameters appear, and a bare
 * code while it looks encoded.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export function readCallback(pasted: string, expected: CallbackExpectation): CallbackResult {
  const readings = readPastedText(pasted);
  if (readings === "empty") return unusable("paste_empty");
  if (readings === "too_long") return unusable("paste_no_code");
  const results = readings.map((reading) => judge(reading, expected));
  const best = results.find(({ kind }) => kind === "code") ?? results.find(({ kind }) => kind === "error");
  return best ?? results[0] ?? unusable("paste_no_code");
}

function unusable(code: PasteCode, facts: MessageParams = {}): CallbackResult {
  return { kind: "unusable", code, facts };
}

function judge(reading: Reading, expected: CallbackExpectation): CallbackResult {
  switch (reading.kind) {
    case "code":
      return judgeBareCode(reading.code, expected);
    case "text":
      return judgeText(reading.text, expected);
    case "parameters":
      return judgeParameters(reading.head, reading.parameters, expected);
  }
}

function judgeBareCode(code: string, expected: CallbackExpectation): CallbackResult {
  const refusal = judgeText(code, expected);
  if (refusal.kind === "error") return refusal;
  // A host without scheme and parameters looks like a code with dots.
  const place = [expected.redirectUri, expected.authorizationUrl, expected.issuer].find((address) =>
    code.startsWith(hostOf(address) || address),
  );
  if (place === undefined) return { kind: "code", code, proof: "pkce" };
  return unusable(place === expected.redirectUri ? "paste_no_code" : "paste_login_page");
}

function judgeParameters(
  head: string,
  parameters: RawParameters,
  expected: CallbackExpectation,
): CallbackResult {
  const asks = parameters.has("response_type") || head === partBeforeQuery(expected.authorizationUrl);
  if (asks && !parameters.has("code") && !parameters.has("error")) return unusable("paste_own_address");
  const repeated = singleParameters.find((name) => (parameters.get(name)?.length ?? 0) > 1);
  if (repeated !== undefined) return unusable("paste_repeated", { parameter: repeated });
  const answer = decode(parameters, expected);
  if (answer.error) return judgeRefusal(answer, expected);
  if (answer.access_token || answer.id_token) return unusable("paste_implicit");
  if (answer.code) {
    const isBare = head === "" && parameters.size === 1;
    return isBare ? { kind: "code", code: answer.code, proof: "pkce" } : judgeAnswer(answer, expected);
  }
  return unusable(isLoginPage(head, parameters, expected) ? "paste_login_page" : "paste_no_code");
}

/** Decoded values by name. */
type Answer = Readonly<Record<string, string | undefined>>;

function decode(parameters: RawParameters, expected: CallbackExpectation): Answer {
  let answer = decodeLayer(parameters);
  const asWritten = answer;
  for (let layer = 1; layer <= mostLayers; layer += 1) {
    if (matches(answer.state, expected.state) && matches(answer.iss, expected.issuer)) return answer;
    answer = decodeLayer(new Map(Object.entries(answer).map(([name, value]) => [name, [value ?? ""]])));
  }
  return asWritten;
}

function decodeLayer(parameters: RawParameters): Answer {
  const answer: Record<string, string> = Object.create(null);
  for (const name of singleParameters) {
    const value = decodedForm(parameters.get(name)?.[0] ?? "");
    // RFC 6749 section 3.1: a parameter without a value counts as omitted.
    if (value !== "") answer[name] = value;
  }
  return answer;
}

/** Whether a value is absent or the wanted one. Punctuation from the end of a sentence around it does not matter. */
function matches(value: string | undefined, wanted: string): boolean {
  return (
    value === undefined ||
    value === wanted ||
    value.replace(/[.,;:!?)\]}>'"*_、。」』\uff09]+$/u, "") === wanted
  );
}

/** Returns the reason to ignore a response of another login or provider; `null` if it is of this login. */
function strayReason(answer: Answer, expected: CallbackExpectation): CallbackResult | null {
  if (!matches(answer.state, expected.state)) return unusable("paste_other_login");
  if (!matches(answer.iss, expected.issuer)) {
    return unusable("paste_other_provider", { says: sanitize(answer.iss ?? ""), issuer: expected.issuer });
  }
  return null;
}

function judgeAnswer(answer: Answer, expected: CallbackExpectation): CallbackResult {
  if (answer.state === undefined) return unusable("paste_other_login");
  const stray = strayReason(answer, expected);
  if (stray !== null) return stray;
  if (answer.iss === undefined && expected.issRequired) return unusable("paste_no_issuer");
  return { kind: "code", code: answer.code ?? "", proof: "state" };
}

function judgeRefusal(answer: Answer, expected: CallbackExpectation): CallbackResult {
  const stray = strayReason(answer, expected);
  if (stray !== null) return stray;
  const proof = answer.state === undefined ? "none" : "state";
  return refusal(
    { error: answer.error ?? "", description: answer.error_description ?? null, proof },
    expected,
  );
}

function refusal(
  said: { readonly error: string; readonly description: string | null; readonly proof: "state" | "none" },
  expected: CallbackExpectation,
): CallbackResult {
  const error = sanitize(said.error);
  const description = said.description === null ? null : sanitize(said.description);
  const facts = {
    said: formatProviderError(said.error, said.description),
    redirectUri: expected.redirectUri,
  };
  return {
    kind: "error",
    code: refusalCode(error, description),
    error,
    description,
    proof: said.proof,
    facts,
  };
}

function refusalCode(error: string, description: string | null): RefusalCode {
  if (/^(?:access[_-]denied|user_denied)$/i.test(error)) return "consent_denied";
  return redirectMismatch.test(`${error} ${description ?? ""}`)
    ? "redirect_uri_unknown"
    : "authorization_refused";
}

/** Judges the text of a page that the provider shows instead of a redirect, usually for a wrong redirect URI. */
function judgeText(text: string, expected: CallbackExpectation): CallbackResult {
  const words = sanitize(
    text
      .slice(0, 20_000)
      .replace(/<(?:script|style)[\s\S]*?<\/(?:script|style)>|<[^>]{0,2000}>/gi, " ")
      // The angle brackets around the pasted text are removed, and with them those of its first and last tag.
      .replace(/^[^<>\s]{0,20}>|<\/[^<>\s]{0,20}$/g, " ")
      // A long value may be a secret, so no screen shows it again.
      .replace(/[\w.~+/=-]{60,}/g, "…"),
  );
  const error = knownErrors.exec(text)?.[1]?.toLowerCase();
  const mismatch = redirectMismatch.test(text);
  if (error === undefined && !mismatch) {
    const isErrorPage = /\berror|\boops|went wrong|invalid|mismatch|denied|エラー|失敗|拒否|無効/i.test(text);
    return isErrorPage && /\s/.test(words)
      ? unusable("paste_error_page", { said: words })
      : unusable("paste_no_code");
  }
  const name = mismatch && error !== "access_denied" ? "redirect_uri_mismatch" : (error ?? "");
  const result = refusal({ error: name, description: null, proof: "none" }, expected);
  // The page's own words say more than its error code.
  return result.kind === "error" ? { ...result, facts: { ...result.facts, said: words } } : result;
}

function isLoginPage(head: string, parameters: RawParameters, expected: CallbackExpectation): boolean {
  // Salesforce's login page: `/?ec=302&startURL=…`
  if (parameters.has("startURL") || parameters.has("ec")) return true;
  if (head === partBeforeQuery(expected.redirectUri) && !head.startsWith("https:")) return false;
  const host = hostOf(head);
  const isProvider =
    host !== "" && [expected.issuer, expected.authorizationUrl].some((url) => hostOf(url) === host);
  return isProvider || (/^https?:/i.test(head) && loginPath.test(head));
}

function partBeforeQuery(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? "";
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "";
}
