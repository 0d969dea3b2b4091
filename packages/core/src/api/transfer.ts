import type { Secret } from "../secret.ts";

/**
 * Moves connections from one store to another: `Tokenwell.transfers`. The two stores talk through the caller, who
 * carries what {@link Departure} and {@link ExpectedArrival} return from one to the other. Every call may be the last one
 * of its process: begin the same transfer again on both sides, and it continues where it stopped.
 */
export interface Transfers {
  /**
   * Begins to move a connection to another store, or continues. Changes nothing: {@link Departure.release} does.
   * While the departure is open, no other process can move the connection.
   *
   * @param to the other store, as the user names it
   * @throws InputError `on_its_way_elsewhere` if the connection is on its way to another store
   * @throws RetryLaterError `move_under_way` if another process moves it; `refresh_waiting`
   * @throws ProviderError `hand_over_open` if the last refresh got no response
   * @throws LoginNeededError `needs_login`, `quarantined`, `released`
   *
   * @example
   * import { openTokenwell } from "tokenwell";
   *
   * const other = await openTokenwell({ home: "/srv/tokenwell" });
   * const departure = await tokenwell.transfers.depart("acme", "ssh://taro@server");
   * try {
   *   const arrival = await other.transfers.expect(departure.manifest);
   *   if (arrival.state === "expected") await arrival.accept(await departure.release());
   *   await departure.complete();
   * } finally {
   *   departure.close();
   * }
   */
  depart(name: string | undefined, to: string): Promise<Departure>;
  /**
   * Prepares to accept a connection. Only the last call for a transfer may accept it, so that a token that is still on
   * its way to an earlier call is refused. Call it before {@link Departure.release}.
   *
   * @param manifest the value of {@link Departure.manifest}, not trusted
   * @throws InputError `invalid_manifest`, `invalid_name`, `insecure_address`; `name_taken`
   *
   * @example
   * const manifest: unknown = JSON.parse(process.argv[2] ?? "");
   * const arrival = await tokenwell.transfers.expect(manifest);
   */
  expect(manifest: unknown): Promise<ArrivalState>;
  /**
   * Refuses a connection that has not arrived yet, for good. If the result is `absent`, this store has not got its token
   * and cannot get it from any earlier call of {@link Transfers.expect}.
   *
   * @example
   * const manifest: unknown = JSON.parse(process.argv[2] ?? "");
   * const { state } = await tokenwell.transfers.refuse(manifest);
   */
  refuse(manifest: unknown): Promise<{ readonly state: "absent" | "here" | "gone" }>;
}

/** A connection that leaves a store. */
export interface Departure {
  readonly name: string;
  /**
   * `here`: in use here. `on_its_way`: an earlier process released its refresh token, which is still here and is not
   * used. `gone`: its refresh token is erased here.
   */
  readonly state: "here" | "on_its_way" | "gone";
  /** The other store, as the user named it when the token was released. */
  readonly to: string;
  /** What the other store must know before it gets the token. Holds nothing secret; can be written as JSON. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Stops using the refresh token here, and returns it, with its app's secret, for {@link ExpectedArrival.accept}. */
  release(): Promise<Secret>;
  /** Erases the refresh token: the other store has it, and has proven it or can no longer lose it by our doing. */
  complete(): Promise<void>;
  /** Uses the refresh token here again. Only if the other store has not got it, and cannot get it any more. */
  takeBack(): Promise<void>;
  /** Lets other processes move the connection. */
  close(): void;
}

/**
 * State of a transfer at the store that it goes to. `here`: an earlier process accepted the connection, which is in this
 * store. `gone`: it was in this store and has left it again, by logout or a move.
 */
export type ArrivalState =
  | ExpectedArrival
  | {
      readonly state: "here";
      /** Refreshes the connection, if no refresh has succeeded since it arrived. */
      verify(): Promise<Accepted>;
    }
  | { readonly state: "gone" };

/** An arrival that is prepared. */
export interface ExpectedArrival {
  readonly state: "expected";
  /**
   * Stores the connection, then verifies it with one refresh under the full protocol.
   *
   * @param parcel the value of {@link Departure.release}
   */
  accept(parcel: Secret): Promise<Accepted>;
}

/**
 * Result of an arrival. `proven`: one refresh succeeded. `kept`: this store owns the token, but could not prove it, and
 * `problem` says why. `returned`: this store has not got it, and the provider has not changed it.
 */
export type Accepted =
  | { readonly result: "proven" }
  | { readonly result: "kept" | "returned"; readonly problem: Error };
