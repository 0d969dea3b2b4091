import { fitting } from "./form.ts";

/** The character that ends each part of the strings of SASL. */
export const end = "\u0001";

/** Returns a token that neither ends a part nor leaves ASCII. @see https://www.rfc-editor.org/rfc/rfc7628#section-3.1 */
export const saslToken = (token: string): string => fitting("token", token, /^[!-~](?:[ -~]*[!-~])?$/);

/** Returns a user name without control characters: one ends a part, and no mailbox has another. */
export const saslUser = (user: string | undefined): string => fitting("user", user ?? "", /^\P{Cc}+$/u);

/** Returns one line of Base64, as it stands behind `AUTH` of SMTP and `AUTHENTICATE` of IMAP. */
export const base64Line = (text: string): string => `${Buffer.from(text).toString("base64")}\n`;
