import type { WordKey } from "../text/en.ts";

/** Groups of tools, in the order in which the command lists them. */
export const toolGroups = ["salesforce", "mail", "mcp", "other"] as const;

/** An option of `tokenwell use` that only some tools take. */
export type ToolOption = "host" | "user" | "url" | "imap" | "smtp" | "sasl" | "id";

/** A mechanism of SASL that carries an access token. */
export type SaslMechanism = "xoauth2" | "oauthbearer";

/** One tool: the lines for its configuration, and how they are tried. */
export interface Tool {
  readonly id: string;
  readonly title: string;
  readonly group: (typeof toolGroups)[number];
  /** The documentation that the lines follow, and the day on which it was read. */
  readonly source: { readonly url: string; readonly read: string };
  /** The part of a mail account that the tool needs; a connection without it does not fit. */
  readonly mail?: "imap" | "smtp" | "both";
  /** The options that it takes. Each of `required` must be given, unless the connection tells it. */
  readonly options: readonly ToolOption[];
  readonly required?: readonly ToolOption[];
  /** Whether a window system starts the tool, which finds no program by the `PATH` of a shell. */
  readonly isDesktop?: boolean;
  setUp(values: ToolValues): SetUp;
}

/** A server of mail. */
export interface Server {
  readonly host: string;
  readonly port: number;
  /** Whether TLS begins with the connection, or on request (STARTTLS). */
  readonly tls: "implicit" | "starttls";
}

/** The values of a connection and of the command line that templates are filled with. */
export interface ToolValues {
  /** The connection. */
  readonly name: string;
  /** The account, or the user that was given. */
  readonly user: string;
  /** Base address of the API. */
  readonly apiBase: string;
  /** The server that gets the token: a git host, a registry. */
  readonly host: string;
  /** The address of a server of MCP or CalDAV. */
  readonly url: string;
  readonly imap: Server;
  readonly smtp: Server;
  readonly sasl: SaslMechanism;
  /** Whether the ID token is wanted. */
  readonly id: boolean;
  /** The program and its first arguments; further words follow. */
  readonly tokenwell: readonly string[];
  /** Variables that the command needs and the tool may not have. */
  readonly env: Readonly<Record<string, string>>;
  readonly places: Places;
}

/** Folders in which tools keep their configuration. */
export interface Places {
  readonly home: string;
  /** The folder of the user's configuration: `~/.config`, `~/Library/Application Support` or `%APPDATA%`. */
  readonly applications: string;
  /** `XDG_CONFIG_HOME` or `~/.config`, on every platform. */
  readonly config: string;
  /** The folder in which the command runs. */
  readonly here: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns the text of a file; `undefined` if there is none. */
  read(file: string): string | undefined;
}

/** Needs of a tool. */
export interface SetUp {
  readonly parts: readonly Part[];
  /** Sentences that the user must know besides. */
  readonly notes?: readonly Note[];
  /** The command for the token, as the tool runs it. Absent: a trial of its own covers it. */
  readonly tokenCommand?: TokenCommand;
  readonly trials?: readonly Trial[];
  /** Parts that cannot be tried here. */
  readonly untried?: readonly Note[];
}

/** A sentence with its facts. */
export interface Note {
  readonly key: WordKey;
  readonly facts?: Readonly<Record<string, string>>;
}

/** Some lines, and the place where they belong. */
export type Part =
  /** Lines at the end of a text file, between two comments that mark them as ours. */
  | { readonly kind: "block"; readonly file: string; readonly text: string }
  /** A member of a JSON file. */
  | { readonly kind: "json"; readonly file: string; readonly at: readonly string[]; readonly value: unknown }
  /** A program of its own. */
  | { readonly kind: "program"; readonly file: string; readonly text: string }
  /** A command of the tool, which alone writes its file. `isDone` tells from `current` whether it was run before. */
  | {
      readonly kind: "command";
      readonly file: string;
      readonly argv: readonly [string, ...string[]];
      readonly current: readonly [string, ...string[]];
      readonly isDone: (current: string) => boolean;
    }
  /** Code of the user, or words for a terminal: there is no file to write. */
  | { readonly kind: "code"; readonly text: string };

/** A command that prints a token. */
export type TokenCommand =
  | { readonly shell: string }
  | { readonly argv: readonly string[]; readonly env?: Readonly<Record<string, string>> };

/** A program of the tool that is run with the lines, in a folder of its own. */
export interface Trial {
  /** Sentence that is true if it succeeds. */
  readonly says: Note;
  /** `{folder}` stands for the folder. */
  readonly argv: readonly [string, ...string[]];
  /** A command whose success says that `argv` can be tried, such as one that looks for a library. */
  readonly probe?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Text for stdin. A function gets the token, which stands nowhere else. */
  readonly input?: string | ((token: string) => string);
  /** Sentence for the user if it does not succeed. */
  readonly remedy?: Note;
  /** Matches lines of the output that do not tell why it failed. */
  readonly notReason?: RegExp;
  /** Whether the output shows success. Default: the exit code is 0. */
  readonly succeeds?: (output: {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }) => boolean;
}

/** Returns the words of a command of ours. */
export const own = ({ tokenwell }: ToolValues, ...words: readonly string[]): readonly string[] => [
  ...tokenwell,
  ...words,
];

/** Returns the words of a command of ours that finds its store wherever it runs. */
export function ownAnywhere(values: ToolValues, ...words: readonly string[]): readonly string[] {
  const variables = Object.entries(values.env).map(([name, value]) => `${name}=${value}`);
  return [...(variables.length === 0 ? [] : ["env", ...variables]), ...own(values, ...words)];
}
