import { join } from "node:path";
import { mailTrial } from "./mail.ts";
import { msmtpValue, shellLine } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/** msmtp asks for the password when it sends, and runs the command by a shell. */
export const msmtp: Tool = {
  id: "msmtp",
  title: "msmtp",
  group: "mail",
  mail: "smtp",
  options: ["smtp", "user", "sasl"],
  source: { url: "https://marlam.de/msmtp/msmtp.html#Authentication", read: "2026-11-28" },
  setUp(values) {
    const { name, places, sasl, smtp, user } = values;
    const shell = shellLine(ownAnywhere(values, "token", name));
    const text = [
      `account ${name}`,
      `host ${msmtpValue(smtp.host)}`,
      `port ${smtp.port}`,
      "tls on",
      `tls_starttls ${smtp.tls === "starttls" ? "on" : "off"}`,
      `from ${msmtpValue(user)}`,
      `auth ${sasl}`,
      `user ${msmtpValue(user)}`,
      `passwordeval ${msmtpValue(shell)}`,
    ].join("\n");
    const old = join(places.home, ".msmtprc");
    const file = places.read(old) === undefined ? join(places.config, "msmtp", "config") : old;
    return {
      parts: [{ kind: "block", file, text }],
      tokenCommand: { shell },
      trials: [
        {
          says: { key: "use.try.reads", facts: { tool: "msmtp" } },
          argv: ["msmtp", "--file={folder}/lines", `--account=${name}`, "--pretend", "test@example.com"],
          files: { lines: text },
        },
        mailTrial(values, "smtp"),
      ],
      untried: [{ key: "use.untried.mail_sent" }],
      notes: [{ key: "use.note.msmtp", facts: { name } }],
    };
  },
};
