/**
 * Web sessions that outlive the access token: keeps the users of a web app logged in.
 *
 * @module
 */

export type {
  AppData,
  Claims,
  PageView,
  Session,
  SessionData,
  SessionEndReason,
  SessionFetchOptions,
  SessionOptions,
  SessionPages,
  SessionSummary,
  Sessions,
  SessionTokenOptions,
  SessionUser,
  UserAccount,
} from "./api.ts";
export { SessionError, type SessionErrorCode } from "./errors.ts";
export { type AppSessions, openSessions } from "./open-sessions.ts";
