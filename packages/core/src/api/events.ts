import type { Status } from "../model.ts";

/** The events of `Tokenwell.on()`, by name. */
export interface TokenwellEvents {
  /** Only the user or an administrator can help: the connection must log in, or its account or app is stopped. */
  readonly broken: { readonly name: string; readonly status: Status; readonly problem: Error };
  /** A broken connection works again. */
  readonly recovered: { readonly name: string };
  /**
   * The login ends at `at`: 14 and 3 days before the end of its maximum lifetime (`max_life`), and after half of its
   * idle lifetime has passed without use (`idle_life`).
   */
  readonly expiring: {
    readonly name: string;
    readonly at: Date;
    readonly why: "max_life" | "idle_life";
    /** `setting` if `set()` gave the lifetime, `assumed` if it is the provider's default. */
    readonly source: "setting" | "assumed";
  };
}
