import type { Hook } from "../../model.ts";
import type { Row } from "../sealing/row.ts";
import type { ConnectionState, HookTransition } from "../store.ts";
import type { ConnectionReader } from "./connection-reader.ts";
import type { ConnectionWriter } from "./connection-writer.ts";
import { hookOf, rowOfHook } from "./rows/hooks.ts";
import type { TableServices } from "./services.ts";
import { all, inserting, runAll, running, type Sql } from "./sql.ts";

/** Hooks of the connections of one workspace. Reading is one statement; {@link HookTable.update} is a part of a transaction. */
export class HookTable {
  readonly #services: TableServices;
  readonly #reader: ConnectionReader;
  readonly #writer: ConnectionWriter;

  constructor(
    services: TableServices,
    { reader, writer }: { readonly reader: ConnectionReader; readonly writer: ConnectionWriter },
  ) {
    this.#services = services;
    this.#reader = reader;
    this.#writer = writer;
  }

  /** See {@link Hooks.of}. */
  *of(connectionId: string): Sql<readonly Hook[]> {
    const sql = "SELECT * FROM hook WHERE connection = :id ORDER BY event";
    return (yield* all<Row>(sql, { id: connectionId })).map((row) => hookOf(row, this.#services.sealer));
  }

  /** See {@link Hooks.due}. */
  *due(): Sql<readonly string[]> {
    const rows = yield* all<{ id: string }>(
      `SELECT DISTINCT hook.connection AS id FROM hook JOIN connection ON connection.id = hook.connection
         WHERE hook.due IS NOT NULL AND connection.workspace = :workspace ORDER BY hook.connection`,
      { workspace: this.#services.workspace },
    );
    return rows.map(({ id }) => id);
  }

  /** See {@link Hooks.update}. */
  *update<T>(
    id: string,
    decide: (state: ConnectionState, hooks: readonly Hook[]) => HookTransition<T>,
  ): Sql<T | undefined> {
    const state = yield* this.#reader.readToChange({ id });
    if (state === undefined) return undefined;
    const before = yield* this.of(id);
    const { hooks, event, result } = decide(state, before);
    if (hooks !== null) yield* this.#put(id, before, hooks);
    if (event !== undefined) yield* runAll(this.#writer.recording(state.connection, event));
    return result;
  }

  *#put(id: string, before: readonly Hook[], after: readonly Hook[]): Sql<void> {
    const { sealer } = this.#services;
    const events = after.map(({ event }) => event);
    const ended = before.filter(({ event }) => !events.includes(event));
    const changed = after.filter((hook) => !before.includes(hook));
    yield* runAll([
      ...ended.map(({ event }) =>
        running("DELETE FROM hook WHERE connection = :id AND event = :event", { id, event }),
      ),
      ...changed.map((hook) =>
        inserting("hook", rowOfHook({ ...hook, connectionId: id }, sealer), ["connection", "event"]),
      ),
    ]);
  }
}
