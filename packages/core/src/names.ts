import type { Connection } from "./model.ts";

/** Returns the name that callers use for a connection; `null` if it has none. */
export const ownName = ({ owner }: Pick<Connection, "owner">): string | null =>
  owner.kind === "named" ? owner.name : null;

/** Returns the name of a connection for messages: its own, the one that it will replace, or its id. */
export function nameOf({ id, owner }: Pick<Connection, "id" | "owner">): string {
  if (owner.kind === "named") return owner.name;
  return (owner.kind === "pending" ? owner.replaces : null) ?? id;
}
