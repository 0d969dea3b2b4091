import { join } from "node:path";
import { withoutBlocks } from "./block.ts";
import { jsonString } from "./quoting.ts";
import { ownAnywhere, type Tool } from "./tool.ts";

/**
 * vdirsyncer sends no Bearer token: of a DAV server it wants a password, and of Google a login of its own. So the token
 * is the password here, which only some servers accept.
 *
 * @see https://github.com/pimutils/vdirsyncer/pull/1221 (read 2026-11-28: open; version 0.20.0 is the newest)
 */
export const vdirsyncer: Tool = {
  id: "vdirsyncer",
  title: "vdirsyncer",
  group: "mail",
  options: ["url", "user"],
  required: ["url"],
  source: { url: "https://vdirsyncer.pimutils.org/en/stable/keyring.html", read: "2026-11-28" },
  setUp(values) {
    const { name, places, url, user } = values;
    const argv = ownAnywhere(values, "token", name);
    const file = join(places.config, "vdirsyncer", "config");
    // Names of sections have letters, digits and _ only.
    const section = name.replace(/\W/g, "_");
    const linesFor = (folder: string): string =>
      [
        `[pair ${section}]`,
        `a = ${jsonString(`${section}_local`)}`,
        `b = ${jsonString(`${section}_remote`)}`,
        'collections = ["from b"]',
        "",
        `[storage ${section}_local]`,
        'type = "filesystem"',
        `path = ${jsonString(`${folder}/`)}`,
        'fileext = ".ics"',
        "",
        `[storage ${section}_remote]`,
        'type = "caldav"',
        `url = ${jsonString(url)}`,
        'auth = "basic"',
        `username = ${jsonString(user)}`,
        `password.fetch = ${JSON.stringify(["command", ...argv])}`,
      ].join("\n");
    const general = (folder: string): string => `[general]\nstatus_path = ${jsonString(`${folder}/`)}\n\n`;
    const hasGeneral = /^\[general\]/m.test(withoutBlocks(places.read(file) ?? ""));
    const lines = linesFor(`~/.local/share/vdirsyncer/${name}`);
    const text = `${hasGeneral ? "" : general("~/.local/share/vdirsyncer/status")}${lines}`;
    return {
      parts: [{ kind: "block", file, text }],
      tokenCommand: { argv },
      trials: [
        {
          says: { key: "use.try.vdirsyncer", facts: { host: new URL(url).host } },
          argv: ["vdirsyncer", "--config", "{folder}/lines", "discover", "--list", section],
          files: { lines: `${general("{folder}/status")}${linesFor("{folder}/items")}` },
          notReason: /-vdebug/,
          // It asks whether to create each collection here, in the folder of the trial.
          input: "y\n".repeat(100),
        },
      ],
      notes: [{ key: "use.note.vdirsyncer" }],
    };
  },
};
