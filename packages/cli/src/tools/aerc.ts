import { join } from "node:path";
import { mailTrial } from "./mail.ts";
import { aercValue, shellLine } from "./quoting.ts";
import { ownAnywhere, type Server, type Tool } from "./tool.ts";

/** aerc runs the commands by a shell: that for IMAP when it starts, that for SMTP for each mail. */
export const aerc: Tool = {
  id: "aerc",
  title: "aerc",
  group: "mail",
  mail: "both",
  options: ["imap", "smtp", "user", "sasl"],
  source: { url: "https://man.sr.ht/~rjarry/aerc/providers/", read: "2026-11-28" },
  setUp(values) {
    const { imap, name, places, sasl, smtp, user } = values;
    // A reference such as %(source)s is replaced even in a raw value. In a shell's quotes '' is nothing.
    const shell = shellLine(ownAnywhere(values, "token", name)).replaceAll("%(", "%''(");
    const address = (protocol: string, { host, port, tls }: Server): string =>
      aercValue(
        `${protocol}${tls === "implicit" ? "s" : ""}+${sasl}://${encodeURIComponent(user)}@${host}:${port}`,
      );
    const text = [
      `[${name}]`,
      `source = ${address("imap", imap)}`,
      `source-cred-cmd = ${aercValue(shell)}`,
      `outgoing = ${address("smtp", smtp)}`,
      `outgoing-cred-cmd = ${aercValue(shell)}`,
      "outgoing-cred-cmd-cache = false",
      "default = INBOX",
      `from = ${aercValue(user)}`,
    ].join("\n");
    return {
      parts: [{ kind: "block", file: join(places.config, "aerc", "accounts.conf"), text }],
      tokenCommand: { shell },
      trials: [mailTrial(values, "imap"), mailTrial(values, "smtp")],
      untried: [{ key: "use.untried.terminal", facts: { tool: "aerc" } }],
      notes: [{ key: "use.note.aerc" }],
    };
  },
};
