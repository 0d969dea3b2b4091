import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseBackup } from "./base-backup.ts";
import type { Settings } from "./cluster.ts";
import { Line } from "./line.ts";
import { PostgresServer, type ServerOptions } from "./server.ts";
import { giveToServer } from "./user.ts";

/**
 * A streaming, asynchronous replica of a server. What the primary has committed reaches it by a line of its own: if that is
 * cut or stalls, the replica lags, and a promotion loses the rest.
 */
export class Replica implements AsyncDisposable {
  readonly server: PostgresServer;
  readonly line: Line;

  private constructor(server: PostgresServer, line: Line) {
    this.server = server;
    this.line = line;
  }

  /** `settings.recovery_min_apply_delay` makes it show late what it has received in time; a promotion loses nothing of that. */
  static async of(primary: PostgresServer, options: Omit<ServerOptions, "binaries"> = {}): Promise<Replica> {
    const line = await Line.open(primary.port);
    try {
      return new Replica(await copyOf(primary, line, options), line);
    } catch (error) {
      await line.close();
      throw error;
    }
  }

  /** Shows nothing newer from now on, though it receives it. */
  async pauseReplay(): Promise<void> {
    await this.server.admin("SELECT pg_wal_replay_pause()");
  }

  async resumeReplay(): Promise<void> {
    await this.server.admin("SELECT pg_wal_replay_resume()");
  }

  /** Makes it a primary; resolves when it takes writes. */
  async promote(): Promise<void> {
    const [answer] = await this.server.admin<{ promoted: boolean }>(
      "SELECT pg_promote(true, 60) AS promoted",
    );
    if (answer?.promoted !== true) throw new Error("The replica was not promoted.");
  }

  async dispose(): Promise<void> {
    await this.server.dispose();
    await this.line.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

async function copyOf(
  primary: PostgresServer,
  line: Line,
  { parent, settings }: Omit<ServerOptions, "binaries">,
): Promise<PostgresServer> {
  const slot = `replica_${line.port}`;
  const { hostname, password, port, username } = new URL(line.url(primary.adminUrl()));
  const all: Settings = {
    primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
    primary_slot_name: slot,
    ...settings,
  };
  return await PostgresServer.copy(primary, { parent, settings: all }, async (folder) => {
    const data = join(folder, "data");
    await baseBackup(primary.adminUrl(), slot, join(primary.folder, "data"), data);
    const standby = join(data, "standby.signal");
    writeFileSync(standby, "");
    giveToServer(standby);
  });
}
