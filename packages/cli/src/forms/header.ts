import { bearer, type Form } from "./form.ts";

/**
 * The line of a header: `tokenwell token acme --as header | curl -H @- https://…`
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 (read 2026-11-28)
 * @see https://curl.se/docs/manpage.html#-H (read 2026-11-28)
 */
export const header: Form = {
  takesIdToken: true,
  print: ({ token }) => `Authorization: ${bearer(token)}\n`,
};
