import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild } from "../children.ts";
import { installOnSystem, type OnSystem } from "./debian.ts";

const run = promisify(execFile);

/** The user and group `mail` of Debian, who owns the mailboxes: Dovecot refuses root. */
const mailId = 8;

/** Installs Dovecot with IMAP and submission. */
export const installDovecot = (): Promise<OnSystem> =>
  installOnSystem(
    ["dovecot-imapd", "dovecot-submissiond", "openssl"],
    ["/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/submission", "/usr/bin/openssl"],
  );

/** What Dovecot needs. */
export interface DovecotOptions {
  /** Where it asks whose token it is. */
  readonly userinfo: string;
  /** The port of this machine to which it passes mail on. */
  readonly relayPort: number;
}

/**
 * Dovecot on loopback, with TLS. It accepts XOAUTH2 and OAUTHBEARER only, and asks the provider whose the token is: the
 * user's address must be that of the account.
 */
export class Dovecot {
  readonly folder: string;
  readonly imapsPort: number;
  readonly imapPort: number;
  readonly submissionPort: number;
  readonly submissionsPort: number;
  #child: ChildProcess | undefined;

  private constructor(folder: string, ports: readonly [number, number, number, number]) {
    this.folder = folder;
    [this.imapPort, this.imapsPort, this.submissionPort, this.submissionsPort] = ports;
  }

  static async start(options: DovecotOptions): Promise<Dovecot> {
    const folder = mkdtempSync(join(tmpdir(), "tokenwell-dovecot-"));
    const server = new Dovecot(folder, [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ]);
    chmodSync(folder, 0o755);
    for (const name of ["run", "state", "mail", "home"]) mkdirSync(join(folder, name));
    for (const name of ["mail", "home"]) chownSync(join(folder, name), mailId, mailId);
    await run("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:TRUE"],
      ...["-keyout", join(folder, "key.pem"), "-out", server.certificate],
    ]);
    writeFileSync(
      join(folder, "oauth2.conf"),
      `introspection_mode = auth\nintrospection_url = ${options.userinfo}\nusername_attribute = email\n`,
    );
    writeFileSync(join(folder, "dovecot.conf"), server.#config(options));
    const child = spawn("/usr/sbin/dovecot", ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" });
    adoptChild(child);
    server.#child = child;
    await server.#listening(server.submissionsPort);
    return server;
  }

  /** The file with the authority that its clients must trust. */
  get certificate(): string {
    return join(this.folder, "cert.pem");
  }

  get log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  /** Puts a mail into a user's mailbox. */
  deliver(user: string, subject: string): void {
    const box = join(this.folder, "mail", user);
    for (const name of ["", "cur", "new", "tmp"]) {
      mkdirSync(join(box, name), { recursive: true });
      chownSync(join(box, name), mailId, mailId);
    }
    const path = join(box, "new", `1.${subject.replace(/\W/g, "")}.localhost`);
    writeFileSync(
      path,
      `From: bob@example.com\nTo: ${user}\nSubject: ${subject}\nMessage-ID: <1@example.com>\n\nHello\n`,
    );
    chownSync(path, mailId, mailId);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Resolves when it accepts connections. */
  async #listening(port: number): Promise<void> {
    for (;;) {
      const socket = connect(port, "127.0.0.1");
      const isOpen = await Promise.race([
        once(socket, "connect").then(() => true),
        once(socket, "error").then(() => false),
      ]).catch(() => false);
      socket.destroy();
      if (isOpen) return;
      if (this.#child?.exitCode !== null) throw new Error(`Dovecot ended:\n${this.log}`);
    }
  }

  #config({ relayPort }: DovecotOptions): string {
    const { folder } = this;
    return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap submission
listen = 127.0.0.1, ::1
default_internal_user = root
default_internal_group = root
default_login_user = nobody
ssl = required
ssl_cert = <${this.certificate}
ssl_key = <${folder}/key.pem
auth_mechanisms = xoauth2 oauthbearer
auth_verbose = yes
mail_location = maildir:${folder}/mail/%u
first_valid_uid = ${mailId}
first_valid_gid = ${mailId}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
userdb {
  driver = static
  args = uid=${mailId} gid=${mailId} home=${folder}/home/%u
}
namespace inbox {
  inbox = yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${this.imapPort}
  }
  inet_listener imaps {
    port = ${this.imapsPort}
    ssl = yes
  }
}
service submission-login {
  chroot =
  inet_listener submission {
    port = ${this.submissionPort}
  }
  inet_listener submissions {
    port = ${this.submissionsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
submission_relay_host = 127.0.0.1
submission_relay_port = ${relayPort}
`;
  }
}
