/**
 * Keeps OAuth refresh tokens alive and returns a valid access token to each caller.
 *
 * @example
 * import { openTokenwell } from "tokenwell";
 *
 * const tokenwell = await openTokenwell();
 * const { accessToken } = await tokenwell.token("acme");
 * await tokenwell.close();
 *
 * @module
 */

export type { ClientDescription, ClientTarget } from "./api/client.ts";
export type {
  ConnectionCause,
  ConnectionStatus,
  HandOver,
  LoginLifetime,
  Move,
  MoveOptions,
  Settings,
  UpkeepResult,
} from "./api/connection.ts";
export type { CheckName, FaultCode, Finding, HealthyCode } from "./api/doctor.ts";
export type { TokenwellEvents } from "./api/events.ts";
export type { FetchOptions } from "./api/fetch.ts";
export type { HookReport, HookStatus } from "./api/hooks.ts";
export type {
  KeyCounts,
  KeyMove,
  KeyPlace,
  KeyRestoration,
  KeyRotation,
  KeyStatus,
  Keys,
  KeyUse,
  RotateOptions,
} from "./api/keys.ts";
export type {
  GivenEndpoints,
  ImportOptions,
  KnownApp,
  LoginOptions,
  LoginProgress,
  LoginResult,
  PendingLogin,
} from "./api/login.ts";
export type { Exchange, OpenOptions, WaitNotice } from "./api/open.ts";
export type { ProtectedResource, RegistrationOptions } from "./api/resource.ts";
export type {
  StoreCounts,
  StoreMoveProgress,
  StoreMoveResult,
  StoreMoveStep,
  StoreStatus,
  Stores,
} from "./api/stores.ts";
export type { TokenOptions, TokenSet } from "./api/token.ts";
export type { Tokenwell } from "./api/tokenwell.ts";
export type { Accepted, ArrivalState, Departure, ExpectedArrival, Transfers } from "./api/transfer.ts";
export type { WorkOptions, WorkResult, WorkSummary } from "./api/work.ts";
export type { Clock } from "./clock.ts";
export {
  type ErrorCode,
  InputError,
  LoginNeededError,
  ProviderError,
  RetryLaterError,
  StoreError,
  TokenwellError,
  WireError,
} from "./errors.ts";
export { inheritedBy } from "./hooks/environment.ts";
export { desktopOf, notificationOf } from "./hooks/notification.ts";
export {
  type Redirect,
  type RedirectReceiver,
  type RemoteLogin,
  receiveRedirect,
} from "./login/receive-redirect.ts";
export { defaultCallbackPort, loopbackRedirectUri, withScheme } from "./loopback.ts";
export type {
  AuthMethod,
  ExpirySource,
  HookAction,
  HookEnd,
  HookEvent,
  Lifetimes,
  Rotation,
  Status,
  StatusReason,
} from "./model.ts";
export {
  isProviderId,
  providerAt,
  providerOf,
  providers,
  type SentenceKey as TextKey,
} from "./providers/index.ts";
export type { Provider, ProviderId } from "./providers/provider.ts";
export { hasText, sayFor } from "./providers/sentences.ts";
export { hideSecrets } from "./redaction.ts";
export { Secret } from "./secret.ts";
export { passwordsOf, withoutPassword } from "./store/setting.ts";
export { nearest } from "./text/nearest.ts";
export { printable } from "./text/sanitize.ts";
export { fill, type Language, type MessageParams } from "./text/say.ts";
export { widthOf } from "./text/width.ts";
export { type ExamineOptions, examineInstallation } from "./tokenwell/doctor/examine.ts";
export { type KeysOptions, openKeys } from "./tokenwell/keys/keys.ts";
export { openTokenwell } from "./tokenwell/open.ts";
export { openStores, type StoresOptions } from "./tokenwell/stores/stores.ts";
export { formatExchange } from "./wire/trace.ts";
