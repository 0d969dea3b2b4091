import type { Checks } from "./checks.ts";
import type { EmulatorClock } from "./clock.ts";
import type { Faults, ProviderFaults } from "./faults/faults.ts";
import type { Ledger } from "./ledger.ts";
import type { Settings } from "./options.ts";
import type { SecretRecord } from "./secret-record.ts";
import type { HostHandler, HostName } from "./serving/hosts.ts";

/** What an emulator lends to the provider that it plays. */
export interface Services {
  /** What a host calls itself in everything that the provider issues. */
  originOf(host: HostName): string;
  readonly settings: Settings;
  readonly clock: EmulatorClock;
  readonly ledger: Ledger;
  readonly record: SecretRecord;
  readonly faults: Faults;
}

/** The settings of one app, as an administrator sees them. */
export interface AppSwitches {
  readonly clientId: string;
  readonly [name: string]: unknown;
}

/** Someone who can log in, as an administrator sees him. */
export interface UserState {
  readonly name: string;
  readonly email: string;
  readonly subject: string;
  readonly blocked: boolean;
}

/** Something that a user lets an app do, and that is not over. */
export interface GrantState {
  readonly id: string;
  readonly clientId: string;
  /** The name of the user. */
  readonly user: string;
  readonly scopes: readonly string[];
}

/** The acts of a provider's administrator on users, grants and tokens. */
export interface Administration {
  /** Blocks a user, so that none of his logins and tokens works, or unblocks him. */
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
  /** What each switch of an app accepts. */
  readonly switches: Checks;
  /** Every app with its switches. */
  apps(): readonly AppSwitches[];
  /**
   * Changes switches of an app.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  setApp(clientId: string, switches: Readonly<Record<string, unknown>>): AppSwitches;
  users(): readonly UserState[];
  /** What it does wrong when a fault says so; absent where it cannot. */
  readonly faults?: ProviderFaults;
  /** What the control interface has for this provider only, as `POST apis`. */
  readonly actions?: Readonly<Record<string, ControlAction>>;
}

/** One request of the control interface: its JSON body, and the name in its path. */
export type ControlAction = (body: Readonly<Record<string, unknown>>, name: string) => unknown;
