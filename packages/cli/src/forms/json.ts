import type { Form } from "./form.ts";

/**
 * A token response, as libraries of OAuth keep it: `expires_at`, in seconds since 1970, is the member that Authlib and
 * requests-oauthlib read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1 (read 2026-11-28)
 * @see https://docs.authlib.org/en/latest/client/oauth2.html (read 2026-11-28)
 */
export const json: Form = {
  print({ token, expiresAtMs, nowMs, scope, instanceUrl }) {
    const expiresAt = Math.floor(expiresAtMs / 1000);
    const response = {
      access_token: token,
      token_type: "Bearer",
      expires_in: Math.max(0, expiresAt - Math.ceil(nowMs / 1000)),
      expires_at: expiresAt,
      scope,
      instance_url: instanceUrl,
    };
    return `${JSON.stringify(response)}\n`;
  },
};
