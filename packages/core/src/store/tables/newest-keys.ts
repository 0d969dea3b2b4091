import { StoreError } from "../../errors.ts";
import { type KeyPaths, readKeks } from "../sealing/key-source.ts";
import { type Kek, Keyring, type WorkspaceRow } from "../sealing/keyring.ts";
import type { Row } from "../sealing/row.ts";
import type { Answer, Sql, Statement } from "./sql.ts";
import type { Engine } from "./table-store.ts";

/** Place of the keys of a workspace: its row, and that of the key-encryption key. */
export interface KeyOrigin {
  /** Location of the store, for error messages. */
  readonly location: string;
  readonly paths: KeyPaths;
  readRow(): Promise<WorkspaceRow | undefined>;
}

/** Keys of a workspace, which a rotation by another process replaces. */
export class WorkspaceKeys {
  readonly keyring: Keyring;
  readonly location: string;
  /** Statement that reads which key the workspace has. */
  readonly keyId: Statement;
  readonly #origin: KeyOrigin;
  #kek: Kek;

  constructor({ keyring, kek }: { readonly keyring: Keyring; readonly kek: Kek }, origin: KeyOrigin) {
    this.keyring = keyring;
    this.location = origin.location;
    this.keyId = keyIdOf(keyring.workspaceId);
    this.#origin = origin;
    this.#kek = kek;
  }

  /**
   * Reads the workspace's keys again. Resolves with `false` if they are as before. Throws `key_…` if the new key-encryption
   * key cannot be read where the old one was.
   */
  async reload(): Promise<boolean> {
    const { keyring, location: place } = this;
    const { storeId } = keyring;
    const row = await this.#origin.readRow();
    if (row === undefined || Buffer.compare(row.key_id, keyring.keyId) === 0) return false;
    const isUnderKnown = Keyring.of(this.#kek, storeId, row) !== undefined;
    const keks = isUnderKnown ? [this.#kek] : await readKeks(this.#origin.paths, { place, mayCreate: false });
    for (const kek of keks) {
      const newer = Keyring.of(kek, storeId, row);
      if (newer === undefined) continue;
      keyring.adopt(newer);
      this.#kek = kek;
      return true;
    }
    throw new StoreError("key_wrong", { path: this.#origin.paths.key, place });
  }
}

/** Times that work runs with new keys: a rotation between two of them is rare, and two of them do not happen. */
const maxReloads = 3;

/**
 * Returns an engine whose work has the newest keys. A transaction that writes reads first which key the workspace has, so
 * that nothing is sealed under an earlier one; a reader finds a ciphertext or a MAC that it cannot check. Both run again
 * with the new keys. What is damaged is read as before: it fails when it is opened.
 */
export function withNewestKeys(engine: Engine, keys: WorkspaceKeys): Engine {
  const again = async <T>(run: () => Promise<T>): Promise<T> => {
    for (let reloads = 0; ; reloads += 1) {
      try {
        return await run();
      } catch (error) {
        const mayBeNew = error instanceof StoreError && error.code === "store_integrity";
        if (!mayBeNew || reloads === maxReloads || !(await keys.reload())) throw error;
      }
    }
  };
  const reading = async <T>(run: () => Promise<T>): Promise<T> => {
    const { unknown } = keys.keyring;
    const result = await run();
    return keys.keyring.unknown !== unknown && (await keys.reload()) ? await run() : result;
  };
  return {
    clock: engine.clock,
    one: (work) => again(() => reading(() => engine.one(work))),
    read: (work, connection) => again(() => reading(() => engine.read(work, connection))),
    write: (work, hints) => again(() => engine.write(() => checked(keys, work), hints)),
    rehearse: (work) => engine.rehearse(() => checked(keys, work)),
    forget: (attempts) => engine.forget(attempts),
    ensureFreeSpace: () => engine.ensureFreeSpace(),
  };
}

/** Runs work and, with its first statements, compares the key of the workspace. Throws `store_integrity` if it is another. */
function* checked<T>({ keyring, keyId, location }: WorkspaceKeys, work: () => Sql<T>): Sql<T> {
  const inner = work();
  let step = inner.next([]);
  if (step.done) return step.value;
  const [key, ...answers] = yield [keyId, ...step.value];
  if (!isKeyOf(keyring, key)) throw new StoreError("store_integrity", { place: location });
  step = inner.next(answers);
  while (!step.done) step = inner.next(yield step.value);
  return step.value;
}

const keyIdOf = (workspace: string): Statement => ({
  sql: "SELECT key_id FROM workspace WHERE id = :workspace",
  values: { workspace },
  isRun: false,
});

function isKeyOf(keyring: Keyring, answer: Answer | undefined): boolean {
  const [row] = (answer?.rows ?? []) as readonly Row[];
  return row?.key_id instanceof Uint8Array && Buffer.compare(row.key_id, keyring.keyId) === 0;
}
