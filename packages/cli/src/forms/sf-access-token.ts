import { type Form, fitting } from "./form.ts";

/** The id of the org, `!`, the token; or a JWT-based token. */
const accessToken = /^(?:00D\w{12,15}![!-~]+|[\w-]+\.[\w-]+\.[\w-]+)$/;

/**
 * The line that `sf org login access-token --instance-url https://…` reads from its stdin, checked before it is sent.
 *
 * @see https://developer.salesforce.com/docs/platform/salesforce-cli-reference/guide/cli_reference_org_login_access-token.html
 *   (read 2026-11-28)
 */
export const sfAccessToken: Form = {
  print: ({ token }) => `${fitting("token", token, accessToken)}\n`,
};
