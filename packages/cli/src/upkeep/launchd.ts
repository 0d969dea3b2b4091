import { join } from "node:path";
import { type Job, ourMark, type Timer } from "./job.ts";
import { escaped } from "./xml.ts";

const label = "tokenwell.upkeep";

/**
 * An agent of the user's launchd: every hour, and once after sleep.
 *
 * @see https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/Chapters/ScheduledJobs.html, read 2026-11-28
 */
export function launchdTimer({ command, env }: Job, home: string, userId: number): Timer {
  const path = join(home, "Library", "LaunchAgents", `${label}.plist`);
  const words = command.map((word) => `    <string>${escaped(word)}</string>\n`);
  const variables = Object.entries(env).map(
    ([name, value]) => `    <key>${escaped(name)}</key>\n    <string>${escaped(value)}</string>\n`,
  );
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${ourMark}. tokenwell upkeep uninstall removes it. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${words.join("")}  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables.join("")}  </dict>
  <key>StartInterval</key>
  <integer>3600</integer>
  <key>RunAtLoad</key>
  <true/>
  <key>ProcessType</key>
  <string>Background</string>
  <key>Umask</key>
  <integer>63</integer>
</dict>
</plist>
`;
  const domain = `gui/${userId}`;
  return {
    kind: "launchd",
    files: [{ path, content }],
    enable: [["launchctl", "bootstrap", domain, path]],
    disable: [["launchctl", "bootout", `${domain}/${label}`]],
  };
}
