import type { SaslMechanism, Server, ToolValues, Trial } from "./tool.ts";

/** A provider of mail whose servers and scopes are known. */
export interface MailProvider {
  readonly name: string;
  /** Issuers of its connections. */
  readonly issuer: RegExp;
  readonly imap: Server;
  readonly smtp: Server;
  readonly sasl: SaslMechanism;
  /** Scopes that each server wants. */
  readonly scopes: Readonly<Record<"imap" | "smtp", string>>;
  /** The login that a mail program needs. `{scope}` stands for the scopes. */
  readonly login: string;
  readonly source: { readonly url: string; readonly read: string };
}

const implicit = (host: string, port: number): Server => ({ host, port, tls: "implicit" });

/** Google's authorization endpoint gives a refresh token for `access_type=offline` only, which no metadata tells. */
const google: MailProvider = {
  name: "Google",
  issuer: /^https:\/\/accounts\.google\.com$/,
  imap: implicit("imap.gmail.com", 993),
  smtp: implicit("smtp.gmail.com", 465),
  sasl: "xoauth2",
  scopes: { imap: "https://mail.google.com/", smtp: "https://mail.google.com/" },
  login: `tokenwell login https://accounts.google.com --scope "openid email {scope}" --authorize-url "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent" --token-url https://oauth2.googleapis.com/token --userinfo-url https://openidconnect.googleapis.com/v1/userinfo`,
  source: { url: "https://developers.google.com/workspace/gmail/imap/xoauth2-protocol", read: "2026-11-28" },
};

const microsoft: MailProvider = {
  name: "Microsoft",
  issuer: /^https:\/\/login\.microsoftonline\.com\//,
  imap: implicit("outlook.office365.com", 993),
  smtp: { host: "smtp.office365.com", port: 587, tls: "starttls" },
  sasl: "xoauth2",
  scopes: {
    imap: "https://outlook.office.com/IMAP.AccessAsUser.All",
    smtp: "https://outlook.office.com/SMTP.Send",
  },
  login: `tokenwell login https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0 --scope "openid email offline_access {scope}"`,
  source: {
    url: "https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth",
    read: "2026-11-28",
  },
};

/** Providers of mail by issuer. Others are named by `--imap` and `--smtp`. */
export const mailProviders: readonly MailProvider[] = [google, microsoft];

/** Returns the login that gives a tool the scopes that it needs. */
export const mailLogin = (provider: MailProvider, needs: "imap" | "smtp" | "both"): string =>
  provider.login.replace("{scope}", scopesFor(provider, needs).join(" "));

/** Returns the scopes that a tool needs at a provider. */
export const scopesFor = ({ scopes }: MailProvider, needs: "imap" | "smtp" | "both"): readonly string[] => [
  ...new Set(needs === "both" ? [scopes.imap, scopes.smtp] : [scopes[needs]]),
];

/** Returns the address of a server: `imaps://…` or `imap://…`, for mail `smtps://…` or `smtp://…`. */
export const mailUrl = (protocol: "imap" | "smtp", { host, port, tls }: Server, user?: string): string =>
  `${protocol}${tls === "implicit" ? "s" : ""}://${user === undefined ? "" : `${encodeURIComponent(user)}@`}${host}:${port}`;

/**
 * Returns a trial in which curl logs in at a server with the token, and reads and sends nothing.
 *
 * @see https://curl.se/docs/manpage.html#--oauth2-bearer (read 2026-11-28)
 */
export function mailTrial(values: ToolValues, protocol: "imap" | "smtp"): Trial {
  const { sasl, user } = values;
  const server = values[protocol];
  const settings = (token: string): readonly string[] => [
    `url = ${curlString(`${mailUrl(protocol, server)}/`)}`,
    `user = ${curlString(user)}`,
    `oauth2-bearer = ${curlString(token)}`,
    `login-options = "AUTH=${sasl.toUpperCase()}"`,
    'request = "NOOP"',
    ...(server.tls === "starttls" ? ["ssl-reqd"] : []),
  ];
  return {
    says: { key: "use.try.mail", facts: { protocol: protocol.toUpperCase(), host: server.host, user } },
    argv: ["curl", "--disable", "--silent", "--show-error", "--max-time", "20", "--config", "-"],
    input: (token) => `${settings(token).join("\n")}\n`,
  };
}

const curlString = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;
