import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { adoptChild } from "../children.ts";

/** Packages of Debian with an IMAP server, and what they need. */
export const dovecotPackages = {
  packages: ["dovecot-imapd"],
  wanted: /^(dovecot-(core|imapd)|lib(?!c6$|c-bin|gcc|stdc|perl)[\w.+-]*)$/,
} as const;

/** An IMAP server that knows one user and asks a server of OAuth about tokens. */
export interface Dovecot {
  readonly port: number;
  /** The `Authorization` of each question about a token: what Dovecot read of the SASL string. */
  readonly asked: readonly string[];
  /** Sends an initial response in Base64, and returns the tagged answer. */
  authenticate(mechanism: string, base64: string): Promise<string>;
}

/** Starts Dovecot without any of the system's files. `root`: its own. */
export async function startDovecot(root: string, user: string): Promise<Dovecot> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-dovecot-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  chmodSync(home, 0o755);
  mkdirSync(join(home, "run"));
  const asked: string[] = [];
  const answers = createServer((request, response) => {
    asked.push(request.headers.authorization ?? "");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ active: true, email: user }));
  }).listen(0, "127.0.0.1");
  await once(answers, "listening");
  onTestFinished(() => void answers.close());
  const introspection = `http://127.0.0.1:${(answers.address() as AddressInfo).port}/`;
  const port = await freePort();
  writeFileSync(join(home, "oauth2.conf"), oauth2Configuration(introspection));
  writeFileSync(join(home, "dovecot.conf"), configuration({ home, root, port }));
  const libraries = [join(root, "usr/lib/dovecot"), ...globSync(join(root, "usr/lib/*-linux-gnu"))];
  const child = spawn(join(root, "usr/sbin/dovecot"), ["-F", "-c", join(home, "dovecot.conf")], {
    stdio: "ignore",
    env: { PATH: "/usr/bin:/bin", LD_LIBRARY_PATH: libraries.join(":") },
  });
  adoptChild(child);
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return { port, asked, authenticate: (mechanism, base64) => authenticate(port, mechanism, base64) };
}

const oauth2Configuration = (introspection: string): string => `
introspection_mode = auth
introspection_url = ${introspection}
username_attribute = email
active_attribute = active
active_value = true
`;

function configuration(given: {
  readonly home: string;
  readonly root: string;
  readonly port: number;
}): string {
  const { home, root, port } = given;
  const { uid, username } = userInfo();
  // Root gives its rights up, any other user has none to give up.
  const own = uid === 0 ? "nobody" : username;
  const services = ["anvil", "stats"].map((name) => `service ${name} {\n  chroot =\n}`).join("\n");
  return `
base_dir = ${home}/run
state_dir = ${home}/run
log_path = ${home}/log
libexec_dir = ${root}/usr/lib/dovecot
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = oauthbearer xoauth2
auth_username_chars =
default_internal_user = ${own}
default_login_user = ${own}
import_environment = LD_LIBRARY_PATH
mail_location = maildir:${home}/mail
passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = ${home}/oauth2.conf
}
userdb {
  driver = static
  args = uid=${own} gid=${uid === 0 ? "nogroup" : username} home=${home}/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
${services}
`;
}

/** Talks IMAP: waits for the greeting, and for a server that is not there yet. */
async function authenticate(port: number, mechanism: string, base64: string): Promise<string> {
  for (;;) {
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    try {
      await once(socket, "connect");
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    let text = "";
    let hasAsked = false;
    for await (const chunk of socket) {
      text += chunk;
      if (!hasAsked && text.startsWith("* OK")) socket.write(`a AUTHENTICATE ${mechanism} ${base64}\r\n`);
      hasAsked ||= text.startsWith("* OK");
      // The server tells why it refuses, and waits for an empty answer.
      if (/^\+ /m.test(text)) socket.write("AQ==\r\n");
      const [tagged] = /^a .*/m.exec(text) ?? [];
      if (tagged !== undefined) return tagged;
    }
  }
}
