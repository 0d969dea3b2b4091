import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { StoreError } from "../../errors.ts";

/** The connection that a password is for. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Finds the password for a server that asks for one and has none in the address: `PGPASSWORD`, then the file of `PGPASSFILE`
 * or `~/.pgpass`. The driver's own search warns on stderr, and goes on without one.
 *
 * @throws StoreError `store_no_password` if there is none; `store_password_file` if others can read the file
 * @see https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export function findPassword(login: Login, place: string, env: Env = process.env): string {
  if (env.PGPASSWORD) return env.PGPASSWORD;
  const password = passwordIn(readOwn(pathOf(env)), login);
  if (password === undefined) throw new StoreError("store_no_password", { place });
  return password;
}

function pathOf({ PGPASSFILE: given, APPDATA: data = "", HOME: home = homedir() }: Env): string {
  if (given) return given;
  return process.platform === "win32" ? join(data, "postgresql", "pgpass.conf") : join(home, ".pgpass");
}

/** Returns the text of a file of passwords; `""` if there is none. */
function readOwn(path: string): string {
  try {
    const isOpen = process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
    if (!isOpen) return readFileSync(path, "utf8");
  } catch {
    return "";
  }
  throw new StoreError("store_password_file", { path });
}

/** Returns the password of the first line that fits a login. */
function passwordIn(text: string, { host, port, database, user }: Login): string | undefined {
  // A socket of this machine counts as localhost.
  const wanted = [host.startsWith("/") ? [host, "localhost"] : [host], [String(port)], [database], [user]];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field = ""]) =>
      field.replace(/\\(.)/g, "$1"),
    );
    const isFitting = wanted.every((values, index) => {
      const field = fields[index];
      return field === "*" || (field !== undefined && values.includes(field));
    });
    if (isFitting && fields[4]) return fields[4];
  }
  return undefined;
}
