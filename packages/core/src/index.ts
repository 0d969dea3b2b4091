export type {
  ConnectionStatus,
  FetchOptions,
  HandOver,
  ImportOptions,
  KnownApp,
  LoginOptions,
  LoginProgress as LoginStep,
  LoginResult,
  Move,
  MoveOptions,
  OpenOptions,
  PendingLogin,
  Settings,
  TokenOptions,
  Tokenwell,
  TokenwellEvents,
  UpkeepResult as Upkept,
} from "./api.ts";
export type { Clock } from "./clock.ts";
export type { LoginLifetime as Lives } from "./diagnose/lives.ts";
export type { NeedsLoginCause } from "./diagnose/needs-login.ts";
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
export type {
  AuthMethod,
  ExpirySource,
  Lifetimes,
  Rotation,
  Status,
  StatusReason,
  TokenSet,
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
export type { WaitNotice as Notice } from "./refresh/refresher.ts";
export { Secret } from "./secret.ts";
export { nearest } from "./text/nearest.ts";
export { fill, type Language, type MessageParams as Facts } from "./text/say.ts";
export { openTokenwell } from "./tokenwell/open.ts";
export { type Exchange, formatExchange } from "./wire/trace.ts";
