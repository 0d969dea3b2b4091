import type { Hook } from "../../model.ts";
import type { Row } from "../sealing/row.ts";
import type { ConnectionState, HookTransition } from "../store.ts";
import type { TableServices } from "./client-table.ts";
import type { ConnectionTable } from "./connection-table.ts";
import { hookOf, rowOfHook } from "./rows/hooks.ts";

/** Hooks of the connections of one workspace. Reading is one statement; {@link HookTable.update} is a part of a transaction. */
export class HookTable {
  readonly #services: TableServices;
  readonly #connections: ConnectionTable;

  constructor(services: TableServices, connections: ConnectionTable) {
    this.#services = services;
    this.#connections = connections;
  }

  /** See {@link Hooks.of}. */
  of(connectionId: string): Hook[] {
    const { database, sealer } = this.#services;
    return database
      .all<Row>("SELECT * FROM hook WHERE connection = :id ORDER BY event", { id: connectionId })
      .map((row) => hookOf(row, sealer));
  }

  /** See {@link Hooks.due}. */
  due(): string[] {
    const { database, workspace } = this.#services;
    const rows = database.all<{ id: string }>(
      `SELECT DISTINCT hook.connection AS id FROM hook JOIN connection ON connection.id = hook.connection
         WHERE hook.due IS NOT NULL AND connection.workspace = :workspace ORDER BY hook.connection`,
      { workspace },
    );
    return rows.map(({ id }) => id);
  }

  /** See {@link Hooks.update}. */
  update<T>(
    id: string,
    decide: (state: ConnectionState, hooks: readonly Hook[]) => HookTransition<T>,
  ): T | undefined {
    const state = this.#connections.read({ id });
    if (state === undefined) return undefined;
    const before = this.of(id);
    const { hooks, event, result } = decide(state, before);
    if (hooks !== null) this.#put(id, before, hooks);
    if (event !== undefined) this.#connections.record(state.connection, event);
    return result;
  }

  #put(id: string, before: readonly Hook[], after: readonly Hook[]): void {
    const { database, sealer } = this.#services;
    const events = after.map(({ event }) => event);
    for (const { event } of before)
      if (!events.includes(event))
        database.run("DELETE FROM hook WHERE connection = :id AND event = :event", { id, event });
    for (const hook of after)
      if (!before.includes(hook))
        database.insert("hook", rowOfHook({ ...hook, connectionId: id }, sealer), ["connection", "event"]);
  }
}
