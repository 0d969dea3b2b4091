import { keyIdAt, keyIdBytes } from "../sealing/envelope.ts";
import { type Fence, movedTables } from "../tables/moving.ts";

/** Message of a change that a fence refuses. */
export const fencedMessage = "store_fenced";

const raise = `BEGIN SELECT RAISE(ABORT, '${fencedMessage}'); END`;

/**
 * Statements that refuse what is sealed under another key than the newest, from the first rotation on. A process of a format
 * before 11 does not look at the key before it writes. It changes no row that was sealed anew, since to it the MAC is wrong;
 * what is left are the rows that it adds without reading another one.
 */
export const keyFence: readonly string[] = [
  ["client", "authentication"],
  ["login", "verifier"],
].map(
  ([table, column]) => `CREATE TRIGGER IF NOT EXISTS key_${table} BEFORE INSERT ON ${table}
     WHEN substr(NEW.${column}, ${keyIdAt + 1}, ${keyIdBytes}) <> (SELECT key_id FROM workspace WHERE id = NEW.workspace)
     BEGIN SELECT RAISE(ABORT, 'key_is_newest'); END`,
);

/** Statements of each fence: triggers, which every process meets, whatever it knows. */
const fences: Readonly<Record<Fence, readonly string[]>> = {
  leaving: [
    // A closing attempt is put over its row, which begins as an insertion.
    `CREATE TRIGGER fence_attempt BEFORE INSERT ON attempt WHEN NEW.phase = 'open' ${raise}`,
    // The answer of a login that was sent already is stored.
    `CREATE TRIGGER fence_login BEFORE INSERT ON login WHEN NEW.phase = 'open' AND NEW.state_hash <> '' ${raise}`,
    `CREATE TRIGGER fence_claim BEFORE UPDATE OF state_hash ON login WHEN NEW.state_hash <> OLD.state_hash ${raise}`,
    `CREATE TRIGGER fence_browser_login BEFORE INSERT ON browser_login ${raise}`,
  ],
  frozen: movedTables.flatMap(({ table }) =>
    ["INSERT", "UPDATE", "DELETE"].map(
      (change) =>
        `CREATE TRIGGER fence_${table}_${change.toLowerCase()} BEFORE ${change} ON ${table} ${raise}`,
    ),
  ),
};

/** Returns the statements that put up a fence. */
export const fenceStatements = (fence: Fence | null): readonly string[] =>
  fence === null ? [] : fences[fence];

/** Statement that lists the triggers of a fence. */
export const fenceTriggers =
  "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'fence@_%' ESCAPE '@'";
