import { execFile } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { giveToServer, serverUser } from "./user.ts";

const run = promisify(execFile);

/**
 * Copies the data of a running server, as `pg_basebackup` does, which npm's programs lack. The slot keeps what the copy still
 * needs of the log, until a replica has fetched it.
 *
 * @see https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function baseBackup(adminUrl: string, slot: string, from: string, to: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_create_physical_replication_slot($1, true)", [slot]);
    await client.query("SELECT pg_backup_start('replica', true)");
    await copy(from, to);
    const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
    const label = join(to, "backup_label");
    writeFileSync(label, rows[0]?.labelfile ?? "", { mode: 0o600 });
    giveToServer(label);
  } finally {
    await client.end();
  }
}

async function copy(from: string, to: string): Promise<void> {
  await run("cp", ["-a", from, to], { ...serverUser(), cwd: "/" }).catch(rethrowUnlessVanished);
  rmSync(join(to, "postmaster.pid"), { force: true });
  for (const folder of ["pg_wal", "pg_replslot"]) {
    for (const entry of readdirSync(join(to, folder)))
      rmSync(join(to, folder, entry), { recursive: true, force: true });
  }
}

/** A file that a running server removes meanwhile is not needed: its log says so. */
function rethrowUnlessVanished(error: Error & { stderr?: string }): void {
  const complaints = (error.stderr ?? error.message).trim().split("\n");
  if (!complaints.every((line) => line.endsWith("No such file or directory"))) throw error;
}
