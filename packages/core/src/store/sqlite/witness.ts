import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../errors.ts";
import type { CopyDetector, CopyEvidence } from "../store.ts";
import type { Database } from "./database.ts";
import { machineFor } from "./machine.ts";

/** Options of a {@link Witness}. */
export interface WitnessOptions {
  readonly database: Database;
  readonly storeId: string;
  /** Folder of files that describe this machine. Backups leave it out. */
  readonly folder: string;
}

/** Columns of the store's row that a witness reads. */
interface Row {
  readonly restore_stamp: string | null;
  readonly rotations: number;
  readonly machine: string | null;
  readonly place: string | null;
  readonly move_state: string | null;
}

const form = /^tokenwell-witness-1 (\S+) (\d{16})\n$/;

/**
 * Detects that a store is a copy or an earlier state of itself. Another copy may have replaced its rotating tokens, and
 * sending a replaced token ends the login. Missing data is no evidence; evidence is:
 *
 * - `restored`: a file on this machine, outside the data folder, counts more replaced tokens than the store. It is
 *   written after each commit, so the store may be ahead of it, but is behind only if it was restored.
 * - `copied`: the store records another machine; or it records another path, and a file of the same store is still
 *   there. A moved file is no copy.
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

  /** Hashed machine id; `null` if there is none. Read at first use, because most openings of a store need none. */
  get #machine(): string | null {
    if (this.#machineRead === undefined) this.#machineRead = machineFor(this.#storeId);
    return this.#machineRead;
  }

  /** See {@link CopyDetector.findEvidence}. */
  findEvidence(): CopyEvidence | null {
    // Read the file before the store, so that a commit of another process in between does not look like evidence.
    const seen = this.#seen();
    const row = this.#row();
    // It is not used here any more: what begins a refresh says so.
    if (row.move_state === "moved") return null;
    if (row.restore_stamp !== null) return row.restore_stamp === "copied" ? "copied" : "restored";
    const isBehind = seen !== null && seen > row.rotations;
    const doubt = isBehind ? "restored" : this.#isElsewhere(row) ? "copied" : null;
    if (doubt !== null) this.#stamp(doubt);
    return doubt;
  }

  /** See {@link CopyDetector.recordRotations}. Ignores failures: they only delay the detection of a copy. */
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

  /** See {@link CopyDetector.confirmOnlyCopy}. */
  confirmOnlyCopy(): void {
    this.#database.run(
      `UPDATE store SET restore_stamp = NULL, rotations = max(rotations, :seen),
         machine = coalesce(:machine, machine), place = :place WHERE id = 1`,
      { seen: this.#seen() ?? 0, machine: this.#machine, place: this.#place },
    );
  }

  /** Remembers that the store has left: any older copy of it that is put back here is behind. Ignores failures. */
  noteLeft(): void {
    try {
      this.#put(this.#row().rotations + 1);
    } catch {
      // A copy is then recognised as far as the last replaced token.
    }
  }

  #put(rotations: number): void {
    // Text of constant length is overwritten in place: many times faster than a new file, and complete at any moment.
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
      // The store is busy or full. The next call finds the evidence again.
    }
  }

  #row(): Row {
    const row = this.#database.get<Row>(
      "SELECT restore_stamp, rotations, machine, place, move_state FROM store WHERE id = 1",
    );
    if (row === undefined) throw new StoreError("store_corrupt", { place: this.#database.location });
    return row;
  }

  /** Reads the number of replaced tokens from the witness file; `null` if there is no file of this store. */
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

  /** Whether the file at a path is a second file of the same store. */
  #isTwin(path: string): boolean {
    try {
      const [there, here] = [statSync(path), statSync(this.#place)];
      // One file under two paths, as in a container and on its host.
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
