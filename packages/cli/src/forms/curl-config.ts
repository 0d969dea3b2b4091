import { bearer, type Form } from "./form.ts";

/**
 * A configuration of curl: `tokenwell token acme --as curl-config | curl -K - https://…`. The token is a header, which
 * curl does not send to another host after a redirect. In its quotes only `\` and `"` need a backslash: `bearer()` lets
 * no control character through.
 *
 * @see https://curl.se/docs/manpage.html#-K (read 2026-11-28)
 */
export const curlConfig: Form = {
  takesIdToken: true,
  print: ({ token }) => `header = "Authorization: ${bearer(token).replace(/[\\"]/g, "\\$&")}"\n`,
};
