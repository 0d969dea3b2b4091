import { randomBytes } from "node:crypto";
import { Client, type QueryResultRow } from "pg";
import { freePort } from "../free-port.ts";
import { type Origin, programs } from "./binaries.ts";
import {
  type Certificate,
  configure,
  initialise,
  newFolder,
  type Settings,
  useCertificate,
} from "./cluster.ts";
import { Postmaster, type Shutdown } from "./postmaster.ts";
import { Watcher } from "./watcher.ts";

export interface ServerOptions {
  /** Default: npm's. */
  readonly binaries?: Origin;
  /** Folder in which the server's own is made. Default: the system's for temporary files. */
  readonly parent?: string | undefined;
  readonly settings?: Settings | undefined;
  /** Where it is, the server takes connections by TLS only. */
  readonly certificate?: Certificate | undefined;
}

/**
 * A real PostgreSQL server on a port of 127.0.0.1. It ends with our process, however that ends, and leaves no folder.
 * Its tests log in as `tokenwell`, which owns its databases and nothing else; `postgres` is the superuser.
 */
export class PostgresServer implements AsyncDisposable {
  /** Stays the same when the server starts again. */
  port = 0;
  readonly folder: string;
  readonly binaries: Origin;
  readonly #programs: string;
  readonly #password: string;
  readonly #watcher: Watcher;
  #settings: Settings;
  #postmaster: Postmaster | undefined;

  private constructor(options: ServerOptions, password: string) {
    this.binaries = options.binaries ?? "npm";
    this.#programs = programs(this.binaries);
    this.folder = newFolder(options.parent);
    this.#watcher = new Watcher(this.folder);
    this.#settings = options.settings ?? {};
    this.#password = password;
  }

  static async start(options: ServerOptions = {}): Promise<PostgresServer> {
    const server = new PostgresServer(options, randomBytes(16).toString("hex"));
    try {
      await initialise(server.#programs, server.folder, server.#password);
      if (options.certificate !== undefined) {
        server.#settings = { ...server.#settings, ...useCertificate(server.folder, options.certificate) };
      }
      await server.#startOnFreePort();
      await server.admin(`CREATE ROLE tokenwell LOGIN PASSWORD '${server.#password}'`);
      return server;
    } catch (error) {
      await server.dispose();
      throw error;
    }
  }

  /** Starts another server on data that `fill` puts into its folder: a copy of this one's, with its passwords. */
  static async copy(
    of: PostgresServer,
    options: Omit<ServerOptions, "binaries">,
    fill: (folder: string) => Promise<void>,
  ): Promise<PostgresServer> {
    const server = new PostgresServer({ ...options, binaries: of.binaries }, of.#password);
    try {
      await fill(server.folder);
      await server.#startOnFreePort();
      return server;
    } catch (error) {
      await server.dispose();
      throw error;
    }
  }

  /** The address for the owner of this database. */
  url(database: string): string {
    return `postgres://tokenwell:${this.#password}@127.0.0.1:${this.port}/${database}`;
  }

  /** The address for the superuser. */
  adminUrl(database = "postgres"): string {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs one statement as superuser on a connection of its own. */
  async admin<R extends QueryResultRow>(
    sql: string,
    parameters: readonly unknown[] = [],
    database?: string,
  ): Promise<R[]> {
    return await statement<R>(this.adminUrl(database), sql, parameters);
  }

  /** Makes a database and returns its name. */
  async createDatabase(): Promise<string> {
    return await createDatabase(this.adminUrl());
  }

  /** Starts a stopped server on its old data and port; recovers first if it was stopped at once. */
  async start(settings: Settings = {}): Promise<void> {
    this.#settings = { ...this.#settings, ...settings };
    configure(this.folder, { ...this.#settings, port: this.port });
    this.#postmaster = await Postmaster.start(this.#programs, this.folder, (pid) => this.#watcher.watch(pid));
  }

  /** `pg_ctl stop -m fast` or `-m immediate`. */
  async stop(shutdown: Shutdown = "fast"): Promise<void> {
    await this.#postmaster?.stop(shutdown);
    this.#postmaster = undefined;
  }

  /** Kills one backend by SIGKILL, as the system does when memory ends. The server then restarts all of them and recovers. */
  killBackend(pid: number): void {
    process.kill(pid, "SIGKILL");
  }

  /** Stops the server and removes its folder. */
  async dispose(): Promise<void> {
    await this.stop("immediate");
    await this.#watcher.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /** Another program may take the port between the look and the start. */
  async #startOnFreePort(): Promise<void> {
    for (let attempts = 5; ; attempts -= 1) {
      this.port = await freePort();
      try {
        return await this.start();
      } catch (error) {
        if (attempts === 1 || !String(error).includes("Address already in use")) throw error;
      }
    }
  }
}

/** Makes a database with a name of its own for `tokenwell`, and returns the name. */
export async function createDatabase(adminUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  // No session is ever in template0, so that many can be made at once. Copying files takes half the time of copying by the log.
  await statement(adminUrl, `CREATE DATABASE ${name} OWNER tokenwell TEMPLATE template0 STRATEGY FILE_COPY`);
  return name;
}

/** Runs one statement on a connection of its own. */
export async function statement<R extends QueryResultRow>(
  url: string,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<R[]> {
  const client = new Client({ connectionString: url });
  // A server that ends tells every connection; the statement's rejection says so already.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<R>(sql, [...parameters]);
    return rows;
  } finally {
    await client.end();
  }
}
