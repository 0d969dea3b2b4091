import { execFile, spawn } from "node:child_process";
import {
  accessSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createConnection } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild } from "../children.ts";

const run = promisify(execFile);
const server = "/usr/sbin/sshd";

/** Whether Debian's sshd is here. Installs it if this user may. */
export async function hasSshd(): Promise<boolean> {
  try {
    accessSync(server);
    return true;
  } catch {
    if (process.getuid?.() !== 0) return false;
    const packages = ["openssh-server", "openssh-client"];
    return await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages]).then(
      () => true,
      () => false,
    );
  }
}

/** An sshd of this user, at which this user logs in by a key of its own. */
export class Sshd {
  readonly folder = mkdtempSync(join(tmpdir(), "tokenwell-sshd-"));
  readonly port: number;

  private constructor(port: number) {
    this.port = port;
  }

  /** Makes keys and configuration; {@link Sshd.start} starts it. */
  static async make(): Promise<Sshd> {
    const sshd = new Sshd(await freePort());
    onTestFinished(() => rmSync(sshd.folder, { recursive: true, force: true }));
    const { folder, port } = sshd;
    for (const name of ["host", "user"])
      await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", join(folder, name)]);
    copyFileSync(join(folder, "user.pub"), join(folder, "authorized"));
    writeFileSync(
      join(folder, "known"),
      `[127.0.0.1]:${port} ${readFileSync(join(folder, "host.pub"), "utf8")}`,
    );
    writeFileSync(
      join(folder, "client"),
      `IdentityFile ${folder}/user
IdentitiesOnly yes
UserKnownHostsFile ${folder}/known
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
BatchMode yes
`,
    );
    return sshd;
  }

  /** The ssh that reaches it, and its address. */
  get ssh(): { readonly program: string; readonly address: string } {
    return {
      program: `/usr/bin/ssh -F ${join(this.folder, "client")}`,
      address: `ssh://${userInfo().username}@127.0.0.1:${this.port}`,
    };
  }

  /** Starts it. Its sessions have these variables. */
  async start(env: Readonly<Record<string, string>>): Promise<void> {
    const { folder, port } = this;
    // Compiled into sshd: the folder into which root locks the part that speaks to strangers.
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const variables = Object.entries(env).map(([name, value]) => `"${name}=${value}"`);
    writeFileSync(
      join(folder, "server"),
      `ListenAddress 127.0.0.1
Port ${port}
HostKey ${folder}/host
AuthorizedKeysFile ${folder}/authorized
PasswordAuthentication no
PermitRootLogin yes
StrictModes no
UsePAM no
PidFile none
SetEnv ${variables.join(" ")}
`,
    );
    const child = spawn(server, ["-D", "-e", "-f", join(folder, "server")], { stdio: "ignore" });
    adoptChild(child);
    onTestFinished(() => void child.kill());
    await this.#listening();
  }

  async #listening(): Promise<void> {
    for (;;) {
      const socket = createConnection(this.port, "127.0.0.1");
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      });
      socket.destroy();
      if (isOpen) return;
    }
  }
}
