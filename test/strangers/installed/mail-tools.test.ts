import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { promisify } from "node:util";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { type Installed, installOnce } from "./cache.ts";
import { installOnSystem } from "./debian.ts";
import { Dovecot, installDovecot } from "./mail-server.ts";
import { PersonWithTools } from "./person-with-tools.ts";

// Mail programs of Debian, unmodified, with the lines that `tokenwell use` writes. Dovecot checks each token, and asks the
// emulator whose it is; smtp-server of npm takes the mail that Dovecot passes on.
const relayVersion = "3.21.6";
const account = "alice@emulator.example";
/** Longer than an access token lives. */
const laterMs = 2 * 3_600_000;

let missing: string | undefined;
let relay: Installed;

beforeAll(async () => {
  const programs = await installOnSystem(
    ["msmtp", "isync", "libsasl2-modules-kdexoauth2", "neomutt", "aerc", "curl"],
    ["msmtp", "mbsync", "neomutt", "aerc", "curl"].map((name) => `/usr/bin/${name}`),
  );
  const server = await installDovecot();
  relay = await installOnce(`smtp-server-${relayVersion}`, async (folder) => {
    const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    await promisify(execFile)("npm", [...args, `smtp-server@${relayVersion}`]);
  });
  missing = programs.reason ?? server.reason ?? (relay.folder === undefined ? relay.reason : undefined);
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

/** A server of smtp-server, as far as it is used here. */
interface Relay {
  listen(port: number, host: string): { readonly server: import("node:net").Server };
  close(done: () => void): void;
  readonly server: import("node:net").Server;
}

/** Starts the server behind Dovecot. Returns the mails that it got. */
async function startRelay(port: number): Promise<string[]> {
  const mails: string[] = [];
  const load = createRequire(join(relay.folder ?? "", "node_modules/"));
  const { SMTPServer } = load("smtp-server") as { readonly SMTPServer: new (options: object) => Relay };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream: import("node:stream").Readable, _session: unknown, done: () => void) =>
      void textOf(stream).then((mail) => {
        mails.push(mail);
        done();
      }),
  });
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  return mails;
}

/** A person with an account at the mail server. */
async function withMail() {
  const relayPort = await freePort();
  const mails = await startRelay(relayPort);
  const person = await PersonWithTools.connected();
  const server = await Dovecot.start({ userinfo: `${person.provider.issuer}/userinfo`, relayPort });
  onTestFinished(() => server.stop());
  // OpenSSL, Go and curl trust it by these; the others by their own configuration.
  const { machine } = person.scene;
  machine.env = { ...machine.env, SSL_CERT_FILE: server.certificate, CURL_CA_BUNDLE: server.certificate };
  return {
    mails,
    person,
    server,
    imap: ["--imap", `localhost:${server.imapsPort}`],
    smtp: ["--smtp", `localhost:${server.submissionsPort}`],
    startTls: ["--smtp", `smtp://localhost:${server.submissionPort}`],
  };
}

const mail = `From: ${account}\nTo: bob@example.com\nSubject: Greetings\n\nHello\n`;

describe("With the lines of tokenwell use,", () => {
  test.each(["xoauth2", "oauthbearer"])("msmtp sends by %s, with TLS and with STARTTLS", async (sasl) => {
    const { mails, person, server, smtp, startTls } = await withMail();
    writeFileSync(join(person.home, ".msmtprc"), `defaults\ntls_trust_file ${server.certificate}\n`, {
      mode: 0o600,
    });
    for (const address of [smtp, startTls]) {
      await person.uses("msmtp", ...address, "--sasl", sasl, "--write");
      await person.does("msmtp", ["-a", "acme", "bob@example.com"], mail);
      await person.scene.advance(laterMs);
    }
    expect(mails).toEqual([expect.stringContaining("Subject: Greetings"), expect.stringContaining("Hello")]);
    expect(server.log).toMatch(new RegExp(`Login: user=<${account}>, method=${sasl}`, "i"));
    // The test of the login, and one when the first token had ended.
    expect(await person.provider.summary()).toMatchObject({ refreshed: 2, spent: 0 });
  });

  test("mbsync fetches a mailbox, and does so again when the token has ended", async () => {
    const { imap, person, server } = await withMail();
    server.deliver(account, "First");
    await person.uses("mbsync", ...imap, "--write");
    mkdirSync(join(person.home, "Mail/acme"), { recursive: true });
    await person.does("mbsync", ["acme"]);
    server.deliver(account, "Second");
    await person.scene.advance(laterMs);
    await person.does("mbsync", ["acme"]);
    const inbox = join(person.home, "Mail/acme/INBOX/new");
    const subjects = readdirSync(inbox).map(
      (name) => /^Subject: (.*)$/m.exec(readFileSync(join(inbox, name), "utf8"))?.[1],
    );
    expect(new Set(subjects)).toEqual(new Set(["First", "Second"]));
    expect(await person.provider.summary()).toMatchObject({ refreshed: 2, spent: 0 });
  });

  test("NeoMutt shows a mailbox and sends", async () => {
    const { imap, mails, person, server, smtp } = await withMail();
    server.deliver(account, "Read me in NeoMutt");
    const config = join(person.home, ".neomuttrc");
    writeFileSync(config, `set ssl_ca_certificates_file = "${server.certificate}"\nset record = ""\n`);
    await person.uses("neomutt", ...imap, ...smtp, "--write");
    const terminal = person.terminal("neomutt", ["-n"]);
    await terminal.says(/Read me in NeoMutt/);
    terminal.type("q");
    await person.does("neomutt", ["-n", "-s", "Sent by NeoMutt", "bob@example.com"], "Hello\n");
    expect(mails).toEqual([expect.stringContaining("Subject: Sent by NeoMutt")]);
  });

  test("aerc shows a mailbox", async () => {
    const { imap, person, server, smtp } = await withMail();
    server.deliver(account, "Read me in aerc");
    await person.uses("aerc", ...imap, ...smtp, "--write");
    const terminal = person.terminal("aerc", []);
    await terminal.says(/Read me in aerc/);
  });
});
