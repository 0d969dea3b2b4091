import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { type ConnectionStatus, InputError, withScheme } from "@tokenwell/core";
import type { CommonOptions, Io } from "../context.ts";
import { UsageError } from "../errors.ts";
import type {
  MailProvider,
  Places,
  SaslMechanism,
  Server,
  Tool,
  ToolOption,
  ToolValues,
} from "../tools/index.ts";

/** The options of `tokenwell use`. */
export interface UseCommandOptions extends CommonOptions {
  readonly write?: boolean;
  /** `false` with `--no-try`. */
  readonly try?: boolean;
  readonly host?: string;
  readonly user?: string;
  readonly url?: string;
  readonly imap?: string;
  readonly smtp?: string;
  readonly sasl?: string;
  readonly id?: boolean;
}

/** The tools and what they know, which are loaded when they are needed. */
export type ToolRoom = typeof import("../tools/index.ts");

const optionNames = [
  "host",
  "user",
  "url",
  "imap",
  "smtp",
  "sasl",
  "id",
] as const satisfies readonly ToolOption[];
const examples: Readonly<Record<ToolOption, string>> = {
  host: "git.example.com",
  user: "taro@example.com",
  url: "https://server.example.com/path/",
  imap: "imap.example.com",
  smtp: "smtp.example.com:587",
  sasl: "oauthbearer",
  id: "",
};
const saslMechanisms: readonly string[] = ["xoauth2", "oauthbearer"] satisfies readonly SaslMechanism[];

/**
 * Returns what the templates of a tool are filled with.
 *
 * @throws {UsageError} if the connection does not fit the tool, or an option is missing or of no use
 */
export function valuesFor(
  { io, room }: { readonly io: Io; readonly room: ToolRoom },
  tool: Tool,
  connection: ConnectionStatus,
  options: UseCommandOptions,
): ToolValues {
  refuseOptions(tool, options);
  const known = room.mailProviders.find(({ issuer }) => issuer.test(connection.issuer));
  refuseMisfit(room, tool, connection, known);
  const given = givenValues(tool, connection, options, known);
  return {
    ...given,
    name: connection.name,
    apiBase: connection.apiBase,
    id: options.id === true,
    tokenwell: programOf(io, tool.isDesktop === true),
    env: storeVariables(io.env),
    places: placesOf(io),
  };
}

/** Returns the variables by which a tool that is started elsewhere finds the same store. They stand in its settings. */
function storeVariables({ TOKENWELL_HOME: home, TOKENWELL_STORE: store }: Io["env"]): ToolValues["env"] {
  return { ...(home && { TOKENWELL_HOME: resolve(home) }), ...(store && { TOKENWELL_STORE: store }) };
}

function refuseOptions(tool: Tool, options: UseCommandOptions): void {
  for (const name of optionNames) {
    const given = options[name];
    if (given === undefined) continue;
    if (!tool.options.includes(name))
      throw new UsageError("use_option", { option: `--${name}`, tool: tool.id });
    if (typeof given === "string" && (given === "" || /\p{Cc}/u.test(given)))
      throw new InputError("invalid_option", {
        option: `--${name}`,
        given: given || '""',
        takes: examples[name],
      });
  }
}

/** Refuses a connection of which the tool can make nothing, with the login that would fit. */
function refuseMisfit(
  { mailLogin, mailProviders, scopesFor }: ToolRoom,
  tool: Tool,
  connection: ConnectionStatus,
  known: MailProvider | undefined,
): void {
  const { name, provider, scope } = connection;
  const facts = { name, tool: tool.title };
  if (tool.group === "salesforce" && provider !== "salesforce")
    throw new UsageError("use_no_salesforce", facts);
  if (tool.isDesktop && ownApiOf(connection) === "") throw new UsageError("use_no_mcp", facts);
  if (tool.group === "mail" && provider !== "oidc") {
    const [google = "", microsoft = ""] = mailProviders.map((one) => mailLogin(one, tool.mail ?? "both"));
    throw new UsageError("use_no_mail", { ...facts, google, microsoft });
  }
  if (tool.id === "vdirsyncer" && known !== undefined)
    throw new UsageError("use_no_dav", { ...facts, provider: known.name });
  if (tool.mail === undefined || known === undefined) return;
  const granted = scope.split(" ");
  const wanted = scopesFor(known, tool.mail);
  if (wanted.every((one) => granted.includes(one))) return;
  const login = mailLogin(known, tool.mail);
  throw new UsageError("use_no_mail_scope", { ...facts, scope: wanted.join(" "), login });
}

/** Returns the API that the connection names itself; `""` if its issuer stands for one. */
const ownApiOf = ({ apiBase, issuer }: ConnectionStatus): string =>
  apiBase === new URL(issuer).origin ? "" : apiBase;

