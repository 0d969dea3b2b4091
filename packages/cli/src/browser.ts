import { type ChildProcess, spawn } from "node:child_process";

/** Opens an address in the person's browser. `false` when that is known to have failed. */
export type OpenBrowser = (url: string) => Promise<boolean>;

const verdictMs = 3_000;

/** `$BROWSER` where it is set (`%s` stands for the address), otherwise what the platform opens addresses with. */
export function browserOf(env: Readonly<Record<string, string | undefined>>): OpenBrowser {
  const [command, ...given] = (env.BROWSER?.split(":")[0] ?? "").split(/\s+/).filter((word) => word !== "");
  if (command === undefined) return openPlatformBrowser;
  return async (url) => {
    const hasPlace = given.some((word) => word.includes("%s"));
    const args = hasPlace ? given.map((word) => word.replaceAll("%s", url)) : [...given, url];
    const child = spawn(command, args, { stdio: "ignore", detached: true });
    child.unref();
    return await hasOpened(child);
  };
}

async function openPlatformBrowser(url: string): Promise<boolean> {
  const { default: open } = await import("open");
  return await hasOpened(await open(url));
}

/** A starter that fails does so at once; one that goes on for some seconds is the browser itself. */
async function hasOpened(child: ChildProcess): Promise<boolean> {
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), verdictMs);
    timer.unref();
    child.once("error", () => resolve(false));
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(code === 0 || code === null);
    });
  });
}
