export type { EmulatorClock } from "./clock.ts";
export type { ControlState } from "./control.ts";
export { type Emulator, startEmulator } from "./emulator.ts";
export { EmulatorError, type EmulatorErrorCode } from "./errors.ts";
export type { ArmedFault, Fault, FaultMoment, FaultName } from "./faults/fault.ts";
export type { Faults } from "./faults/faults.ts";
export {
  type ClientAuthMethod,
  fingerprintOf,
  type Ledger,
  type LedgerEntry,
  type LedgerNote,
  type LedgerOutcome,
  type LedgerSummary,
} from "./ledger.ts";
export {
  defaultClients,
  type EmulatedClient,
  type EmulatedUser,
  type EmulatorOptions,
  type Rotation,
} from "./options.ts";
export type {
  Auth0Api,
  Auth0App,
  Auth0AppKind,
  Auth0AuthMethod,
  Auth0Options,
} from "./personalities/auth0/options.ts";
export type {
  RefreshTokenPolicy,
  SalesforceApp,
  SalesforceOptions,
} from "./personalities/salesforce/options.ts";
export type { AppSwitches, GrantState, IssuedTokens, UserState } from "./personality.ts";
export type { RecordedSecret, SecretKind, SecretRecord } from "./secret-record.ts";
export type { EmulatorHost, HostName, PersonalityName } from "./serving/hosts.ts";
export { type Decision, type Visit, Visitor, visit } from "./visitor.ts";
