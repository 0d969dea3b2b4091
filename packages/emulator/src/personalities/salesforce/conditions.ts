import { type Checks, checkSettings, oneOf, yesOrNo } from "../../checks.ts";

/** What befalls all orgs, by their administrator or by Salesforce. */
export interface Conditions {
  /** `false`: the org is locked, closed or suspended. Default: `true`. */
  readonly active: boolean;
  /** `false`: the edition or the user is without "API Enabled". Default: `true`. */
  readonly apiEnabled: boolean;
  /** What the REST API answers instead of what was asked for. Default: `null`. */
  readonly apiFailure: ApiFailure | null;
  /** Users have logged in too often within the hour. Default: `false`. */
  readonly loginRateExceeded: boolean;
}

/** `limit`: the daily quota is used up; `session`: not valid for REST; `unavailable`: the server is. */
export type ApiFailure = "limit" | "session" | "unavailable";

const checks: Checks & Readonly<Record<keyof Conditions, unknown>> = {
  active: yesOrNo,
  apiEnabled: yesOrNo,
  apiFailure: oneOf("limit", "session", "unavailable", null),
  loginRateExceeded: yesOrNo,
};

/** The conditions as they are now. */
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