type GivenValues = Pick<ToolValues, "user" | "host" | "url" | "imap" | "smtp" | "sasl">;

function givenValues(
  tool: Tool,
  connection: ConnectionStatus,
  options: UseCommandOptions,
  known: MailProvider | undefined,
): GivenValues {
  const { name } = connection;
  const missing = (option: ToolOption): UsageError =>
    new UsageError("use_needs_option", {
      tool: tool.id,
      name,
      option: `--${option}`,
      example: examples[option],
    });
  const server = (protocol: "imap" | "smtp"): Server => {
    const given = options[protocol];
    if (given !== undefined) return serverFrom(protocol, given);
    if (known !== undefined) return known[protocol];
    if (tool.mail === protocol || tool.mail === "both") throw missing(protocol);
    return nowhere;
  };
  const url =
    options.url === undefined
      ? tool.group === "mcp"
        ? ownApiOf(connection)
        : ""
      : addressFrom("--url", options.url);
  const user = options.user ?? (tool.group === "mail" ? printableAccount(connection) : "");
  if (tool.group === "mail" && user === "") throw missing("user");
  if (tool.required?.includes("url") && url === "") throw missing("url");
  if (tool.required?.includes("host") && options.host === undefined) throw missing("host");
  if (options.sasl !== undefined && !saslMechanisms.includes(options.sasl))
    throw new InputError("invalid_option", {
      option: "--sasl",
      given: options.sasl,
      takes: saslMechanisms.join(" | "),
    });
  return {
    user,
    url,
    host: options.host === undefined ? "" : addressFrom("--host", options.host),
    imap: server("imap"),
    smtp: server("smtp"),
    sasl: (options.sasl as SaslMechanism | undefined) ?? known?.sasl ?? "xoauth2",
  };
}

const nowhere: Server = { host: "", port: 0, tls: "implicit" };

const printableAccount = ({ account }: ConnectionStatus): string =>
  account === null || /\p{Cc}/u.test(account) ? "" : account;

/** Returns an address whose scheme may be absent. Only this machine may be asked without TLS. */
function addressFrom(option: string, given: string): string {
  const url = URL.parse(withScheme(given));
  const isLoopback = url !== null && withScheme(url.host) === `http://${url.host}`;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback);
  if (url === null || !isSafe || url.username !== "" || url.password !== "")
    throw new InputError("invalid_option", { option, given, takes: "https://server.example.com/…" });
  return option === "--host" ? url.origin : url.href;
}

const usualPorts = { imap: 993, smtp: 465 } as const;
/** Ports on which TLS begins on request. */
const startTlsPorts: readonly number[] = [25, 143, 587];

/** Reads `host`, `host:port` or an address with `imap`, `imaps`, `smtp` or `smtps`. */
function serverFrom(protocol: "imap" | "smtp", given: string): Server {
  const parts = new RegExp(
    `^(?:(${protocol}s?)://)?([\\w.-]+|\\[[\\da-f:]+\\])(?::(\\d{1,5}))?/?$`,
    "i",
  ).exec(given);
  if (parts === null)
    throw new InputError("invalid_option", { option: `--${protocol}`, given, takes: examples[protocol] });
  const [, scheme, host = ""] = parts;
  const startTls = scheme?.toLowerCase() === protocol;
  const port = Number(parts[3] ?? (startTls ? { imap: 143, smtp: 587 }[protocol] : usualPorts[protocol]));
  const isImplicit = scheme === undefined ? !startTlsPorts.includes(port) : !startTls;
  return { host, port, tls: isImplicit ? "implicit" : "starttls" };
}

/**
 * Returns the program and its first words: `tokenwell` if the shell finds this one by that name, otherwise its path. A
 * window system gives its programs no `PATH` of a shell, so there Node has its path, too.
 */
function programOf({ env, script = process.argv[1] ?? "" }: Io, isDesktop: boolean): readonly string[] {
  const own = realpathSync(script);
  const found = (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "tokenwell"))
    .find((file) => existsSync(file));
  if (found === undefined || realpathSync(found) !== own) return [process.execPath, own];
  return isDesktop ? [process.execPath, found] : ["tokenwell"];
}

function placesOf({ env, platform = process.platform }: Io): Places {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const config = env.XDG_CONFIG_HOME || join(home, ".config");
  const applications =
    platform === "darwin"
      ? join(home, "Library", "Application Support")
      : platform === "win32"
        ? (env.APPDATA ?? join(home, "AppData", "Roaming"))
        : config;
  return {
    home,
    config,
    applications,
    here: process.cwd(),
    env,
    read: (file) => {
      try {
        return readFileSync(file, "utf8");
      } catch {
        return undefined;
      }
    },
  };
}
