import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serverEnvironment } from "./daemon.ts";
import { giveToServer, serverUser } from "./user.ts";

/** Lines of `postgresql.conf`. */
export type Settings = Readonly<Record<string, string | number>>;

const run = promisify(execFile);

/** Small, and without anything that outlives the folder. The disk is as the server has it by default: fsync is on. */
const defaults: Settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 200,
  shared_buffers: "64MB",
  max_wal_size: "256MB",
  dynamic_shared_memory_type: "mmap",
  lc_messages: "C",
  timezone: "UTC",
};

/** Settings of a server that may lose everything when the machine stops, and is faster. */
export const withoutDisk: Settings = { fsync: "off", full_page_writes: "off" };

/** A server's key and certificate, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Access by password only. The superuser is ours: it needs no TLS. */
const access = (type: "host" | "hostssl"): string => `
host all,replication postgres 127.0.0.1/32 scram-sha-256
${type} all all 127.0.0.1/32 scram-sha-256
`;

/** Makes the folder of a server: `data` for PostgreSQL, a log beside it. */
export function newFolder(parent = tmpdir()): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "tokenwell-postgres-"));
  giveToServer(folder);
  return folder;
}

/**
 * Makes an empty cluster with a superuser `postgres`. Its texts sort by the rules of English, as on most servers of real
 * companies: byte by byte is what SQLite does, and hides mistakes.
 */
export async function initialise(programs: string, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveToServer(passwordFile);
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en"];
  const login = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  await run(
    join(programs, "initdb"),
    [`--pgdata=${join(folder, "data")}`, "--no-sync", ...locale, ...login],
    { ...serverUser(), cwd: folder, env: serverEnvironment },
  );
  rmSync(passwordFile);
  write(folder, "pg_hba.conf", access("host"));
}

/** Writes a certificate and closes every other way in; returns the settings that use it. */
export function useCertificate(folder: string, { cert, key }: Certificate): Settings {
  write(folder, "server.crt", cert);
  write(folder, "server.key", key);
  write(folder, "pg_hba.conf", access("hostssl"));
  return { ssl: "on" };
}

/** Writes the settings with which the server starts next. */
export function configure(folder: string, settings: Settings): void {
  const all = Object.entries({ ...defaults, ...settings });
  const text = all.map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`).join("");
  write(folder, "postgresql.conf", text);
}

function write(folder: string, name: string, text: string): void {
  const file = join(folder, "data", name);
  writeFileSync(file, text, { mode: 0o600 });
  giveToServer(file);
}
