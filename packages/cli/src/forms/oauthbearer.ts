import type { Form } from "./form.ts";
import { base64Line, end, saslToken, saslUser } from "./sasl.ts";

/**
 * The initial response of OAUTHBEARER, in Base64. In the user's name a comma and an equals sign are spelt as GS2 wants
 * it. Host and port are optional and left out: the server knows its own.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7628#section-3.1 (read 2026-11-28)
 * @see https://www.rfc-editor.org/rfc/rfc5801#section-4 (read 2026-11-28)
 */
export const oauthbearer: Form = {
  user: "account",
  print({ token, user }) {
    const saslname = saslUser(user).replaceAll("=", "=3D").replaceAll(",", "=2C");
    return base64Line(`n,a=${saslname},${end}auth=Bearer ${saslToken(token)}${end}${end}`);
  },
};
