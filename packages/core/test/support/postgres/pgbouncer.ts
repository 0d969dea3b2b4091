import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import { newFolder } from "./cluster.ts";
import { Daemon } from "./daemon.ts";
import { statement } from "./server.ts";
import { giveToServer } from "./user.ts";
import { Watcher } from "./watcher.ts";

const program = "/usr/sbin/pgbouncer";

/** Says why there is no PgBouncer here; `undefined` if there is. */
export function missingPgBouncer(): string | undefined {
  return existsSync(program) ? undefined : "PgBouncer is not installed: apt-get install pgbouncer";
}

/**
 * Debian's PgBouncer before a server: a client keeps its server connection for one transaction only.
 *
 * @see https://www.pgbouncer.org/config.html
 */
export class PgBouncer implements AsyncDisposable {
  readonly port: number;
  readonly #daemon: Daemon;
  readonly #watcher: Watcher;

  private constructor(port: number, daemon: Daemon, watcher: Watcher) {
    this.port = port;
    this.#daemon = daemon;
    this.#watcher = watcher;
  }

  /** Serves the user of this address and all databases of its server. `poolSize`: server connections of a database. */
  static async start(serverUrl: string, { poolSize = 4 } = {}): Promise<PgBouncer> {
    const folder = newFolder();
    const watcher = new Watcher(folder, "TERM");
    const port = await freePort();
    const { password, port: serverPort, username } = new URL(serverUrl);
    const ini = join(folder, "pgbouncer.ini");
    try {
      write(join(folder, "users"), `"${username}" "${password}"\n`);
      write(ini, configuration({ folder, poolSize, port, serverPort, username }));
      const daemon = await Daemon.start({
        program,
        words: [ini],
        folder,
        log: join(folder, "log"),
        told: (pid) => watcher.watch(pid),
        isReady: () => answers(moved(serverUrl, port).replace(/[^/]+$/, "pgbouncer")),
      });
      return new PgBouncer(port, daemon, watcher);
    } catch (error) {
      await watcher.end();
      throw error;
    }
  }

  /** The same address, by this pool. */
  url(url: string): string {
    return moved(url, this.port);
  }

  async dispose(): Promise<void> {
    await this.#daemon.stop("SIGTERM");
    await this.#watcher.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

interface Values {
  readonly folder: string;
  readonly poolSize: number;
  readonly port: number;
  readonly serverPort: string;
  readonly username: string;
}

function configuration({ folder, poolSize, port, serverPort, username }: Values): string {
  return `[databases]
* = host=127.0.0.1 port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, "users")}
stats_users = ${username}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 1000
`;
}

const moved = (url: string, port: number): string => url.replace(/:\d+(?=\/)/, `:${port}`);

function write(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  giveToServer(file);
}

async function answers(url: string): Promise<boolean> {
  return await statement(url, "SHOW VERSION").then(
    () => true,
    () => false,
  );
}
