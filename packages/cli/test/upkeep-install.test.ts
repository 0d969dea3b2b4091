import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cronLine } from "../src/upkeep/cron.ts";
import type { Job } from "../src/upkeep/job.ts";
import { launchdTimer } from "../src/upkeep/launchd.ts";
import { systemdTimer } from "../src/upkeep/systemd.ts";
import { taskSchedulerTimer } from "../src/upkeep/task-scheduler.ts";
import type { Tool } from "../src/upkeep/tool.ts";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tokenwell-timer-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const units = (): string => join(home, ".config", "systemd", "user");
const timerPath = (): string => join(units(), "tokenwell-upkeep.timer");
const servicePath = (): string => join(units(), "tokenwell-upkeep.service");

interface Asked {
  readonly cli: CliHarness;
  readonly tools: Tool[];
}

/** A command on a machine whose system programs all succeed, but those that `codes` names by their words. */
function startCli(options: CliHarnessOptions = {}, codes: Readonly<Record<string, number>> = {}): Asked {
  const tools: Tool[] = [];
  const runTool = (tool: Tool) => {
    tools.push(tool);
    const [, code = 0] = Object.entries(codes).find(([words]) => tool.join(" ").includes(words)) ?? [];
    return { code, output: code === 0 ? "Linger=no" : "Failed to connect to bus" };
  };
  const env = { HOME: home, PATH: "/usr/bin:/bin", TOKENWELL_HOME: "/srv/to ken", ...options.env };
  return {
    cli: new CliHarness({ runTool, script: "/opt/token well/bin/tokenwell.cjs", ...options, env }),
    tools,
  };
}

