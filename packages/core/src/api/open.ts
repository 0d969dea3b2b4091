import type { Clock } from "../clock.ts";
import type { InstantMs } from "../model.ts";

/**
 * Options of `openTokenwell()`. Without any of them it opens the store that the command `tokenwell` uses.
 *
 * @example
 * import { openTokenwell } from "tokenwell";
 *
 * const tokenwell = await openTokenwell({ home: "/srv/bot/tokenwell", waitMs: 5_000 });
 * await tokenwell.close();
 */
export interface OpenOptions {
  /** The one folder for store and key. Default: `TOKENWELL_HOME`, otherwise the platform's usual folders. */
  readonly home?: string;
  /**
   * The address of a PostgreSQL database that keeps the connections for several machines:
   * `postgres://user:password@host:5432/database`. It needs the package `pg`, and the key file of the store on each
   * machine. Default: `TOKENWELL_STORE`, otherwise a SQLite file in the folder.
   *
   * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
   */
  readonly store?: string;
  /** The environment for folders, store, proxies and `TOKENWELL_CONNECTION`. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The source of time, for tests. Default: the machine's clock. */
  readonly clock?: Clock;
  /**
   * Whether a call waits for its own requests however long they take. Set it in a process that ends after one call:
   * a refresh that is cut off there can cost the login. Default: `false`.
   */
  readonly waitForCompletion?: boolean;
  /**
   * Milliseconds that `token()` waits for a refresh, its own or another process's. Default: 15,000; with
   * `waitForCompletion` 30,000, and then only for other processes.
   */
  readonly waitMs?: number;
  /** Called when a call takes longer than a second, and when a response cannot be stored yet. */
  readonly onWaiting?: (notice: WaitNotice) => void;
  /**
   * Asked before a rotating refresh token of a copied or restored store is sent. Resolve with `true` if no other copy
   * of the store is in use. A `false` is final for this object. Default: `token()` throws `store_copied` or
   * `store_restored`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
   */
  readonly confirmOnlyCopy?: (error: Error) => Promise<boolean>;
  /**
   * Called when this object finds an event of a connection for which `tokenwell set --on` or `Tokenwell.setHook()` has an
   * action: call `Tokenwell.runHooks()`, here or in another process. Default: this object looks for no such events and
   * starts no program; the next command of `tokenwell` that uses the connection does, or `tokenwell upkeep`.
   */
  readonly onHookDue?: () => void;
  /** Called after each HTTP exchange with what may be shown of it: no secret, whatever the provider answered. */
  readonly trace?: (exchange: Exchange) => void;
  /**
   * Whether to report metrics and traces to OpenTelemetry's API, if `@opentelemetry/api` is installed. It does nothing
   * unless your program has registered an SDK, which must happen before this object is opened. Nothing reported is secret,
   * and no metric names a connection. Default: `true`.
   *
   * @see https://opentelemetry.io/docs/languages/js/
   */
  readonly telemetry?: boolean;
}

/** The reason why a call of `token()` takes long. */
export type WaitNotice =
  /**
   * Another process refreshes the connection (`other`), or a refresh got no response and the token may be sent again
   * only later (`drain`). The call gives up, or goes on, at `untilMs`.
   */
  | {
      readonly kind: "waiting";
      readonly why: "other" | "drain";
      readonly name: string;
      readonly sinceMs: InstantMs;
      readonly untilMs: InstantMs;
    }
  | UnsavedNotice;

/** The provider answered, but the store does not take the response (disk full, locked); storing it is tried again. */
export interface UnsavedNotice {
  readonly kind: "unsaved";
  /** The connection's name. */
  readonly name: string;
}

/** One HTTP exchange without its secrets. `formatExchange()` turns it into lines of text. */
export interface Exchange {
  readonly request: { readonly method: string; readonly url: string; readonly fields: readonly Field[] };
  /** The response; `null` if there is none. */
  readonly answer: {
    readonly status: number;
    /** `false` if the connection ended inside the body. */
    readonly complete: boolean;
    readonly fields: readonly Field[];
  } | null;
  /** The reason why there is no response (suffix of a `reason.` text key), and whether bytes were sent. */
  readonly failure: { readonly reason: string; readonly sent: boolean } | null;
  readonly durationMs: number;
}

/** A field's name and the part of its value that may be shown; `null` for a remark, which has no value. */
export type Field = readonly [name: string, shown: string | null];
