import type { Form } from "./form.ts";
import { base64Line, end, saslToken, saslUser } from "./sasl.ts";

/**
 * The initial response of XOAUTH2, in Base64.
 *
 * @see https://developers.google.com/workspace/gmail/imap/xoauth2-protocol#the_sasl_xoauth2_mechanism (read 2026-11-28)
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth#sasl-xoauth2
 *   (read 2026-11-28)
 */
export const xoauth2: Form = {
  user: "account",
  print: ({ token, user }) =>
    base64Line(`user=${saslUser(user)}${end}auth=Bearer ${saslToken(token)}${end}${end}`),
};
