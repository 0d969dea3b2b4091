import { join } from "node:path";
import { isyncValue, shellLine } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/** mbsync asks for the password at each run, by a shell. The mechanism is a plugin of Cyrus SASL. */
export const mbsync: Tool = {
  id: "mbsync",
  title: "mbsync (isync)",
  group: "mail",
  mail: "imap",
  options: ["imap", "user", "sasl"],
  source: { url: "https://isync.sourceforge.io/mbsync.html", read: "2026-11-28" },
  setUp(values) {
    const { imap, name, places, sasl, user } = values;
    const shell = shellLine(ownAnywhere(values, "token", name));
    const linesFor = (mail: string): string =>
      [
        `IMAPAccount ${name}`,
        `Host ${isyncValue(imap.host)}`,
        `Port ${imap.port}`,
        `SSLType ${imap.tls === "starttls" ? "STARTTLS" : "IMAPS"}`,
        `User ${isyncValue(user)}`,
        `PassCmd ${isyncValue(shell)}`,
        `AuthMechs ${sasl.toUpperCase()}`,
        "",
        `IMAPStore ${name}-remote`,
        `Account ${name}`,
        "",
        `MaildirStore ${name}-local`,
        `Path ${isyncValue(`${mail}/`)}`,
        `Inbox ${isyncValue(`${mail}/INBOX`)}`,
        "SubFolders Verbatim",
        "",
        `Channel ${name}`,
        `Far :${name}-remote:`,
        `Near :${name}-local:`,
        "Patterns *",
        "Create Near",
        "SyncState *",
      ].join("\n");
    const text = linesFor(`~/Mail/${name}`);
    return {
      parts: [{ kind: "block", file: join(places.home, ".mbsyncrc"), text }],
      tokenCommand: { shell },
      trials: [
        {
          says: { key: "use.try.mbsync", facts: { host: imap.host, user } },
          remedy: { key: "use.note.mbsync_plugin", facts: { mechanism: sasl.toUpperCase() } },
          argv: ["mbsync", "--config", "{folder}/lines", "--list", name],
          files: { lines: linesFor("{folder}/mail"), "mail/.exists": "" },
        },
      ],
      notes: [{ key: "use.note.mbsync", facts: { name } }],
    };
  },
};
