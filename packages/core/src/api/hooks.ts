import type { HookAction, HookEnd, HookEvent } from "../model.ts";

/** A hook of a connection: a member of `ConnectionStatus.hooks`. Holds no secret. */
export interface HookStatus {
  /**
   * `needs-login`: only the user or an administrator can help, because it must log in, or its account or app is stopped.
   * `expiring`: its login ends soon, as the event `expiring` of `Tokenwell.on()`. `recovered`: it works again.
   */
  readonly event: HookEvent;
  readonly action: HookAction;
  /** Whether an event has happened that its action has not started for. */
  readonly due: boolean;
  /** The last start of its action; `null` if it never started. */
  readonly last: {
    /** Stable name of the reason, such as `provider_revoked` or `max_life`; `""` for `recovered`. */
    readonly reason: string;
    readonly startedAt: Date;
    /** How it ended; `null` while it runs, and for ever if its process died. */
    readonly end: HookEnd | null;
  } | null;
}

/** The end of one hook: the result of `Tokenwell.runHooks()`. */
export interface HookReport {
  readonly name: string;
  readonly event: HookEvent;
  readonly end: HookEnd;
}
