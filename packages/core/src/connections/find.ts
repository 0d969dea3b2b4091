import { InputError, LoginNeededError } from "../errors.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import { nearest } from "../text/nearest.ts";

const collator = new Intl.Collator("en");

/**
 * Finds the caller's connection: the one of the given name, the one that `TOKENWELL_CONNECTION` names, or the only one.
 * Throws `unknown_connection`, `which_connection` or `nothing_connected`.
 */
export async function findConnection(
  store: Store,
  name: string | undefined,
  defaultName?: string,
): Promise<ConnectionState> {
  const wanted = name ?? defaultName;
  if (wanted !== undefined && wanted !== "") {
    const state = await store.connections.read({ name: wanted });
    if (state) return state;
    throw await unknown(store, wanted);
  }
  const names = await namesIn(store);
  const [only] = names;
  if (only === undefined) throw new LoginNeededError("nothing_connected");
  if (names.length > 1) throw new InputError("which_connection", { names: names.join("  ") });
  const state = await store.connections.read({ name: only });
  if (!state) throw new LoginNeededError("nothing_connected");
  return state;
}

/** Lists the names of all connections, in alphabetical order. */
export async function namesIn(store: Store): Promise<readonly string[]> {
  return (await store.connections.names()).toSorted(collator.compare);
}

/** Returns `name`. Throws `invalid_name` if it could be mistaken for an option, an address or a path. */
export function checkName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name))
    throw new InputError("invalid_name", { name: name.slice(0, 63) });
  return name;
}

async function unknown(store: Store, name: string): Promise<Error> {
  const names = await namesIn(store);
  if (names.length === 0) return new LoginNeededError("nothing_connected");
  const suggestion = names.find((known) => known.startsWith(name)) ?? nearest(name, names);
  if (suggestion !== undefined)
    return new InputError("unknown_connection_did_you_mean", { name, suggestion });
  return new InputError("unknown_connection", { name });
}

/** Returns `wanted` if no connection has this name, or else `wanted` with the first number that makes it free. */
export async function freeName(store: Store, wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if ((await store.connections.read({ name })) === undefined) return name;
  }
}
