import type { Changes } from "./changes.ts";
import type { Checks } from "./checks.ts";
import type { EmulatorClock } from "./clock.ts";
import type { Faults, ProviderFaults } from "./faults/faults.ts";
import type { Ledger } from "./ledger.ts";
import type { Settings } from "./options.ts";
import type { SecretRecord } from "./secret-record.ts";
import type { HostHandler, HostName } from "./serving/hosts.ts";

/** The services that the emulator provides to a personality. */
export interface Services {
  /** Returns the origin of a host in everything that the provider issues. */
  originOf(host: HostName): string;
  readonly settings: Settings;
  readonly clock: EmulatorClock;
  readonly ledger: Ledger;
  readonly record: SecretRecord;
  readonly faults: Faults;
  readonly changes: Changes;
}

/** The current settings of one app. */
export interface AppSwitches {
  readonly clientId: string;
  readonly [name: string]: unknown;
}

/** A user that can log in, as an administrator sees it. */
export interface UserState {
  readonly name: string;
  readonly email: string;
  readonly subject: string;
  readonly blocked: boolean;
}

/** A live grant of a user to an app. */
export interface GrantState {
  readonly id: string;
  readonly clientId: string;
  /** The name of the user. */
  readonly user: string;
  readonly scopes: readonly string[];
}

/** The tokens of one new grant. */
export interface IssuedTokens {
  readonly grantId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The actions of a provider's administrator on users, grants and tokens. */
export interface Administration {
  /** Blocks a user, so that no login and no token of the user works, or unblocks it. */
  setBlocked(userName: string, blocked: boolean): void;
  /** Ends every grant of a user and returns their number. */
  revokeGrants(userName: string): number;
  /** Lists the live grants, the oldest first. */
  grants(): readonly GrantState[];
  /** Ends one grant with all its tokens. Returns whether it was alive. */
  revokeGrant(id: string): boolean;
  /** Expires every access token now and returns their number. Refresh tokens live on. */
  expireAccessTokens(): number;
}

/** One provider, as the emulator plays it. */
export interface Personality extends Administration {
  /** Answers every request that is not for the emulator itself. */
  readonly handle: HostHandler;
  /** The checks of an app's settings. */
  readonly switches: Checks;
  /** Lists every app with its settings. */
  apps(): readonly AppSwitches[];
  /**
   * Changes settings of an app.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  setApp(clientId: string, switches: Readonly<Record<string, unknown>>): AppSwitches;
  users(): readonly UserState[];
  /** The faults that the provider itself produces. Absent if it supports none. */
  readonly faults?: ProviderFaults;
  /** See `Emulator.connect`. Absent if the provider does not support it. */
  connect?(clientId: string, userNames: readonly string[]): readonly IssuedTokens[];
  /** Actions of the control interface for this provider only, such as `POST apis`. */
  readonly actions?: Readonly<Record<string, ControlAction>>;
}

/** Handles one request of the control interface: its JSON body, and the name in its path. */
export type ControlAction = (body: Readonly<Record<string, unknown>>, name: string) => unknown;
