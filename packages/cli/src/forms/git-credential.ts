import { type Form, fitting } from "./form.ts";

/** The text that a line of the protocol carries. Since 2.48 git refuses a carriage return, too. */
const line = /^[^\0\r\n]+$/;

/** Reads the `name=value` lines of a request. The last line of a name counts. */
const readRequest = (request: string): ReadonlyMap<string, string> =>
  new Map(request.split("\n").map((one) => [one.split("=", 1)[0] ?? "", one.slice(one.indexOf("=") + 1)]));

/**
 * A credential helper of git. The server gets the token as the password of Basic authentication, so a user name has no
 * colon. `erase` means that the server refused the password.
 *
 * @see https://git-scm.com/docs/gitcredentials#_custom_helpers (read 2026-11-28)
 * @see https://git-scm.com/docs/git-credential#IOFMT (read 2026-11-28)
 */
export const gitCredential: Form = {
  user: { name: "oauth2" },
  print({ token, expiresAtMs, user }) {
    const lines = [
      `username=${fitting("user", user ?? "", /^[^\0\r\n:]+$/)}`,
      `password=${fitting("token", token, line)}`,
      `password_expiry_utc=${Math.floor(expiresAtMs / 1000)}`,
    ];
    return `${lines.join("\n")}\n`;
  },
  protocol: {
    actions: ["get", "store", "erase"],
    ignoresOtherActions: true,
    addressOf(request) {
      const fields = readRequest(request);
      const [protocol, host] = [fields.get("protocol"), fields.get("host")];
      return protocol === undefined || host === undefined ? undefined : `${protocol}://${host}/`;
    },
    userOf: (request) => readRequest(request).get("username"),
    refusedToken: (request) => readRequest(request).get("password"),
    nothing: { text: "", exitCode: 0 },
  },
};
