import { shellLine } from "./quoting.ts";
import { own, type Tool, type ToolValues } from "./tool.ts";

/** Returns the words that log the Salesforce CLI in with a token, which it reads from its environment. */
export const sfLogin = (values: ToolValues): string =>
  shellLine([
    ...own(values, "run", values.name, "--env", "SF_ACCESS_TOKEN", "--"),
    ...["sf", "org", "login", "access-token", "--no-prompt"],
    ...["--instance-url", values.apiBase, "--alias", values.name],
  ]);

/** The Salesforce CLI keeps what it is given and cannot renew it, so it is logged in anew when the token ends. */
export const sf: Tool = {
  id: "sf",
  title: "Salesforce CLI (sf)",
  group: "salesforce",
  options: [],
  source: {
    url: "https://developer.salesforce.com/docs/platform/salesforce-cli-reference/guide/cli_reference_org_login_access-token.html",
    read: "2026-11-28",
  },
  setUp(values) {
    const { name } = values;
    return {
      parts: [
        {
          kind: "code",
          text: `${sfLogin(values)}\n${shellLine(["sf", "org", "display", "--target-org", name])}`,
        },
      ],
      tokenCommand: { argv: own(values, "token", name, "--as", "sf-access-token") },
      untried: [{ key: "use.untried.sf" }],
      notes: [{ key: "use.note.sf" }],
    };
  },
};
