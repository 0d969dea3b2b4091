/*
 * How a store moves as a whole from A to B, so that a rotating token never has two owners. The states of A:
 *
 *   here ──▶ leaving ──▶ frozen ──▶ moved ──▶ erased
 *     ▲         │           │
 *     └─────────┴───────────┘  back()
 *
 *   here     A is used.
 *   leaving  No refresh and no login begins. Those under way end, and their answers are stored.
 *   frozen   Nothing is written. Live access tokens are read as before.
 *   moved    A is not used any more, and says where the data is.
 *   erased   Its rows are gone. What it says stays.
 *
 * and of B:
 *
 *   absent ──prepare()──▶ arriving ──▶ here
 *     ▲                      │
 *     └──────────────────────┘  back()
 *
 *   arriving  Not all is there. It does not open.
 *
 * 1. B is made: empty, arriving, with A's id. It gets A's rows as they are, and opens with A's key.
 * 2. A is leaving. A fence in the database itself refuses new attempts: processes that have A open, too, whatever their
 *    version. They wait for nothing and ask nothing, since the fence costs nothing until it is there.
 * 3. Once no living process has an attempt under way, A is frozen. What dead processes left moves as it is: B settles it.
 * 4. The rows are copied in batches; each transaction also stores how far it came.
 * 5. The rows of both sides are compared, and the MAC of each row in B is checked. B notes that.
 * 6. A is moved. From here on there is no way back but a move.
 * 7. B is here.
 * 8. A is erased.
 *
 * A refresh may begin where the state is `here`, and B is here only after A is moved. Killed at any point, the next call
 * goes on: both sides have the id of the move. Killed between 6 and 7, neither is here until then. Each change of a state
 * names the state before, so that of two calls at a time one fails. A failure before 6 that is no kill goes back at once:
 * A is what users depend on.
 */
import { createHash, randomUUID } from "node:crypto";
import { StoreError } from "../../errors.ts";
import type { Kek } from "../sealing/keyring.ts";
import { matchesCheckValue } from "../sealing/keyring.ts";
import type { Row } from "../sealing/row.ts";
import { macText } from "../sealing/row-mac.ts";
import {
  type Cursor,
  changeState,
  comparedText,
  countRows,
  cursorBehind,
  cursorOf,
  firstCursor,
  isAtEnd,
  localColumns,
  type MovedTable,
  type MoveState,
  type MovingSide,
  markCompared,
  movedTables,
  putRows,
  recordOf,
  rowsAfter,
  type StoreRecord,
  type TableDigest,
  textOf,
  underWay,
} from "./moving.ts";
import { countKeys } from "./rotation.ts";
import { get, run } from "./sql.ts";

/** Steps of a move, as it reports them. */
export type MoveStep =
  | "prepared"
  | "leaving"
  | "frozen"
  | "copied"
  | "compared"
  | "moved"
  | "arrived"
  | "erased";

/** Report of a step, or of rows copied so far. */
export type MoveProgress =
  | { readonly step: MoveStep }
  | { readonly step: "copying"; readonly rows: number; readonly of: number };

/** Result of a move. */
export interface MoveResult {
  /** Rows that moved, by table; `null` if an earlier call has moved them. */
  readonly rows: Readonly<Record<string, number>> | null;
}

/** Milliseconds between two looks for attempts under way, and the longest wait for them. */
const lookMs = 100;
const longestWaitMs = 150_000;

type Report = (progress: MoveProgress) => void;

/** A move from one side to another, which is begun or continued. */
export class StoreMove {
  readonly #from: MovingSide;
  readonly #to: MovingSide;
  readonly #keks: readonly Kek[];

  /** `keks`: the key-encryption keys of the store. */
  constructor(from: MovingSide, to: MovingSide, keks: readonly Kek[]) {
    this.#from = from;
    this.#to = to;
    this.#keks = keks;
  }

