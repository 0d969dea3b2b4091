import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../../src/clock.ts";
import { openSide as openDatabase } from "../../../src/store/postgres/moving.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import { readKeks } from "../../../src/store/sealing/key-source.ts";
import { openSide as openFile } from "../../../src/store/sqlite/moving.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { type MovingSide, movedTables } from "../../../src/store/tables/moving.ts";
import { StoreMove } from "../../../src/store/tables/store-move.ts";
import { statement } from "../../support/postgres/server.ts";
import type { freshPlaces } from "../sqlite/folder.ts";

type Places = ReturnType<typeof freshPlaces>;

/** A place where a store may be. */
export interface Place {
  readonly side: () => Promise<MovingSide>;
  /** Opens the store as any process does. */
  readonly open: () => Promise<Store>;
  /** Every row of every table, by table and key. */
  readonly rows: () => Promise<unknown>;
}

/** A SQLite file in a folder. */
export const fileAt = (places: Places, clock: Clock): Place => ({
  side: async () => openFile({ ...places, clock }),
  open: () => openSqlite({ ...places, clock, busyTimeoutMs: 50 }),
  rows: async () => {
    const db = new DatabaseSync(places.database, { readOnly: true });
    const read = (sql: string) => db.prepare(sql).all();
    const rows = movedTables.map(({ table, key }) => [
      table,
      read(`SELECT ${key[0] === "rowid" ? "rowid, " : ""}* FROM ${table}`)
        .map(plain)
        .sort(byCode),
    ]);
    db.close();
    return rows;
  },
});

/** A PostgreSQL database, with the key of a folder. */
export const databaseAt = (
  { url, schema }: { readonly url: string; readonly schema: string },
  { key }: Places,
  clock: Clock,
): Place => ({
  side: () => openDatabase({ url, clock }),
  open: () => openPostgres({ url, key, clock }),
  rows: async () => {
    const rows: unknown[] = [];
    for (const { table } of movedTables) {
      const found = await statement<Record<string, unknown>>(
        url.replace(/\?.*/, ""),
        `SELECT * FROM ${schema}.${table}`,
      );
      rows.push([table, found.map(({ node: _, ...row }) => plain(row)).sort(byCode)]);
    }
    return rows;
  },
});

const byCode = (one: string, other: string): number => (one < other ? -1 : 1);

/** A row as text: each column by name, whatever type an engine's driver gives it. */
function plain(row: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
    if (typeof value === "object" && value !== null) return JSON.stringify(value);
    return value === null ? null : String(value);
  };
  return JSON.stringify(
    Object.entries(row)
      .map(([name, value]) => [name, text(value)])
      .sort(([one], [other]) => byCode(String(one), String(other))),
  );
}

/** Moves the store of one place to another, as one process: the sides are closed afterwards. */
export async function moved(
  from: Place,
  to: Place,
  places: Places,
  { diesAfter = Number.POSITIVE_INFINITY }: { readonly diesAfter?: number } = {},
): Promise<readonly string[]> {
  const life = new Life(diesAfter);
  const sides = [await from.side(), await to.side()] as const;
  try {
    const keks = await readKeks({ key: places.key }, { place: "", mayCreate: false });
    const move = new StoreMove(life.of(sides[0]), life.of(sides[1]), keks);
    const steps: string[] = [];
    await move.run(({ step }) => steps.push(step));
    return steps;
  } finally {
    for (const side of sides) await side.close();
  }
}

/** Goes back to before a move. */
export async function takenBack(from: Place, to: Place): Promise<void> {
  const sides = [await from.side(), await to.side()] as const;
  try {
    await new StoreMove(sides[0], sides[1], []).back();
  } finally {
    for (const side of sides) await side.close();
  }
}

/** Thrown by everything that a dead process would have done. */
export class Dead extends Error {}

const changing = ["write", "prepare", "erase", "countOn", "noteLeft", "noteArrived"] as const;

/** Life of a process, which ends after so many changes: no transaction of it is committed later. */
class Life {
  #left: number;

  constructor(changes: number) {
    this.#left = changes;
  }

  of(side: MovingSide): MovingSide {
    return new Proxy(side, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        // These only make statements.
        if (["fencing", "inserting", "columns"].includes(String(name))) return member.bind(target);
        const isChange = (changing as readonly (string | symbol)[]).includes(name);
        return async (...words: unknown[]): Promise<unknown> => {
          if (this.#left < 1) throw new Dead("dead");
          if (isChange) this.#left -= 1;
          return await member.apply(target, words);
        };
      },
    });
  }
}
