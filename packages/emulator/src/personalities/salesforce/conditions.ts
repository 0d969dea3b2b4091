import { type Checks, checkSettings, oneOf, yesOrNo } from "../../checks.ts";

/** Conditions of all orgs, set by their administrator or by Salesforce. */
export interface Conditions {
  /** `false`: the org is locked, closed or suspended. Default: `true`. */
  readonly active: boolean;
  /** `false`: the edition or the user is without "API Enabled". Default: `true`. */
  readonly apiEnabled: boolean;
  /** The failure of every REST request. Default: `null`, none. */
  readonly apiFailure: ApiFailure | null;
  /** Whether users have exceeded the hourly login limit. Default: `false`. */
  readonly loginRateExceeded: boolean;
}

/**
 * `limit`: the daily quota is used up. `session`: the session is not valid for REST. `unavailable`: the server is
 * unavailable.
 */
export type ApiFailure = "limit" | "session" | "unavailable";

const checks: Checks & Readonly<Record<keyof Conditions, unknown>> = {
  active: yesOrNo,
  apiEnabled: yesOrNo,
  apiFailure: oneOf("limit", "session", "unavailable", null),
  loginRateExceeded: yesOrNo,
};

/** The current conditions. */
export class CurrentConditions {
  #now: Conditions = { active: true, apiEnabled: true, apiFailure: null, loginRateExceeded: false };

  get now(): Conditions {
    return this.#now;
  }

  /** @throws {EmulatorError} `invalid_option` */
  set(given: object): Conditions {
    this.#now = { ...this.#now, ...checkSettings(given, checks, "the org") };
    return this.#now;
  }
}
