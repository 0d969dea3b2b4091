import { type Check, type Checks, checkSettings, text, textList, wholeNumber } from "../checks.ts";
import { EmulatorError } from "../errors.ts";

/** When a fault strikes: `before` the provider processes the request, or `after`. */
export type FaultMoment = "before" | "after";

/**
 * A fault of one token request.
 *
 * - `drop-before`: the connection breaks and the provider never processed it.
 * - `drop-after`: the provider processed it and the connection breaks without an answer.
 * - `status`: another answer, by default before processing. `retryAfter` is the header's text, in seconds or a date.
 * - `html`: 200 with a web page, as a captive portal or a proxy does, by default before processing.
 * - `truncate`: processed, and the connection breaks after `bytes` bytes of the body.
 * - `hold`: processed, and the response waits for {@link Faults.release}.
 * - `hang`: the provider never saw it, and the response never comes: {@link Faults.release} breaks the connection.
 * - `delay`: `ms` milliseconds pass before it is processed, or after.
 * - `trickle`: processed, and the body comes byte by byte with `ms` milliseconds between them.
 * - `content-type`: processed, and the right body has a wrong type, by default text/html.
 * - `missing`: processed, and the members in `names` are left out of the answer.
 * - `huge`: processed, and the answer is filled up to `bytes` bytes.
 * - `duplicate`: delivered twice, one after the other; the client gets the second answer.
 * - `evict`: processed, and then the grant's refresh token stops working silently.
 * - `invisible`: processed, and the new refresh token is unknown for `seconds`, as behind a replica that lags.
 * - `skew`: the clock of the server that answers is off by `seconds`.
 * - `wrong-subject`, `wrong-issuer`: the answer is about another user; the ID token is from another issuer.
 * - `rolled-key`: signed with a new key, which is in the key set from then on.
 */
export type Fault =
  | { readonly fault: "drop-before" | "drop-after" | "hold" | "hang" | "duplicate" }
  | { readonly fault: "evict" | "wrong-subject" | "wrong-issuer" | "rolled-key" }
  | {
      readonly fault: "status";
      /** 200 to 599. */
      readonly status: number;
      readonly where?: FaultMoment;
      readonly retryAfter?: string;
      /** Default: `{"error":"temporarily_unavailable"}`. */
      readonly body?: string;
      /** Default: application/json. */
      readonly contentType?: string;
    }
  | { readonly fault: "html"; readonly where?: FaultMoment }
  | { readonly fault: "truncate" | "huge"; readonly bytes: number }
  | { readonly fault: "delay"; readonly ms: number; readonly where?: FaultMoment }
  | { readonly fault: "trickle"; readonly ms: number }
  | { readonly fault: "content-type"; readonly contentType?: string }
  | { readonly fault: "missing"; readonly names: readonly string[] }
  | { readonly fault: "invisible" | "skew"; readonly seconds: number };

/** The name of a fault. */
export type FaultName = Fault["fault"];

/** A fault, and which token requests it strikes. */
export type ArmedFault = Fault & {
  /** The number of token requests that pass before it strikes. Default: 0. */
  readonly skip?: number;
  /** The number of token requests that it strikes. Default: 1. */
  readonly times?: number;
};

/** Whether a fault prevents the provider from processing the request. */
export function preventsProcessing(fault: Fault): boolean {
  if (fault.fault === "status" || fault.fault === "html") return fault.where !== "after";
  return fault.fault === "drop-before" || fault.fault === "hang";
}

/**
 * Checks a fault from outside.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function parseFault(input: unknown): ArmedFault {
  const given: Readonly<Record<string, unknown>> = typeof input === "object" ? { ...input } : {};
  if (!isFault(given)) {
    throw new EmulatorError(
      "invalid_option",
      `A fault looks like {"fault":"drop-after"} or {"fault":"status","status":503}; "fault" is one of ${faultNames.join(", ")}.`,
    );
  }
  return given;
}

const moment: Check = {
  accepts: (value) => value === "before" || value === "after",
  words: '"before" or "after"',
};
const anyText: Check = { accepts: (value) => typeof value === "string", words: "a text" };
/** The longest body that fits into one string. */
const maxBytes = 2 ** 28;
/** The longest delay of a timer. */
const maxMs = 2 ** 31 - 1;
const tenYearsSeconds = 3650 * 24 * 3600;

interface Members {
  readonly needed: Checks;
  readonly optional: Checks;
}

const none: Members = { needed: {}, optional: {} };

const membersOf: Readonly<Record<FaultName, Members>> = {
  "drop-before": none,
  "drop-after": none,
  hold: none,
  hang: none,
  duplicate: none,
  evict: none,
  "wrong-subject": none,
  "wrong-issuer": none,
  "rolled-key": none,
  status: {
    needed: { status: wholeNumber(200, 599) },
    optional: { where: moment, retryAfter: text, body: anyText, contentType: text },
  },
  html: { needed: {}, optional: { where: moment } },
  truncate: { needed: { bytes: wholeNumber(0) }, optional: {} },
  huge: { needed: { bytes: wholeNumber(1, maxBytes) }, optional: {} },
  delay: { needed: { ms: wholeNumber(0, maxMs) }, optional: { where: moment } },
  trickle: { needed: { ms: wholeNumber(0, maxMs) }, optional: {} },
  "content-type": { needed: {}, optional: { contentType: text } },
  missing: { needed: { names: textList }, optional: {} },
  invisible: { needed: { seconds: wholeNumber(1, tenYearsSeconds) }, optional: {} },
  skew: { needed: { seconds: wholeNumber(-tenYearsSeconds, tenYearsSeconds) }, optional: {} },
};

/** The names of all faults. */
export const faultNames: readonly string[] = Object.keys(membersOf);

/** @throws {EmulatorError} `invalid_option`, for a fault that lacks something or has too much */
function isFault(given: Readonly<Record<string, unknown>>): given is ArmedFault {
  const { fault, ...members } = given;
  if (!isFaultName(fault)) return false;
  const { needed, optional } = membersOf[fault];
  const checks = { ...needed, ...optional, skip: wholeNumber(0), times: wholeNumber(1) };
  checkSettings(members, checks, `the fault "${fault}"`);
  for (const [name, { words }] of Object.entries(needed)) {
    if (members[name] === undefined)
      throw new EmulatorError("invalid_option", `The fault "${fault}" needs "${name}": ${words}.`);
  }
  return true;
}

function isFaultName(value: unknown): value is FaultName {
  return typeof value === "string" && Object.hasOwn(membersOf, value);
}
