/** State of a store. */
export interface StoreStatus {
  readonly kind: "file" | "postgres";
  /** Path, or address without user and password. */
  readonly place: string;
  /**
   * `here`: it is used. `empty`: there is none yet. `leaving`: a move to `other` has begun; no refresh begins here.
   * `moved`: it is used at `other`. `arriving`: a move from `other` has begun, and not all is here.
   */
  readonly state: "here" | "empty" | "leaving" | "moved" | "arriving";
  /** The other side of a move; `null` if there is none. */
  readonly other: string | null;
  /** Number of what is there; `null` if it cannot be used here. */
  readonly counts: StoreCounts | null;
}

/** Number of what a store has. */
export interface StoreCounts {
  readonly connections: number;
  readonly sessions: number;
  /** Logins that are not finished. */
  readonly logins: number;
  /** Lines of history. */
  readonly events: number;
}

/** Step of a move that has been taken, or rows copied so far. */
export type StoreMoveProgress =
  | { readonly step: StoreMoveStep }
  | { readonly step: "copying"; readonly rows: number; readonly of: number };

/**
 * Steps of a move: the place is ready; no refresh begins any more; nothing is written any more; everything is copied;
 * both sides are the same; the old side is given up; the new one is in use; the old one is erased.
 */
export type StoreMoveStep =
  | "prepared"
  | "leaving"
  | "frozen"
  | "copied"
  | "compared"
  | "moved"
  | "arrived"
  | "erased";

/** Result of {@link Stores.move}. */
export interface StoreMoveResult {
  readonly from: string;
  readonly to: string;
  /** Value of `TOKENWELL_STORE` from now on, without a password; `null` for the file, which needs none. */
  readonly setting: string | null;
  /** Number of what was moved; `null` if an earlier call had moved it. */
  readonly counts: StoreCounts | null;
}

/** The store as a whole: where it is, and its move to another place. */
export interface Stores {
  /**
   * Tells where the store is, and how much it has. Changes nothing.
   *
   * @throws StoreError `store_…`, `key_…`
   */
  status(): Promise<StoreStatus>;
  /**
   * Moves the store to another place: `"file"`, the SQLite file in the folder, or the address of a PostgreSQL database.
   * Goes on with a move that was interrupted. While it runs, live access tokens are served and no refresh begins. The
   * place there must be empty; the data here is erased at the end. The key stays as it is.
   *
   * @throws StoreError `store_not_empty`, `nothing_to_move`, `moving_copied`, `moving_restored`, `store_integrity`, and
   *   what else a store throws. It is used here as before then, or the move goes on with the next call.
   */
  move(target: string, onProgress?: (progress: StoreMoveProgress) => void): Promise<StoreMoveResult>;
  /**
   * Goes back to before a move that was interrupted.
   *
   * @throws StoreError `store_moved` if it has moved already
   */
  takeBack(target: string): Promise<StoreStatus>;
}
