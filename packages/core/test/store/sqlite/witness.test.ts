import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { resolvePaths } from "../../../src/store/paths.ts";
import { Database } from "../../../src/store/sqlite/database.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import { Witness } from "../../../src/store/sqlite/witness.ts";
import type { CopyDetector, Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { sampleEvent, secret, startMs, withConnection } from "../../support/samples.ts";
import { allConnections } from "../../support/store-contents.ts";
import { freshPlaces } from "./folder.ts";
import { storeIdOf } from "./store-id.ts";

let machine: string | null = "this machine";
vi.mock("../../../src/store/sqlite/machine.ts", () => ({ machineFor: () => machine }));

type Paths = ReturnType<typeof freshPlaces>;

beforeEach(() => {
  machine = "this machine";
});

/** One process at a store with a witness, and what it does there. */
class Process {
  readonly store: Store;
  readonly witness: CopyDetector;

  get storeId(): string {
    return storeIdOf(this.store.location);
  }

  private constructor(store: Store) {
    this.store = store;
    if (!store.copies) throw new TypeError("a store with a state folder has a witness");
    this.witness = store.copies;
  }

  static async at(paths: Omit<Paths, "folder">): Promise<Process> {
    const store = await openSqlite({ ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) });
    onTestFinished(() => store.close());
    return new Process(store);
  }

  /** A refresh that brought no new token. */
  async keep(): Promise<void> {
    const [connection] = await allConnections(this.store);
    await this.store.connections.update(connection?.id ?? "", ({ connection: { generation } }) => ({
      change: { connection: { generation: generation + 1 } },
      result: undefined,
    }));
  }

  /** A refresh token is replaced and committed; the process is killed before it notes that. */
  async commit(): Promise<void> {
    const [connection] = await allConnections(this.store);
    await this.store.connections.update(connection?.id ?? "", ({ connection: { generation } }) => ({
      change: {
        connection: { generation: generation + 1, refreshToken: secret(`refresh-${generation + 1}`) },
      },
      result: undefined,
    }));
  }

  /** The same, and noted. */
  async rotate(): Promise<void> {
    await this.commit();
    this.witness.recordRotations();
  }
}

/** A store whose token was replaced once. */
async function used(): Promise<{ paths: Paths; process: Process }> {
  const paths = freshPlaces();
  const process = await Process.at(paths);
  await withConnection(process.store);
  await process.rotate();
  return { paths, process };
}

const fileOf = ({ state }: Paths, { storeId }: Process): string => join(state, `witness-${storeId}`);
const noted = (paths: Paths, process: Process): string => readFileSync(fileOf(paths, process), "latin1");

/** Copies a home as it is now, with all that is in its log. */
async function copied(paths: Paths, over: Partial<Paths> = {}): Promise<Paths> {
  const copy = freshPlaces();
  cpSync(paths.folder, copy.folder, { recursive: true });
  return { ...copy, ...over };
}

/** Puts the database back as it was when the function was called. */
function backup({ database, folder }: Paths): () => void {
  const kept = join(folder, "backup");
  mkdirSync(kept);
  for (const end of ["", "-wal"]) copyFileSync(database + end, join(kept, `db${end}`));
  return () => {
    rmSync(`${database}-shm`, { force: true });
    for (const end of ["", "-wal"]) copyFileSync(join(kept, `db${end}`), database + end);
  };
}

/** A store that was put back as it had been one token ago, and how to do so again. */
async function restored(): Promise<{ paths: Paths; next: Process; putBack: () => void }> {
  const { paths, process } = await used();
  const putBack = backup(paths);
  await process.rotate();
  await process.store.close();
  putBack();
  return { paths, next: await Process.at(paths), putBack };
}

