import type {
  StoreCounts,
  StoreMoveProgress,
  StoreMoveResult,
  StoreStatus,
  Stores,
} from "../../api/stores.ts";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import { recoverAnswers } from "../../refresh/recover-answers.ts";
import type { Paths } from "../../store/paths.ts";
import { readKeks } from "../../store/sealing/key-source.ts";
import { withoutPassword } from "../../store/setting.ts";
import { openSide as openFile } from "../../store/sqlite/moving.ts";
import { countRows, type MovingSide, type StoreRecord } from "../../store/tables/moving.ts";
import { StoreMove } from "../../store/tables/store-move.ts";
import { type InstallationOptions, installationOf } from "../installation.ts";

/** Options of {@link openStores}. */
export type StoresOptions = InstallationOptions;

/**
 * Returns the store that the command `tokenwell` uses, as a whole. Opens nothing yet.
 *
 * @example
 * await openStores().move("postgres://tokenwell@db.example.com/tokenwell");
 */
export function openStores(options: StoresOptions = {}): Stores {
  const { clock, paths, url = fileName } = installationOf(options);
  return new MovableStores(paths, url, clock);
}

/** Name of the SQLite file in the folder. */
const fileName = "file";

class MovableStores implements Stores {
  readonly #paths: Paths;
  readonly #here: string;
  readonly #clock: Clock;

  constructor(paths: Paths, here: string, clock: Clock) {
    this.#paths = paths;
    this.#here = here;
    this.#clock = clock;
  }

  async status(): Promise<StoreStatus> {
    const side = await this.#side(this.#here);
    try {
      return await statusOf(side);
    } finally {
      await side.close();
    }
  }

  async move(target: string, onProgress?: (progress: StoreMoveProgress) => void): Promise<StoreMoveResult> {
    const { place, state } = await this.status();
    if (state === "empty") throw new StoreError("nothing_to_move", { place });
    return await this.#withBoth(target, async (from, to) => {
      if (state === "here" && from.kind === "postgres") await this.#takeInAnswers();
      const keks = await readKeks(this.#paths, { place: from.location, mayCreate: false });
      const { rows } = await new StoreMove(from, to, keks).run(onProgress);
      return {
        ...{ from: from.location, to: to.location },
        setting: to.kind === "file" ? null : withoutPassword(target),
        counts: rows && countsOf(rows),
      };
    });
  }

  async takeBack(target: string): Promise<StoreStatus> {
    return await this.#withBoth(target, async (from, to) => {
      await new StoreMove(from, to, []).back();
      return await statusOf(from);
    });
  }

  async #withBoth<T>(target: string, work: (from: MovingSide, to: MovingSide) => Promise<T>): Promise<T> {
    const from = await this.#side(this.#here);
    try {
      const to = await this.#side(target);
      try {
        if (from.location === to.location && target === this.#here)
          throw new StoreError("store_not_empty", { place: to.location });
        return await work(from, to);
      } finally {
        await to.close();
      }
    } finally {
      await from.close();
    }
  }

  async #side(name: string): Promise<MovingSide> {
    const clock = this.#clock;
    if (name === fileName) return openFile({ ...this.#paths, clock });
    const { openSide } = await import("../../store/postgres/moving.ts");
    return await openSide({ url: name, clock });
  }

  /** Gives the database the responses that lie on this machine: the file it moves to looks for none. */
  async #takeInAnswers(): Promise<void> {
    const { openPostgres } = await import("../../store/postgres/store.ts");
    const { key, spool, givenKey } = this.#paths;
    const clock = this.#clock;
    const store = await openPostgres({ url: this.#here, key, spool, clock, ...(givenKey && { givenKey }) });
    try {
      await recoverAnswers({ store, clock });
    } finally {
      await store.close();
    }
  }
}

async function statusOf(side: MovingSide): Promise<StoreStatus> {
  const record = await side.record();
  const isUsed = record !== undefined && record.state !== "moved" && record.state !== "arriving";
  return {
    ...{ kind: side.kind, place: side.location, state: stateOf(record) },
    other: record?.state == null ? null : record.place,
    counts: isUsed ? countsOf(await side.read(countRows)) : null,
  };
}

function stateOf(record: StoreRecord | undefined): StoreStatus["state"] {
  if (record === undefined) return "empty";
  return record.state === "frozen" ? "leaving" : (record.state ?? "here");
}

const countsOf = (rows: Readonly<Record<string, number>>): StoreCounts => ({
  connections: rows.connection ?? 0,
  sessions: rows.session ?? 0,
  logins: rows.login ?? 0,
  events: rows.event ?? 0,
});
