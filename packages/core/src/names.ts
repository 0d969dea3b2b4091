import type { Connection } from "./model.ts";

/** Name that callers use for a connection; `null` for one without a name of its own. */
export const ownName = ({ owner }: Pick<Connection, "owner">): string | null =>
  owner.kind === "named" ? owner.name : null;

/** What sentences call a connection: its name, the name that it will replace, or its id. */
export function nameOf({ id, owner }: Pick<Connection, "id" | "owner">): string {
  if (owner.kind === "named") return owner.name;
  return (owner.kind === "pending" ? owner.replaces : null) ?? id;
}
