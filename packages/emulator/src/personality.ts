import type { EmulatorClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { RequestHandler } from "./http.ts";
import type { Ledger } from "./ledger.ts";
import type { Settings } from "./options.ts";
import type { SecretRecord } from "./record.ts";

/** What an emulator lends to the provider that it plays. */
export interface Stage {
  readonly issuer: string;
  readonly settings: Settings;
  readonly clock: EmulatorClock;
  readonly ledger: Ledger;
  readonly record: SecretRecord;
  readonly faults: Faults;
}

/** What a valid access token stands for. */
export interface Bearer {
  readonly subject: string;
  readonly clientId: string;
  readonly scope: string;
}

/** One provider, as the emulator plays it. */
export interface Personality {
  /** Answers everything that is not the emulator's own. */
  readonly handle: RequestHandler;
  /** Who an access token speaks for; nothing when it is unknown, dead or revoked. */
  bearerOf(accessToken: string): Promise<Bearer | undefined>;
  /** Lets a user in again, or lets nothing of his work any longer. */
  setBlocked(userName: string, blocked: boolean): void;
}
