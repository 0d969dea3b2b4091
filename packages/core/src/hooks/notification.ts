import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { HookNotice } from "./environment.ts";

/** A program with its words and the variables that it needs besides those of every hook. */
export interface Invocation {
  readonly program: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** What decides how a notification is shown. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly env: Env;
  /** Number of the user, by which the message bus of their desktop is found; `undefined` on Windows. */
  readonly userId: number | undefined;
  readonly exists: (path: string) => boolean;
}

/** Returns the desktop of this process. */
export const desktopOf = (env: Env): Desktop => ({
  platform: process.platform,
  env,
  userId: process.getuid?.(),
  exists: existsSync,
});

/**
 * Returns the program that shows a notification; `null` if there is no desktop. No text is part of a script: every
 * program gets it as a word or as a variable.
 */
export function notificationOf(
  desktop: Desktop,
  { event, name, why, renew }: Pick<HookNotice, "event" | "name" | "why" | "renew">,
): Invocation | null {
  const title = `Tokenwell: ${name}`;
  const body = renew === null ? why : `${why}\n${renew}`;
  switch (desktop.platform) {
    case "darwin":
      return { program: "/usr/bin/osascript", words: [...appleScript, title, body], env: {} };
    case "win32":
      return {
        program: "powershell.exe",
        words: ["-NoProfile", "-NonInteractive", "-EncodedCommand", encoded(toastScript)],
        env: { TOKENWELL_TITLE: title, TOKENWELL_BODY: body },
      };
    default: {
      const bus = messageBusOf(desktop);
      const program = bus === undefined ? undefined : findProgram(desktop, "notify-send");
      if (bus === undefined || program === undefined) return null;
      const urgency = event === "needs-login" ? "critical" : "normal";
      const words = ["--app-name=Tokenwell", `--urgency=${urgency}`, "--", title, plain(body)];
      return { program, words, env: { DBUS_SESSION_BUS_ADDRESS: bus } };
    }
  }
}

/**
 * Escapes what notify-send and desktops read in a body: backslashes, and markup, by which a provider could show a link.
 *
 * @see https://specifications.freedesktop.org/notification-spec/latest/markup.html, read 2026-11-28
 */
const plain = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Returns the address of the user's message bus, which cron does not tell; `undefined` if the user has none. */
function messageBusOf({ env, userId, exists }: Desktop): string | undefined {
  const given = env.DBUS_SESSION_BUS_ADDRESS;
  if (given) return given;
  const path = `/run/user/${userId}/bus`;
  return exists(path) ? `unix:path=${path}` : undefined;
}

function findProgram({ env, exists }: Desktop, name: string): string | undefined {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, name))
    .find(exists);
}

/** @see https://developer.apple.com/library/archive/documentation/LanguagesUtilities/Conceptual/MacAutomationScriptingGuide/DisplayNotifications.html, read 2026-11-28 */
const appleScript = [
  ...["-e", "on run argv"],
  ...["-e", "display notification (item 2 of argv) with title (item 1 of argv)"],
  ...["-e", "end run"],
];

/**
 * Shows a toast in the name of PowerShell, which every Windows has registered: an own name needs an installer.
 *
 * @see https://learn.microsoft.com/en-us/uwp/api/windows.ui.notifications.toastnotificationmanager, read 2026-11-28
 */
const toastScript = `
$ErrorActionPreference = 'Stop'
[Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime] | Out-Null
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02')
$texts = $toast.GetElementsByTagName('text')
$texts.Item(0).AppendChild($toast.CreateTextNode($env:TOKENWELL_TITLE)) | Out-Null
$texts.Item(1).AppendChild($toast.CreateTextNode($env:TOKENWELL_BODY)) | Out-Null
$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show([Windows.UI.Notifications.ToastNotification]::new($toast))
`;

/** Encodes a script for `-EncodedCommand`: UTF-16LE in base64. */
const encoded = (script: string): string => Buffer.from(script.trim(), "utf16le").toString("base64");
