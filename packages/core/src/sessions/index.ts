/**
 * Sessions of web apps: everything but HTTP. For `@tokenwell/session`; its members may change between versions.
 *
 * @module
 */

export type { BrowserLogin, Session, SessionEndReason } from "../model.ts";
export { type Authentication, isSufficient, type RequiredAuthentication } from "./authentication.ts";
export type { BrowserLoginRequest, StepUp } from "./begin-login.ts";
export type { BrowserLoginResult, LoginFailure } from "./complete-login.ts";
export {
  openSessionManager,
  SessionManager,
  type SessionManagerOptions,
  type SessionTimes,
} from "./manager.ts";
export type { WebAppSettings } from "./web-app.ts";
