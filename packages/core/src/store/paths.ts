import { win32 } from "node:path";

/** Where the files are. The key is never in the folder of the data, so that a copy of one is not a copy of both. */
export interface Paths {
  /** The database file. */
  readonly database: string;
  /** The key file. */
  readonly key: string;
  /** The folder of what describes this machine: it is not part of a backup. */
  readonly state: string;
  /**
   * The folder of the owner locks. It lies beside the database: whoever shares the one must share the other,
   * or two senders would not see each other.
   */
  readonly locks: string;
}

interface Folders {
  readonly data: string;
  readonly config: string;
  readonly state: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The platform's usual folders; `TOKENWELL_HOME` moves them all.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ whose variables count when absolute, on macOS too
 */
export function resolvePaths(env: Environment, platform: NodeJS.Platform, homedir: string): Paths {
  const join = joinOn(platform);
  const { data, config, state } = foldersOf(env, platform, homedir);
  return {
    database: join(data, "tokenwell.db"),
    // XDG variables may name one folder for both.
    key: join(config === data ? join(config, "config") : config, "key"),
    state: state === data ? join(state, "state") : state,
    locks: join(data, "locks"),
  };
}

function foldersOf(env: Environment, platform: NodeJS.Platform, homedir: string): Folders {
  const join = joinOn(platform);
  const isWindows = platform === "win32";
  if (env.TOKENWELL_HOME) {
    const home = isWindows ? win32.resolve(env.TOKENWELL_HOME) : absolute(env.TOKENWELL_HOME);
    return { data: join(home, "data"), config: join(home, "config"), state: join(home, "state") };
  }
  if (isWindows) {
    // All of it local: a roaming profile would carry the key to other machines.
    const local = join(env.LOCALAPPDATA || join(homedir, "AppData", "Local"), "tokenwell");
    return { data: join(local, "data"), config: join(local, "config"), state: join(local, "state") };
  }
  const xdg = (name: string, usual: string) => {
    const set = env[name];
    return join(set?.startsWith("/") ? set : join(homedir, usual), "tokenwell");
  };
  const isMac = platform === "darwin";
  return {
    data: xdg("XDG_DATA_HOME", isMac ? "Library/Application Support" : ".local/share"),
    config: xdg("XDG_CONFIG_HOME", isMac ? "Library/Preferences" : ".config"),
    // Time Machine leaves Caches out, which is what the state needs.
    state: xdg("XDG_STATE_HOME", isMac ? "Library/Caches" : ".local/state"),
  };
}

type Join = (...parts: string[]) => string;

// Elsewhere than on Windows by hand: this is on the way of `tokenwell token`, where each first call of another
// function costs a tenth of a millisecond.
const joinOn = (platform: NodeJS.Platform): Join =>
  platform === "win32" ? win32.join : (...parts) => parts.join("/");

function absolute(path: string): string {
  const whole = path.startsWith("/") ? path : `${process.cwd()}/${path}`;
  return whole.replace(/\/+$/, "") || "/";
}
