import { join } from "node:path";
import { mailTrial, mailUrl } from "./mail.ts";
import { muttrcString, shellLine } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/** NeoMutt asks for the token whenever it connects, by a shell. */
export const neomutt: Tool = {
  id: "neomutt",
  title: "NeoMutt",
  group: "mail",
  mail: "both",
  options: ["imap", "smtp", "user", "sasl"],
  source: {
    url: "https://neomutt.org/guide/optionalfeatures#3-2-%C2%A0oauthbearer-support",
    read: "2026-11-28",
  },
  setUp(values) {
    const { imap, name, places, sasl, smtp, user } = values;
    const shell = shellLine(ownAnywhere(values, "token", name));
    const text = [
      `set from = ${muttrcString(user)}`,
      `set imap_user = ${muttrcString(user)}`,
      `set folder = ${muttrcString(`${mailUrl("imap", imap)}/`)}`,
      'set spoolfile = "+INBOX"',
      `set imap_authenticators = "${sasl}"`,
      `set imap_oauth_refresh_command = ${muttrcString(shell)}`,
      `set smtp_url = ${muttrcString(`${mailUrl("smtp", smtp, user)}/`)}`,
      `set smtp_authenticators = "${sasl}"`,
      `set smtp_oauth_refresh_command = ${muttrcString(shell)}`,
      "set ssl_force_tls = yes",
    ].join("\n");
    const old = join(places.home, ".neomuttrc");
    const file = places.read(old) === undefined ? join(places.config, "neomutt", "neomuttrc") : old;
    return {
      parts: [{ kind: "block", file, text }],
      tokenCommand: { shell },
      trials: [
        {
          says: { key: "use.try.reads", facts: { tool: "neomutt" } },
          argv: ["neomutt", "-n", "-F", "{folder}/lines", "-Q", "imap_oauth_refresh_command"],
          files: { lines: text },
          succeeds: ({ code, stderr }) => code === 0 && stderr === "",
        },
        mailTrial(values, "imap"),
        mailTrial(values, "smtp"),
      ],
      untried: [{ key: "use.untried.terminal", facts: { tool: "neomutt" } }],
      ...(sasl === "oauthbearer" && { notes: [{ key: "use.note.neomutt_long" }] }),
    };
  },
};
