import { shellLine, shellWord } from "./quoting.ts";
import { own, type Tool } from "./tool.ts";

/** curl reads the header from a pipe: on its command line every program of the machine could read the token. */
export const curl: Tool = {
  id: "curl",
  title: "curl",
  group: "other",
  options: ["url", "id"],
  source: { url: "https://curl.se/docs/manpage.html#-K", read: "2026-11-28" },
  setUp(values) {
    const { apiBase, id, name } = values;
    const url = values.url || apiBase;
    const shell = shellLine(own(values, "token", name, "--as", "curl-config", ...(id ? ["--id"] : [])));
    const pipe = `${shell} | curl --config - `;
    return {
      parts: [{ kind: "code", text: `${pipe}${shellWord(url)}` }],
      trials: [
        {
          says: { key: "use.try.curl", facts: { host: new URL(url).host } },
          argv: [
            "sh",
            "-c",
            `${pipe}--silent --output /dev/null --max-time 20 --write-out '%{http_code}' ${shellWord(url)}`,
          ],
          succeeds: ({ code, stdout }) => code === 0 && /^(?!401)\d{3}$/.test(stdout),
        },
      ],
    };
  },
};