describe("a store that nobody copied", () => {
  it("is not doubted, and its witness says how many tokens were replaced", async () => {
    const { paths, process } = await used();
    await process.keep();
    await process.rotate();
    expect(process.witness.findEvidence()).toBeNull();
    expect(noted(paths, process)).toBe(`tokenwell-witness-1 ${process.storeId} 0000000000000002\n`);
  });

  it("is not doubted after a kill between commit and witness, and the next commit heals that", async () => {
    const { paths, process } = await used();
    await process.commit();
    const next = await Process.at(paths);
    expect(next.witness.findEvidence()).toBeNull();
    await next.rotate();
    expect(noted(paths, process)).toContain("0003\n");
  });

  it("is not doubted without a state folder, as after the restart of a container", async () => {
    const { paths, process } = await used();
    rmSync(paths.state, { recursive: true });
    expect((await Process.at(paths)).witness.findEvidence()).toBeNull();
    machine = null;
    const next = await Process.at(paths);
    expect(next.witness.findEvidence()).toBeNull();
    await next.rotate();
    expect(noted(paths, process)).toContain("0002\n");
  });

  it.each(["", "tokenwell-witness-1 another-store 0000000000000099\n", "99"])(
    "is not doubted because of a witness that says nothing of it: %j",
    async (text) => {
      const { paths, process } = await used();
      writeFileSync(fileOf(paths, process), text);
      expect(process.witness.findEvidence()).toBeNull();
    },
  );

  it("is not doubted when a connection with all its refreshes is gone", async () => {
    const { paths, process } = await used();
    const [connection] = await allConnections(process.store);
    await process.store.connections.remove(connection?.id ?? "", sampleEvent("revoked"));
    expect((await Process.at(paths)).witness.findEvidence()).toBeNull();
  });

  it("is not doubted when its folder moved, nor when it has two names", async () => {
    const { paths, process } = await used();
    await process.store.close();
    const there = `${paths.folder}-moved`;
    onTestFinished(() => rmSync(there, { recursive: true, force: true }));
    renameSync(paths.folder, there);
    const moved = await Process.at(
      resolvePaths({ TOKENWELL_HOME: there }, globalThis.process.platform, there),
    );
    expect(moved.witness.findEvidence()).toBeNull();
    await moved.rotate();
    symlinkSync(there, paths.folder);
    expect((await Process.at(paths)).witness.findEvidence()).toBeNull();
  });

  it("is not doubted when another store lies where it was once", async () => {
    const { paths, process } = await used();
    const copy = await copied(paths);
    await process.store.close();
    rmSync(dirname(paths.database), { recursive: true });
    await withConnection((await Process.at(paths)).store);
    expect((await Process.at(copy)).witness.findEvidence()).toBeNull();
  });

  it("works where no witness can be written", async () => {
    const paths = freshPlaces();
    writeFileSync(paths.state, "");
    const process = await Process.at(paths);
    await withConnection(process.store);
    await process.rotate();
    expect(process.witness.findEvidence()).toBeNull();
  });

  it("is not doubted because of what another process commits and notes while it looks", async () => {
    const { paths, process } = await used();
    const other = new Database(paths.database, 50);
    class Raced extends Database {
      override get<R>(sql: string): R | undefined {
        const row = super.get<R>(sql);
        other.run("UPDATE store SET rotations = rotations + 1");
        process.witness.recordRotations();
        return row;
      }
    }
    const place = paths.database;
    const database = Object.setPrototypeOf(new Database(place, 50), Raced.prototype);
    const witness = new Witness({ database, storeId: process.storeId, folder: paths.state });
    expect(witness.findEvidence()).toBeNull();
    expect(noted(paths, process)).toContain("0002\n");
    for (const one of [database, other]) one.close();
  });

  it("has a witness that only its owner can read, and nothing else beside it", async () => {
    const { paths, process } = await used();
    expect(readdirSync(paths.state)).toEqual([`witness-${process.storeId}`]);
    if (globalThis.process.platform !== "win32")
      expect(statSync(fileOf(paths, process)).mode & 0o777).toBe(0o600);
  });
});

describe("yesterday's copy, put back", () => {
  it("is found, also when it has caught up, until somebody adopts it", async () => {
    const { next, paths } = await restored();
    expect(next.witness.findEvidence()).toBe("restored");
    await next.rotate();
    await next.rotate();
    expect(noted(paths, next)).toContain("0002\n");
    expect((await Process.at(paths)).witness.findEvidence()).toBe("restored");
    next.witness.confirmOnlyCopy();
    expect((await Process.at(paths)).witness.findEvidence()).toBeNull();
  });

  it("is found again when it is put back once more", async () => {
    const { next, paths, putBack } = await restored();
    next.witness.confirmOnlyCopy();
    expect(next.witness.findEvidence()).toBeNull();
    await next.rotate();
    await next.store.close();
    putBack();
    expect((await Process.at(paths)).witness.findEvidence()).toBe("restored");
  });
});

describe("a copy", () => {
  it("is found on another machine, with its witness or without, and the original is not", async () => {
    const { paths, process } = await used();
    const withState = await copied(paths);
    const dataOnly = await copied(paths, { state: join(paths.folder, "elsewhere") });
    machine = "another machine";
    const clone = await Process.at(withState);
    expect(clone.witness.findEvidence()).toBe("copied");
    expect((await Process.at(dataOnly)).witness.findEvidence()).toBe("copied");
    clone.witness.confirmOnlyCopy();
    await clone.rotate();
    expect((await Process.at(withState)).witness.findEvidence()).toBeNull();
    machine = "this machine";
    await process.rotate();
    expect((await Process.at(paths)).witness.findEvidence()).toBeNull();
  });

  it("is found in another folder of this machine while the original is there", async () => {
    const { paths } = await used();
    machine = null;
    const copy = await copied(paths);
    expect((await Process.at(copy)).witness.findEvidence()).toBe("copied");
    expect((await Process.at(paths)).witness.findEvidence()).toBeNull();
  });

  it("is found to be behind where it shares the original's state folder", async () => {
    const { paths, process } = await used();
    const copy = await copied(paths, { state: paths.state });
    await process.rotate();
    expect((await Process.at(copy)).witness.findEvidence()).toBe("restored");
  });
});

describe("a machine", () => {
  it("has one mark for each store, which does not show its id; or none", async () => {
    const { machineFor } = await vi.importActual<typeof import("../../../src/store/sqlite/machine.ts")>(
      "../../../src/store/sqlite/machine.ts",
    );
    const id = existsSync("/etc/machine-id") ? readFileSync("/etc/machine-id", "latin1").trim() : "";
    const marks = ["store-1", "store-1", "store-2"].map(machineFor);
    if (!/^[0-9a-f]{32}$/.test(id)) {
      expect(marks).toEqual([null, null, null]);
      return;
    }
    expect(new Set(marks).size).toBe(2);
    for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{64}$/);
    expect(marks.join(" ")).not.toContain(id);
  });
});
