import { type ChildProcess, spawn } from "node:child_process";

/** Opens an address in the user's browser. Resolves with `false` if that is known to have failed. */
export type OpenBrowser = (url: string) => Promise<boolean>;

const verdictMs = 3_000;

/** Returns the opener that `$BROWSER` names (`%s` stands for the address), otherwise the platform's own. */
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

/** Waits for the opener's exit code. An opener that still runs after some seconds is the browser itself. */
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
