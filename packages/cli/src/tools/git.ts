import { join } from "node:path";
import { gitValue, shellLine } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/** git runs the helper by a shell. An empty helper before it takes back those of all hosts. */
export const git: Tool = {
  id: "git",
  title: "git",
  group: "other",
  options: ["host", "user"],
  required: ["host"],
  source: { url: "https://git-scm.com/docs/gitcredentials#_configuration_options", read: "2026-11-28" },
  setUp(values) {
    const { host, name, places, user } = values;
    const url = new URL(host);
    const asked = user === "" ? [] : ["--user", user];
    const words = ["token", name, "--as", "git-credential", "--allow-host", url.host, ...asked];
    const shell = shellLine(ownAnywhere(values, ...words));
    const text = [
      `[credential ${gitValue(url.origin)}]`,
      "\thelper =",
      `\thelper = ${gitValue(`!${shell}`)}`,
    ].join("\n");
    const old = join(places.home, ".gitconfig");
    const newer = join(places.config, "git", "config");
    const usual = places.read(old) === undefined && places.read(newer) !== undefined ? newer : old;
    return {
      parts: [{ kind: "block", file: places.env.GIT_CONFIG_GLOBAL || usual, text }],
      trials: [
        {
          says: { key: "use.try.git", facts: { host: url.host } },
          argv: ["git", "credential", "fill"],
          env: { GIT_CONFIG_GLOBAL: "{folder}/lines", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" },
          files: { lines: text },
          input: `protocol=${url.protocol.slice(0, -1)}\nhost=${url.host}\n\n`,
          succeeds: ({ code, stdout }) => code === 0 && /^password=./m.test(stdout),
        },
      ],
      untried: [{ key: "use.untried.server", facts: { host: url.host } }],
    };
  },
};
