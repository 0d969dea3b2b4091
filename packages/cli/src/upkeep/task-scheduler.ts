import { win32 } from "node:path";
import { type Job, ourMark, type Timer } from "./job.ts";
import { escaped } from "./xml.ts";

const task = "Tokenwell upkeep";

/**
 * A task of the user in the Task Scheduler: every hour, and soon after the machine was off. It runs in the user's session
 * and has no variables of its own: those of the user count.
 *
 * @see https://learn.microsoft.com/en-us/windows/win32/taskschd/task-scheduler-schema, read 2026-11-28
 */
export function taskSchedulerTimer({ command }: Job, localFolder: string): Timer {
  const [program, ...words] = command;
  const path = win32.join(localFolder, "tokenwell", "upkeep-task.xml");
  const xml = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Tokenwell keeps logins alive. ${ourMark}.</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT1H</Interval>
      </Repetition>
      <StartBoundary>2026-01-01T00:17:00</StartBoundary>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT15M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escaped(program)}</Command>
      <Arguments>${escaped(words.map(quoted).join(" "))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  return {
    kind: "task-scheduler",
    // schtasks reads UTF-16 with a byte order mark.
    files: [{ path, content: Buffer.from(`\ufeff${xml.replaceAll("\n", "\r\n")}`, "utf16le") }],
    enable: [["schtasks.exe", "/Create", "/TN", task, "/XML", path, "/F"]],
    disable: [["schtasks.exe", "/Delete", "/TN", task, "/F"]],
  };
}

/** Quotes a word as Windows programs split their command line. */
const quoted = (word: string): string =>
  /^[^\s"]+$/.test(word) ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
