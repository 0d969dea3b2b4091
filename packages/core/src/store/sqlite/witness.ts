import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../errors.ts";
import type { CopyDetector, CopyEvidence } from "../store.ts";
import type { Database } from "./database.ts";
import { machineFor } from "./machine.ts";

/** What a witness works with. */
export interface WitnessOptions {
  readonly database: Database;
  readonly storeId: string;
  /** The folder of what describes this machine: not part of a backup. */
  readonly folder: string;
}

/** What the store says of itself. */
interface Row {
  readonly restore_stamp: string | null;
  readonly rotations: number;
  readonly machine: string | null;
  readonly place: string | null;
}

const form = /^tokenwell-witness-1 (\S+) (\d{16})\n$/;

/**
 * Tells whether a store is a copy or an earlier state of itself: then another one may have replaced its rotating tokens,
 * and to send a replaced one ends the login. Only evidence counts, and nothing that is missing is any:
 *
 * - a file beside the store's machine, not beside its data, says how many tokens had been replaced; it is written after
 *   the commit, so a store that is ahead of it is normal, and one that is behind was put back;
 * - the store says on which machine it was used, and where; a move there is none while the old place is empty.
 */
export class Witness implements CopyDetector {
  readonly #database: Database;
  readonly #storeId: string;
  readonly #file: string;
  readonly #place: string;
  #machineRead: string | null | undefined;

  constructor({ database, storeId, folder }: WitnessOptions) {
    this.#database = database;
    this.#storeId = storeId;
    this.#file = join(folder, `witness-${storeId}`);
    this.#place = resolve(database.location);
  }

  /** Read at the first refresh that needs it: a store is opened far more often. */
  get #machine(): string | null {
    if (this.#machineRead === undefined) this.#machineRead = machineFor(this.#storeId);
    return this.#machineRead;
  }

  /** What is in doubt; `null`: nothing. Once found it holds until `adopt()`, whatever else happens in the store. */
  findEvidence(): CopyEvidence | null {
    // Before the store: what another process commits and notes meanwhile must not look like evidence.
    const seen = this.#seen();
    const row = this.#row();
    if (row.restore_stamp !== null) return row.restore_stamp === "copied" ? "copied" : "restored";
    const isBehind = seen !== null && seen > row.rotations;
    const doubt = isBehind ? "restored" : this.#isElsewhere(row) ? "copied" : null;
    if (doubt !== null) this.#stamp(doubt);
    return doubt;
  }

  /** Notes what was committed. Never throws: without a witness a copy is not noticed, and nothing else is lost. */
  recordRotations(): void {
    try {
      const row = this.#row();
      if (row.restore_stamp !== null) return;
      if (row.place !== this.#place || (this.#machine !== null && row.machine !== this.#machine))
        this.#claim();
      this.#put(row.rotations);
    } catch {
      // The next commit writes it.
    }
  }

  /** A person says that this is the one copy in use. */
  confirmOnlyCopy(): void {
    this.#database.run(
      `UPDATE store SET restore_stamp = NULL, rotations = max(rotations, :seen),
         machine = coalesce(:machine, machine), place = :place WHERE id = 1`,
      { seen: this.#seen() ?? 0, machine: this.#machine, place: this.#place },
    );
  }

  #put(rotations: number): void {
    // Always of one length: it is written over in place, many times faster than a new file, and is whole at any moment.
    const text = `tokenwell-witness-1 ${this.#storeId} ${String(rotations).padStart(16, "0")}\n`;
    try {
      writeFileSync(this.#file, text, { flag: "r+" });
    } catch {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      writeFileSync(this.#file, text, { mode: 0o600 });
    }
  }

  #claim(): void {
    this.#database.run(
      "UPDATE store SET machine = coalesce(:machine, machine), place = :place WHERE id = 1",
      {
        machine: this.#machine,
        place: this.#place,
      },
    );
  }

  #stamp(evidence: CopyEvidence): void {
    try {
      this.#database.run("UPDATE store SET restore_stamp = :doubt WHERE id = 1", { doubt: evidence });
    } catch {
      // Busy or full: what was found once is found again.
    }
  }

  #row(): Row {
    const row = this.#database.get<Row>(
      "SELECT restore_stamp, rotations, machine, place FROM store WHERE id = 1",
    );
    if (row === undefined) throw new StoreError("store_corrupt", { place: this.#database.location });
    return row;
  }

  /** How many tokens the witness has seen replaced. */
  #seen(): number | null {
    try {
      const [, storeId, rotations] = form.exec(readFileSync(this.#file, "latin1")) ?? [];
      return storeId === this.#storeId ? Number(rotations) : null;
    } catch {
      return null;
    }
  }

  #isElsewhere({ machine, place }: Row): boolean {
    if (machine !== null && this.#machine !== null && machine !== this.#machine) return true;
    return place !== null && place !== this.#place && this.#isTwin(place);
  }

  /** Whether the file at a path is another one than ours, of the same store. */
  #isTwin(path: string): boolean {
    try {
      const [there, here] = [statSync(path), statSync(this.#place)];
      // One file by two names, as a container and its host have.
      if (there.dev === here.dev && there.ino === here.ino) return false;
      const twin = new DatabaseSync(path, { readOnly: true, timeout: 50 });
      try {
        return twin.prepare("SELECT store_id FROM store").get()?.store_id === this.#storeId;
      } finally {
        twin.close();
      }
    } catch {
      return false;
    }
  }
}
