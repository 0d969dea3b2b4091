import type { SessionEndReason } from "./api.ts";
import { say } from "./text/say.ts";

/** Code of a {@link SessionError}. */
export type SessionErrorCode = "not_logged_in" | "data_too_large" | "invalid_option" | "edge_runtime";

/**
 * Error of a session.
 *
 * `not_logged_in`: the request has no live session; `endReason` says why it ended, if it did. `data_too_large`: the app's
 * data would not fit. `invalid_option`: an option of `openSessions()` cannot be used. `edge_runtime`: there is no store here.
 */
export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code: SessionErrorCode;
  /** Reason for the end of the session; `null` if it never existed. */
  readonly endReason: SessionEndReason | null;

  constructor(
    code: SessionErrorCode,
    facts: Readonly<Record<string, string | number>> = {},
    endReason: SessionEndReason | null = null,
  ) {
    super(say("en", `error.${code}`, facts));
    this.code = code;
    this.endReason = endReason;
  }
}
