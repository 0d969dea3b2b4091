import type pg from "pg";
import { StoreError } from "../../errors.ts";
import { stored } from "./texts.ts";

/** The driver, as much of it as we use. */
export type Driver = Pick<typeof pg, "Client" | "Pool" | "types">;

/**
 * Loads the driver, which an application installs beside this library if it needs PostgreSQL.
 *
 * @throws StoreError `store_driver` if it is not installed
 */
export async function loadDriver(): Promise<Driver> {
  try {
    return (await import("pg")).default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new StoreError("store_driver", {}, error as Error);
  }
}

/**
 * Returns the class of a client that closes its socket if it cannot log in for want of a password. The driver's leaves it open
 * until the server's `authentication_timeout`, and with it the process.
 */
export function closingClient({ Client }: Driver): typeof pg.Client {
  return class extends Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      const { connection } = this;
      connection.on("error", () => connection.stream.destroy());
    }
  };
}

/** Types of columns. @see https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const int8 = 20;
const text = 25;
const json = 114;

/** Returns the parsers of a connection: numbers as numbers, and JSON as the text that its row's MAC covers. */
export function parsersOf({ types }: Driver): pg.CustomTypesConfig {
  const parsers: Readonly<Record<number, (text: string) => unknown>> = {
    [int8]: Number,
    [text]: stored,
    [json]: stored,
  };
  // The type of a column decides; pg asks for each column once a result.
  return {
    getTypeParser: ((id: number, format?: "text" | "binary") =>
      format === "binary"
        ? types.getTypeParser(id, "binary")
        : (parsers[id] ?? types.getTypeParser(id))) as never,
  };
}
