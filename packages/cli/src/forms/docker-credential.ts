import { type Form, fitting } from "./form.ts";

/**
 * A credential helper of Docker. The registry gets the token as the password of Basic authentication, so a user name has
 * no colon; `<token>` would mean a refresh token. Docker reads refusals from stdout, word by word.
 *
 * @see https://github.com/docker/docker-credential-helpers#development (read 2026-11-28)
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol (read 2026-11-28)
 */
export const dockerCredential: Form = {
  user: { name: "oauth2" },
  print({ token, user, request = "" }) {
    const Username = fitting("user", user ?? "", /^(?!<token>$)[^\p{Cc}:]+$/u);
    return `${JSON.stringify({ ServerURL: request.trim(), Username, Secret: token })}\n`;
  },
  protocol: {
    actions: ["get", "store", "erase", "list"],
    addressOf: (request) => request.trim() || undefined,
    nothing: { text: "credentials not found in native keychain\n", exitCode: 1 },
    answers: {
      list: { text: "{}\n", exitCode: 0 },
      store: { text: "tokenwell stores no passwords: it draws tokens\n", exitCode: 1 },
    },
  },
};
