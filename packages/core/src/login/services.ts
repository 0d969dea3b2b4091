import type { Clock } from "../clock.ts";
import type { Observer } from "../observer.ts";
import type { Refresher } from "../refresh/refresher.ts";
import type { Deadlines } from "../refresh/schedule.ts";
import type { Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";

/** Dependencies of logins. */
export interface LoginServices {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly refresher: Refresher;
  readonly deadlines: Deadlines;
  readonly observer: Observer;
  /** Returns a random number in [0, 1). */
  readonly random: () => number;
  /** Called after a login has given a connection its tokens. Never rejects. */
  readonly onConnected?: (connectionId: string) => Promise<void>;
}
