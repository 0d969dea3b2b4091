import { shellLine } from "./quoting.ts";
import { sfLogin } from "./sf.ts";
import { own, type Tool } from "./tool.ts";

/**
 * Data Loader 67 has no documented way to take a token. Its command line reads `sfdc.oauth.accesstoken`, which it hides,
 * if the token is encrypted with its own key; the program that encrypts takes it on the command line. So its users get
 * the same work from the Salesforce CLI.
 *
 * @see https://github.com/forcedotcom/dataloader/issues/1658 (read 2026-11-28)
 * @see https://github.com/forcedotcom/dataloader/blob/master/src/main/java/com/salesforce/dataloader/process/ProcessRunner.java
 *   (read 2026-11-28: a process logs in by browser unless it has a name and a password)
 */
export const dataLoader: Tool = {
  id: "data-loader",
  title: "Salesforce Data Loader",
  group: "salesforce",
  options: [],
  source: { url: "https://github.com/forcedotcom/dataloader/issues/1658", read: "2026-11-28" },
  setUp(values) {
    const org = ["--target-org", values.name, "--wait", "10"];
    const text = [
      sfLogin(values),
      shellLine(["sf", "data", "import", "bulk", "--sobject", "Account", "--file", "accounts.csv", ...org]),
      shellLine([
        ...["sf", "data", "export", "bulk", "--query", "SELECT Id, Name FROM Account"],
        ...["--output-file", "accounts.csv", ...org],
      ]),
    ].join("\n");
    return {
      parts: [{ kind: "code", text }],
      tokenCommand: { argv: own(values, "token", values.name, "--as", "sf-access-token") },
      untried: [{ key: "use.untried.sf" }],
      notes: [{ key: "use.note.data_loader" }],
    };
  },
};
