import { win32 } from "node:path";

/** Key that the environment gives: `TOKENWELL_KEY_FILE` names a file, `TOKENWELL_KEY` holds the key. */
export type GivenKey = { readonly file: string } | { readonly text: () => string };

/** Paths of the files. The key is never in the data folder, so that a copy of one folder does not contain both. */
export interface Paths {
  /** Path of the database file. */
  readonly database: string;
  /** Path of the key file. */
  readonly key: string;
  /** Key that the environment gives in place of the key file's. */
  readonly givenKey?: GivenKey;
  /** Folder of files that describe this machine. Backups leave it out. */
  readonly state: string;
  /**
   * Folder of the owner locks, beside the database. Processes that share the database must share it, or two senders
   * would not see each other.
   */
  readonly locks: string;
  /** Folder of the responses that a database on another machine did not take. It must outlast a restart. */
  readonly spool: string;
}

interface Folders {
  readonly data: string;
  readonly config: string;
  readonly state: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Resolves the paths to the platform's usual folders; `TOKENWELL_HOME` moves them all. XDG variables count if absolute,
 * on macOS too.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function resolvePaths(env: Environment, platform: NodeJS.Platform, homedir: string): Paths {
  const join = joinOn(platform);
  const { data, config, state } = foldersOf(env, platform, homedir);
  return {
    database: join(data, "tokenwell.db"),
    // XDG variables may name one folder for both.
    key: join(config === data ? join(config, "config") : config, "key"),
    ...givenKeyIn(env),
    state: state === data ? join(state, "state") : state,
    locks: join(data, "locks"),
    spool: join(data, "spool"),
  };
}

function givenKeyIn({ TOKENWELL_KEY_FILE: file, TOKENWELL_KEY: key }: Environment): Pick<Paths, "givenKey"> {
  if (file) return { givenKey: { file } };
  // A function, so that printing the paths does not print the key.
  return key ? { givenKey: { text: () => key } } : {};
}

function foldersOf(env: Environment, platform: NodeJS.Platform, homedir: string): Folders {
  const join = joinOn(platform);
  const isWindows = platform === "win32";
  if (env.TOKENWELL_HOME) {
    const home = isWindows ? win32.resolve(env.TOKENWELL_HOME) : absolute(env.TOKENWELL_HOME);
    return { data: join(home, "data"), config: join(home, "config"), state: join(home, "state") };
  }
  if (isWindows) {
    // Use the local profile: a roaming one would copy the key to other machines.
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
    // Time Machine leaves Caches out of backups, as the state needs.
    state: xdg("XDG_STATE_HOME", isMac ? "Library/Caches" : ".local/state"),
  };
}

type Join = (...parts: string[]) => string;

// Join by hand except on Windows: `tokenwell token` runs this, and each first call of another function costs it 0.1 ms.
const joinOn = (platform: NodeJS.Platform): Join =>
  platform === "win32" ? win32.join : (...parts) => parts.join("/");

function absolute(path: string): string {
  const whole = path.startsWith("/") ? path : `${process.cwd()}/${path}`;
  return whole.replace(/\/+$/, "") || "/";
}
