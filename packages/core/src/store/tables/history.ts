import { keptEvents, keptRefreshes } from "../rules.ts";
import { running, type Statement } from "./sql.ts";

/**
 * Makes the statements that shorten the history of a connection, as `keptHistory` in `rules.ts` defines. One index finds its
 * events in their order.
 */
export const shortening = (id: string): readonly Statement[] => [
  running(shorteningSql("kind = 'refreshed'", keptRefreshes), { id }),
  running(shorteningSql("kind NOT IN ('refreshed', 'connected', 'returned')", keptEvents), { id }),
];

/** Deletes the events of some kinds that are older than the newest ones; none if there are fewer. */
const shorteningSql = (kinds: string, kept: number): string =>
  `DELETE FROM event WHERE connection = :id AND ${kinds} AND id <
     (SELECT id FROM event WHERE connection = :id AND ${kinds} ORDER BY id DESC LIMIT 1 OFFSET ${kept - 1})`;
