import { type Fence, movedTables } from "../tables/moving.ts";

/** Message of a change that a fence refuses. */
export const fencedMessage = "store_fenced";

const raise = `BEGIN SELECT RAISE(ABORT, '${fencedMessage}'); END`;

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