describe("upkeep install", () => {
  test("writes a timer of the user's systemd, turns it on and tells of lingering", async () => {
    const { cli, tools } = startCli({
      env: { HTTPS_PROXY: "http://me:CANARY@proxy:3128", CLIENT: "CANARY" },
    });
    expect(await cli.run(["upkeep", "install"])).toBe(0);
    expect(cli.stderr).toBe(
      `✓ systemd runs upkeep every hour\n  ${timerPath()}\n  ${servicePath()}\n  It runs while you are logged in here. Without that, too:\n  loginctl enable-linger\n`,
    );
    const service = readFileSync(servicePath(), "utf8");
    expect(service).toContain(
      `ExecStart="${process.execPath}" "/opt/token well/bin/tokenwell.cjs" "upkeep"\n`,
    );
    expect(service).toContain('Environment="TOKENWELL_HOME=/srv/to ken"\n');
    expect(service).not.toContain("CANARY");
    expect(statSync(servicePath()).mode & 0o777).toBe(0o600);
    expect(tools.map((tool) => tool.slice(0, 3).join(" "))).toEqual([
      "systemctl --user show-environment",
      "systemctl --user daemon-reload",
      "systemctl --user enable",
      expect.stringContaining("loginctl show-user"),
    ]);
    expect(await startCli().cli.run(["upkeep", "install"])).toBe(0);
  });

  test("prints the line for cron if no systemd of the user answers, and writes nothing", async () => {
    const { cli } = startCli({}, { "show-environment": 1 });
    expect(await cli.run(["upkeep", "install"])).toBe(0);
    expect(cli.stdout).toBe(
      `17 * * * *  TOKENWELL_HOME='/srv/to ken' ${process.execPath} '/opt/token well/bin/tokenwell.cjs' upkeep\n`,
    );
    expect(cli.stderr).toBe("Nothing here but cron can run it. Add this line with  crontab -e\n");
    expect(existsSync(units())).toBe(false);
    const other = startCli({ platform: "freebsd" });
    await other.cli.run(["upkeep", "install", "--print"]);
    expect([other.cli.stdout, other.cli.stderr]).toEqual([cli.stdout, ""]);
  });

  test.each(["linux", "darwin", "win32"] as const)("only prints with --print, on %s", async (platform) => {
    const { cli, tools } = startCli({ platform, env: { LOCALAPPDATA: "C:\\Users\\taro\\AppData\\Local" } });
    expect(await cli.run(["upkeep", "install", "--print"])).toBe(0);
    expect(cli.stdout).toContain("/opt/token well/bin/tokenwell.cjs");
    expect(cli.stdout).toContain("Written by tokenwell upkeep install");
    expect([cli.stderr, tools]).toEqual(["", []]);
    expect(existsSync(units())).toBe(false);
  });

  test.each(["install", "uninstall"])("%s touches no file that another program wrote", async (verb) => {
    mkdirSync(units(), { recursive: true });
    writeFileSync(servicePath(), "[Service]\nExecStart=/usr/bin/mine\n");
    const { cli, tools } = startCli();
    expect(await cli.run(["upkeep", verb])).toBe(2);
    expect(cli.stderr).toContain(`this file is not of tokenwell:\n  ${servicePath()}\n`);
    expect(readFileSync(servicePath(), "utf8")).toContain("mine");
    expect(existsSync(timerPath())).toBe(false);
    expect(tools.flat()).not.toContain("disable");
  });

  test("says what to do if the system does not turn it on, or the folder cannot be written", async () => {
    const { cli } = startCli({}, { "enable --now": 1 });
    expect(await cli.run(["upkeep", "install"])).toBe(1);
    expect(cli.stderr).toContain("the timer is written but not on: systemctl --user enable --now");
    expect(cli.stderr).toContain("Failed to connect to bus");
    writeFileSync(join(home, "file"), "");
    const blocked = startCli({ env: { XDG_CONFIG_HOME: join(home, "file") } });
    expect(await blocked.cli.run(["upkeep", "install"])).toBe(1);
    expect(blocked.cli.stderr).toMatch(/cannot be written \((ENOTDIR|EEXIST)\)/);
  });

  test("gives the timer the same database, without its password", async () => {
    const store = "postgres://app@db.example.com/tokenwell?sslrootcert=/etc/ca%20b.pem";
    const { cli } = startCli({ env: { TOKENWELL_STORE: store, PGPASSFILE: "/etc/pgpass" } });
    expect(await cli.run(["upkeep", "install"])).toBe(0);
    const service = readFileSync(servicePath(), "utf8");
    expect(service).toContain(`Environment="TOKENWELL_STORE=${store.replace("%", "%%")}"\n`);
    expect(service).toContain('Environment="PGPASSFILE=/etc/pgpass"\n');
  });

  test.each([
    [{ TOKENWELL_KEY: "CANARY" }, "a timer would have no key", "タイマーには鍵がありません"],
    [
      { TOKENWELL_STORE: "postgres://app:CANARY@db.example.com/tokenwell" },
      "a timer would have no password",
      "タイマーにはデータベースのパスワードがありません",
    ],
    [
      { TOKENWELL_STORE: "postgres://app@db.example.com/tokenwell", PGPASSWORD: "CANARY" },
      "Write the password into ~/.pgpass",
      "~/.pgpass",
    ],
  ])("refuses a key or a password that only this environment holds: %j", async (env, english, japanese) => {
    const { cli, tools } = startCli({ env });
    expect(await cli.run(["upkeep", "install"])).toBe(2);
    expect(cli.stderr).toContain(english);
    expect([existsSync(units()), tools]).toEqual([false, []]);
    const translated = startCli({ env, language: "ja" });
    await translated.cli.run(["upkeep", "install"]);
    expect(translated.cli.stderr).toContain(japanese);
    const printed = startCli({ env });
    expect(await printed.cli.run(["upkeep", "install", "--print"])).toBe(0);
    expect(printed.cli.stderr).toContain("a timer would have no");
    expect(cli.stderr + cli.stdout + printed.cli.stderr + printed.cli.stdout).not.toContain("CANARY");
  });

  test("takes a key by its file although the environment holds one, too", async () => {
    const { cli } = startCli({ env: { TOKENWELL_KEY: "CANARY", TOKENWELL_KEY_FILE: "/etc/key" } });
    expect(await cli.run(["upkeep", "install"])).toBe(0);
  });

  test("tells which variables a task of Windows needs", async () => {
    const env = {
      LOCALAPPDATA: join(home, "local"),
      TOKENWELL_STORE: "postgres://app@db.example.com/tokenwell",
    };
    const { cli } = startCli({ platform: "win32", env });
    // Elsewhere, a path of Windows is a name in the current folder.
    const before = process.cwd();
    process.chdir(home);
    expect(await cli.run(["upkeep", "install"]).finally(() => process.chdir(before))).toBe(0);
    expect(cli.stderr).toMatch(/setx +TOKENWELL_HOME +"\/srv\/to ken"\n +setx +TOKENWELL_STORE +"postgres:/);
  });

  test("uninstall removes what install wrote, and nothing if there is nothing", async () => {
    await startCli().cli.run(["upkeep", "install"]);
    const { cli, tools } = startCli();
    expect(await cli.run(["upkeep", "uninstall"])).toBe(0);
    expect([existsSync(timerPath()), existsSync(servicePath())]).toEqual([false, false]);
    expect(tools.map((tool) => tool[2])).toEqual(["disable", "daemon-reload"]);
    expect(await startCli().cli.run(["upkeep", "uninstall"])).toBe(2);
  });

  test("takes no other word", async () => {
    for (const words of [["instal"], ["install", "now"]])
      expect(await startCli().cli.run(["upkeep", ...words])).toBe(2);
  });
});

/** Splits a command line of systemd into words, as systemd.syntax and systemd.service say. */
function unitWords(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, quoted = ""]) =>
    quoted.replace(/\\(.)/g, "$1").replaceAll("%%", "%").replaceAll("$$", "$"),
  );
}

