import { resolve } from "node:path";
import type { Hook, HookOccasion } from "../model.ts";
import { withoutPassword } from "../store/setting.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Variables that a hook gets from the process that starts it. All others are left out: which process that is depends on
 * chance, and it may hold secrets, such as `TOKENWELL_CLIENT_SECRET` or a token that `tokenwell run` gave it.
 */
const inherited =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TMP|TEMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|SSH_AUTH_SOCK|TOKENWELL_HOME|TOKENWELL_KEY_FILE|TOKENWELL_LANG|PGUSER|PGPASSFILE|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|ALL|NO)_PROXY|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|(?:LOCAL)?APPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?)$/i;

/** Whether a value has a user and a password, as the address of a proxy may. */
const hasPassword = (value: string): boolean => /:\/\/[^/]*@/.test(value);

/** Variables with a path. */
const withPath = /^(?:TOKENWELL_HOME|TOKENWELL_KEY_FILE|PGPASSFILE)$/;

/**
 * Returns the variables of an environment that a hook may have. Its folder is another one, so a path becomes absolute. It has
 * the same store, without the password of the database.
 */
export const inheritedBy = (env: Env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (name === "TOKENWELL_STORE") return [[name, withoutPassword(value)]];
      if (!inherited.test(name) || hasPassword(value)) return [];
      return [[name, withPath.test(name) && value !== "" ? resolve(value) : value]];
    }),
  );

/** What the action of a hook tells. */
export interface HookNotice extends HookOccasion {
  readonly event: Hook["event"];
  readonly name: string;
  /** Sentence that says what happened. */
  readonly why: string;
  /** Command that mends it, or shows more; `null` if nothing is to be done. */
  readonly renew: string | null;
}

/** Builds the environment of a hook's program: see docs/reference/command.md. It holds nothing secret. */
export function hookEnvironment(
  env: Env,
  { event, name, reason, why, renew, untilMs }: HookNotice,
): Record<string, string> {
  return {
    ...inheritedBy(env),
    TOKENWELL_EVENT: event,
    TOKENWELL_CONNECTION: name,
    TOKENWELL_REASON: reason,
    TOKENWELL_WHY: why,
    ...(renew !== null && { TOKENWELL_RENEW: renew }),
    ...(untilMs !== null && { TOKENWELL_UNTIL: new Date(untilMs).toISOString() }),
  };
}
