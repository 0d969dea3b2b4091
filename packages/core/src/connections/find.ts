import { InputError, LoginNeededError } from "../errors.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import { nearest } from "../text/nearest.ts";

/**
 * The connection that a caller means: the one of that name, the one that `TOKENWELL_CONNECTION` names, or the
 * only one. Throws `unknown_connection`, `which_connection` or `nothing_connected`.
 */
export async function findConnection(
  store: Store,
  name: string | undefined,
  fallback?: string,
): Promise<ConnectionState> {
  const asked = name ?? fallback;
  if (asked !== undefined && asked !== "") {
    const state = await store.family({ name: asked });
    if (state) return state;
    throw await unknown(store, asked);
  }
  const names = await namesIn(store);
  const [only] = names;
  if (only === undefined) throw new LoginNeededError("nothing_connected");
  if (names.length > 1) throw new InputError("which_connection", { names: names.join("  ") });
  const before = await store.family({ name: only });
  if (!before) throw new LoginNeededError("nothing_connected");
  return before;
}

/** The names of all connections, in order. */
export async function namesIn(store: Store): Promise<readonly string[]> {
  const names = (await store.connections()).flatMap((row) => (row.name === null ? [] : [row.name]));
  return names.sort((a, b) => a.localeCompare(b, "en"));
}

/** Throws `invalid_name` for what could be mistaken for an option, an address or a path. */
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

/** The wanted name, or the first of it with a number that nobody has. */
export function freeName(wanted: string, names: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!names.includes(name)) return name;
  }
}
