import { chownSync } from "node:fs";

/** The user `nobody`, which every system has. */
const nobody = 65_534;

/** The user of the server's processes, as `spawn` wants it. PostgreSQL refuses to run as root. */
export function serverUser(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

/** Gives a file or a folder to the server's user. */
export function giveToServer(path: string): void {
  const { uid, gid } = serverUser();
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