const decoded = (xml: string): string =>
  xml.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");

describe("a timer starts the very command, whatever is in its path", () => {
  const script = (): string => join(home, `a%h "q" $HOME\\'<&> 日本`, "tokenwell.cjs");
  const variable = "/srv/%t \"x\" $y \\z 'w' <&>";
  const job = (): Job => ({
    command: [process.execPath, script(), "upkeep"],
    env: { TOKENWELL_HOME: variable },
  });

  beforeEach(() => {
    mkdirSync(dirname(script()), { recursive: true });
    writeFileSync(
      script(),
      "process.stdout.write(JSON.stringify([...process.argv.slice(1), process.env.TOKENWELL_HOME]))",
    );
  });
  const expected = () => JSON.stringify([script(), "upkeep", variable]);

  test("systemd", () => {
    const [, service] = systemdTimer(job(), home).files;
    const text = String(service?.content);
    const [file = "", ...words] = unitWords(/^ExecStart=(.*)$/m.exec(text)?.[1] ?? "");
    const [set = ""] = unitWords((/^Environment=(.*)$/m.exec(text)?.[1] ?? "").replaceAll("$", "$$$$"));
    const [name = "", ...value] = set.split("=");
    const { stdout } = spawnSync(file, words, { encoding: "utf8", env: { [name]: value.join("=") } });
    expect(stdout).toBe(expected());
  });

  test("launchd", () => {
    const [plist] = launchdTimer(job(), home, 501).files;
    const strings = [...String(plist?.content).matchAll(/<string>(.*)<\/string>/g)].map(([, text = ""]) =>
      decoded(text),
    );
    const [, file = "", path = "", verb = "", set = ""] = strings;
    const { stdout } = spawnSync(file, [path, verb], { encoding: "utf8", env: { TOKENWELL_HOME: set } });
    expect(stdout).toBe(expected());
  });

  test("cron", () => {
    // cron takes the backslash from before a percent sign, then a shell runs the rest.
    const line = cronLine(job())
      .replace(/^17 \* \* \* \* {2}/, "")
      .replaceAll("\\%", "%");
    expect(cronLine(job())).not.toMatch(/[^\\]%/);
    expect(spawnSync("/bin/sh", ["-c", line], { encoding: "utf8", env: {} }).stdout).toBe(expected());
  });

  test("the Task Scheduler", () => {
    const windows: Job = {
      command: ["C:\\Program Files\\nodejs\\node.exe", "C:\\Users\\a & b\\tokenwell.cjs", "upkeep"],
      env: {},
    };
    const [file] = taskSchedulerTimer(windows, "C:\\Users\\taro\\AppData\\Local").files;
    const xml = Buffer.from(file?.content ?? "").toString("utf16le");
    expect(xml.charCodeAt(0)).toBe(0xfeff);
    expect(xml).toContain("<Command>C:\\Program Files\\nodejs\\node.exe</Command>");
    expect(xml).toContain("<Arguments>&quot;C:\\Users\\a &amp; b\\tokenwell.cjs&quot; upkeep</Arguments>");
  });
});
