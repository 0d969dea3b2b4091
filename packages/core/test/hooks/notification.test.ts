import { describe, expect, test } from "vitest";
import { type Desktop, notificationOf } from "../../src/hooks/notification.ts";

const odd = `it's "over" %PATH% $(touch x) \`id\` -h & <a> \\n 日本`;
const notice = { event: "needs-login", name: "acme", why: odd, renew: "tokenwell renew acme" } as const;
const body = `${odd}\ntokenwell renew acme`;
/** The same as notify-send and a desktop need it to show it. */
const escaped = body.replace("\\n", "\\\\n").replace("&", "&amp;").replace("<a>", "&lt;a&gt;");

function desktop(over: Partial<Desktop>): Desktop {
  return {
    platform: "linux",
    env: { PATH: "/opt/bin:/usr/bin:relative" },
    userId: 1000,
    exists: () => false,
    ...over,
  };
}

describe("a notification", () => {
  test("is a word of notify-send, found on the PATH, with the bus of the user's desktop that cron does not tell", () => {
    const files = ["/usr/bin/notify-send", "relative/notify-send", "/run/user/1000/bus"];
    expect(notificationOf(desktop({ exists: (path) => files.includes(path) }), notice)).toEqual({
      program: "/usr/bin/notify-send",
      words: ["--app-name=Tokenwell", "--urgency=critical", "--", "Tokenwell: acme", escaped],
      env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/user/1000/bus" },
    });
  });

  test.each<[string, Partial<Desktop>]>([
    ["no bus", { exists: (path) => path === "/usr/bin/notify-send" }],
    ["no notify-send", { exists: (path) => path === "/run/user/1000/bus" }],
    ["no PATH", { env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/x" }, exists: () => true }],
  ])("is none where there is %s", (_, over) => {
    expect(notificationOf(desktop(over), notice)).toBeNull();
  });

  test("is a word of a fixed AppleScript", () => {
    const shown = notificationOf(desktop({ platform: "darwin" }), notice);
    expect(shown?.program).toBe("/usr/bin/osascript");
    expect(shown?.words.slice(-2)).toEqual(["Tokenwell: acme", body]);
    expect(shown?.words.slice(0, -2).join(" ")).not.toContain("over");
  });

  test("is a variable of a fixed PowerShell script", () => {
    const shown = notificationOf(desktop({ platform: "win32" }), { ...notice, renew: null });
    expect(shown?.env).toEqual({ TOKENWELL_TITLE: "Tokenwell: acme", TOKENWELL_BODY: odd });
    const script = Buffer.from(shown?.words.at(-1) ?? "", "base64").toString("utf16le");
    expect(script).toContain("CreateToastNotifier");
    expect(script).not.toContain("over");
  });
});