  /** Moves the store. Goes on where an earlier call was killed. */
  async run(report: Report = () => undefined): Promise<MoveResult> {
    // The order matters: what is found there is judged by what is found here later.
    const to = await this.#to.record();
    const from = await this.#from.record();
    if (from === undefined) throw new StoreError("nothing_to_move", { place: this.#from.location });
    if (from.state === "arriving")
      throw new StoreError("store_arriving", { place: this.#from.location, from: from.place ?? "" });
    if (from.state === "moved") {
      await this.#end(from, report);
      return { rows: null };
    }
    let leaving: StoreRecord | undefined;
    try {
      leaving = await this.#begin(from, to, report);
      const rows = await this.#bring(leaving, report);
      await this.#end({ ...leaving, state: "moved" }, report);
      return { rows };
    } catch (error) {
      if (leaving !== undefined) await this.back(leaving.moveId).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Goes back to before the move; with an id, only if that move is under way. Throws `store_moved` if the store has moved
   * already.
   */
  async back(moveId?: string | null): Promise<void> {
    const to = await this.#to.record();
    const from = await this.#from.record();
    if (from?.state === "moved")
      throw new StoreError("store_moved", { place: this.#from.location, to: from.place ?? "" });
    if (moveId !== undefined && from?.moveId !== moveId) return;
    if (from?.state === "leaving" || from?.state === "frozen") {
      const { fencing, location: place } = this.#from;
      await this.#from.write(function* () {
        if (!(yield* changeState(from, { moveId: null, state: null, place: null })))
          throw new StoreError("store_busy", { place });
        yield* fencing(null);
      });
    }
    // The old side cannot become `moved` by this move any more, so that nothing needs the rows there.
    if (to?.state === "arriving" && to.storeId === from?.storeId) await this.#to.erase(to);
  }

  /** Makes the new side ready, and lets no refresh begin on the old one. */
  async #begin(from: StoreRecord, to: StoreRecord | undefined, report: Report): Promise<StoreRecord> {
    const place = this.#to.location;
    if (from.state !== null && from.place !== place)
      throw new StoreError("store_moving", { place: this.#from.location, to: from.place ?? "" });
    const isResumed = from.state !== null && to?.state === "arriving" && to.moveId === from.moveId;
    if (from.state === null) await this.#check(from);
    const moveId = from.state === null ? randomUUID() : (from.moveId ?? "");
    if (!isResumed) {
      const { storeId, keyCheck } = from;
      await this.#to.prepare({ storeId, keyCheck, moveId, place: this.#from.location }, (found, isEmpty) =>
        mayReplace({ from, to, found, isEmpty }),
      );
    }
    report({ step: "prepared" });
    if (from.state === null) await this.#change(from, { moveId, state: "leaving", place }, "leaving");
    report({ step: "leaving" });
    return { ...from, moveId, state: from.state ?? "leaving", place };
  }

  /** Throws if the store cannot move: it may be a copy, the key does not fit, a row was changed by another program. */
  async #check(from: StoreRecord): Promise<void> {
    await this.#from.refuseCopy();
    await this.#checkRows(this.#from, this.#kekOf(from));
  }

  #kekOf({ storeId, keyCheck }: StoreRecord): Kek {
    const kek = this.#keks.find((each) => matchesCheckValue(each, storeId, keyCheck));
    if (kek === undefined) throw new StoreError("key_wrong", { path: "", place: this.#from.location });
    return kek;
  }

  async #checkRows(side: MovingSide, kek: Kek): Promise<void> {
    const { damaged } = await countKeys(side, kek);
    if (damaged > 0) throw new StoreError("store_integrity", { place: side.location });
  }

  /** Copies everything and compares it. */
  async #bring(leaving: StoreRecord, report: Report): Promise<Readonly<Record<string, number>>> {
    let from = leaving;
    if (from.state === "leaving") {
      await this.#settle();
      await this.#change(from, { ...from, state: "frozen" }, "frozen");
      from = { ...from, state: "frozen" };
    }
    report({ step: "frozen" });
    await this.#copy(from, report);
    report({ step: "copied" });
    const rows = await this.#compare();
    const record = await this.#from.record();
    await this.#checkRows(this.#to, this.#kekOf(record ?? from));
    await this.#to.countOn();
    await this.#to.noteArrived();
    await this.#to.write(() => markCompared(this.#to, from.moveId ?? ""), { mayRepeat: true });
    report({ step: "compared" });
    await this.#change(from, { ...from, state: "moved" }, "frozen");
    report({ step: "moved" });
    return rows;
  }

  /** Changes the state of the old side, and its fence. Throws `store_busy` if another process has changed it meanwhile. */
  async #change(
    from: StoreRecord,
    next: Pick<StoreRecord, "moveId" | "place"> & { readonly state: MoveState },
    fence: "leaving" | "frozen",
  ): Promise<void> {
    const side = this.#from;
    await side.write(
      function* () {
        if (!(yield* changeState(from, next))) {
          // An earlier try of this transaction may have been committed without an answer.
          const found = yield* recordOf();
          if (found?.moveId === next.moveId && found.state === next.state) return;
          throw new StoreError("store_busy", { place: side.location });
        }
        yield* side.fencing(fence);
      },
      { mayRepeat: true },
    );
  }

  /** Waits until no living process has anything under way. */
  async #settle(): Promise<void> {
    const { clock, location: place } = this.#from;
    const startedMs = clock.monotonicMs();
    for (;;) {
      const ids = await this.#from.one(underWay);
      if (ids.length === 0 || (await this.#from.alive(ids)).size === 0) return;
      if (clock.monotonicMs() - startedMs > longestWaitMs) throw new StoreError("store_busy", { place });
      await clock.sleep(lookMs);
    }
  }

  async #copy({ moveId }: StoreRecord, report: Report): Promise<void> {
    const [from, to] = [this.#from, this.#to];
    const counts = await from.read(countRows);
    const of = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const found = await to.record();
    if (found === undefined || isAtEnd(found)) return;
    if (found.cursor === null) await this.#takeOver(moveId);
    let copied = 0;
    const columns = await this.#columns();
    for (let cursor: Cursor | null = cursorOf(found.cursor); cursor !== null; ) {
      const at: Cursor = cursor;
      const table = movedTables[at.table] as MovedTable;
      const rows: readonly Row[] = await from.read(() => rowsAfter(table, at.after));
      const next = cursorBehind(at, rows);
      const statements = rows.map((row) => to.inserting(table.table, picked(row, columns[at.table] ?? [])));
      const place = { moveId: moveId ?? "", from: at, to: next };
      cursor = await to.write(() => putRows(to, place, statements), { mayRepeat: true });
      copied += rows.length;
      if (rows.length > 0) report({ step: "copying", rows: copied, of });
    }
  }

  /** Brings what the store's own row holds, as it is now that nothing changes it. */
  async #takeOver(moveId: string | null): Promise<void> {
    const sql = `SELECT key_check AS "keyCheck", upkeep_at AS "upkeepAt" FROM store WHERE id = 1`;
    const row = await this.#from.one(() => get<{ keyCheck: Uint8Array; upkeepAt: number | null }>(sql));
    await this.#to.write(
      () =>
        run(
          "UPDATE store SET key_check = :keyCheck, upkeep_at = :upkeepAt WHERE id = 1 AND move_id = :moveId",
          {
            keyCheck: row?.keyCheck ?? null,
            upkeepAt: row?.upkeepAt ?? null,
            moveId,
          },
        ),
      { mayRepeat: true },
    );
  }

  /** Returns the columns of each table that move: those that both sides have. */
  async #columns(): Promise<readonly (readonly string[])[]> {
    const result: (readonly string[])[] = [];
    for (const { table, key } of movedTables) {
      const here = await this.#from.one(() => this.#from.columns(table));
      const there = await this.#to.one(() => this.#to.columns(table));
      const local = localColumns[table] ?? [];
      const both = here.filter((name) => there.includes(name) && !local.includes(name) && name !== "rowid");
      result.push(key[0] === "rowid" ? ["rowid", ...both] : both);
    }
    return result;
  }

  async #compare(): Promise<Readonly<Record<string, number>>> {
    const columns = await this.#columns();
    const counts: Record<string, number> = {};
    for (const [index, table] of movedTables.entries()) {
      const names = columns[index] ?? [];
      const [here, there] = await Promise.all([
        digestOf(this.#from, table, names),
        digestOf(this.#to, table, names),
      ]);
      if (here.rows !== there.rows || here.digest !== there.digest)
        throw new StoreError("store_integrity", { place: this.#to.location });
      counts[table.table] = here.rows;
    }
    return counts;
  }

  /** Opens the new side, once the old one is not used any more, and erases the old one. */
  async #end(from: StoreRecord, report: Report): Promise<void> {
    const to = await this.#to.record();
    const isOther = to === undefined || to.moveId !== from.moveId || to.storeId !== from.storeId;
    if (isOther) throw new StoreError("store_moved", { place: this.#from.location, to: from.place ?? "" });
    if (to.state === "arriving") {
      await this.#to.write(() => changeState(to, { moveId: to.moveId, state: null, place: to.place }), {
        mayRepeat: true,
      });
      report({ step: "arrived" });
    }
    await this.#from.noteLeft();
    if (!(await this.#from.hasData())) return;
    await this.#from.erase({ ...from, cursor: null });
    report({ step: "erased" });
  }
}

const picked = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));

/**
 * Whether a store may give way to an arriving one: an empty one; what an earlier move of the same store has left; or what
 * is left where the store came from. Rows that were compared go only if the old side, which was read later than they
 * (`to`), is not in that move: it might become `moved` at any moment.
 */
function mayReplace({
  from,
  to,
  found,
  isEmpty,
}: {
  readonly from: StoreRecord;
  readonly to: StoreRecord | undefined;
  readonly found: StoreRecord;
  readonly isEmpty: boolean;
}): boolean {
  if (found.state === null) return isEmpty && found.storeId !== from.storeId;
  if (found.storeId !== from.storeId) return false;
  if (found.state === "moved") return isEmpty || found.moveId === from.moveId;
  const isOver = to?.moveId === found.moveId && from.moveId !== found.moveId;
  return found.state === "arriving" && (found.cursor !== comparedText || isOver);
}

/** Reads a table and computes its digest: the exclusive or of the digests of its rows. */
async function digestOf(
  side: MovingSide,
  table: MovedTable,
  columns: readonly string[],
): Promise<TableDigest> {
  const form = textOf(table.table, columns);
  const sum = Buffer.alloc(32);
  let count = 0;
  const index = movedTables.indexOf(table);
  for (let cursor: Cursor = { ...firstCursor, table: index }; ; ) {
    const { after } = cursor;
    const rows = await side.read(() => rowsAfter(table, after));
    for (const row of rows) {
      const digest = createHash("sha256").update(macText(form, row)).digest();
      for (const [at, byte] of digest.entries()) sum[at] = (sum[at] ?? 0) ^ byte;
    }
    count += rows.length;
    const next = cursorBehind(cursor, rows);
    if (next === null || next.table !== index) return { rows: count, digest: sum.toString("hex") };
    cursor = next;
  }
}
