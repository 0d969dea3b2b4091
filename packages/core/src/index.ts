export type {
  ConnectionStatus,
  FetchOptions,
  HandOver,
  ImportOptions,
  KnownApp,
  LoginOptions,
  LoginProgress,
  LoginResult,
  Move,
  MoveOptions,
  OpenOptions,
  PendingLogin,
  Settings,
  TokenOptions,
  Tokenwell,
  TokenwellEvents,
  UpkeepResult,
} from "./api.ts";
export type { Clock } from "./clock.ts";
export type { LoginLifetime } from "./diagnose/lives.ts";
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
export { defaultCallbackPort, loopbackRedirectUri } from "./loopback.ts";
export type {
  AuthMethod,
  ExpirySource,
  Lifetimes,
  Rotation,
  Status,
  StatusReason,
  TokenSet,
} from "./model.ts";
export { isProviderId, providerAt, providerOf } from "./providers/index.ts";
export type { Provider, ProviderId } from "./providers/provider.ts";
export type { WaitNotice } from "./refresh/refresher.ts";
export { Secret } from "./secret.ts";
export type { TextKey } from "./text/en.ts";
export { nearest } from "./text/nearest.ts";
export { replaceControls } from "./text/sanitize.ts";
export { fill, hasText, type Language, type MessageParams, say, variant } from "./text/say.ts";
export { displayWidth } from "./text/width.ts";
export { openTokenwell } from "./tokenwell/open.ts";
export { type Exchange, formatExchange } from "./wire/trace.ts";
