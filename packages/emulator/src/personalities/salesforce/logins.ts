import type { EmulatorClock } from "../../clock.ts";
import { randomBytes } from "../../random.ts";
import type { HostName } from "../../serving/hosts.ts";
import type { Approval } from "./grants.ts";

const codeLifetimeMs = 15 * 60 * 1000;

/** A valid authorization request. */
export interface AuthorizationRequest {
  readonly host: HostName;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseType: string | undefined;
  readonly scope: string | undefined;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompts: readonly string[];
  readonly immediate: boolean;
  readonly loginHint: string;
}

/** An authorization code's approval and request. */
export interface Code extends Approval {
  readonly request: AuthorizationRequest;
  readonly endsMs: number;
}

/** Logins in progress, sessions of browsers, and authorization codes. */
export class Logins {
  readonly #clock: EmulatorClock;
  readonly #requests = new Map<string, AuthorizationRequest>();
  readonly #browsers = new Map<string, string>();
  readonly #codes = new Map<string, Code>();
  readonly #spent = new Set<string>();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** Stores a request and returns its id for the pages. */
  begin(request: AuthorizationRequest): string {
    const source = randomBytes(18).toString("base64url");
    this.#requests.set(source, request);
    return source;
  }

  request(source: string | undefined): AuthorizationRequest | undefined {
    return this.#requests.get(source ?? "");
  }

  finish(source: string): void {
    this.#requests.delete(source);
  }

  /** Logs a user in and returns the value of the cookie. */
  logIn(subject: string): string {
    const sid = `CANARY_sid_${randomBytes(18).toString("base64url")}`;
    this.#browsers.set(sid, subject);
    return sid;
  }

  /** Returns the user that is logged in in a browser. */
  subjectOf(sid: string | undefined): string | undefined {
    return this.#browsers.get(sid ?? "");
  }

  logOut(sid: string | undefined): void {
    this.#browsers.delete(sid ?? "");
  }

  issueCode(approval: Approval, request: AuthorizationRequest): string {
    const value = `aPrxCANARY_${randomBytes(36).toString("base64url")}==`;
    this.#codes.set(value, { ...approval, request, endsMs: this.#clock.nowMs() + codeLifetimeMs });
    return value;
  }

  code(value: string): Code | undefined {
    return this.#codes.get(value);
  }

  /** Returns why a code does not work, if it does not. */
  flawOf(value: string): "unknown code" | "spent code" | "old code" | undefined {
    const code = this.#codes.get(value);
    if (code === undefined) return this.#spent.has(value) ? "spent code" : "unknown code";
    return this.#clock.nowMs() < code.endsMs ? undefined : "old code";
  }

  /** Removes a code: it works once. */
  spendCode(value: string): void {
    this.#codes.delete(value);
    this.#spent.add(value);
  }
}
