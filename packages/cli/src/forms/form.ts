// On the fast path: imports nothing.

/** The values that a form writes. */
export interface FormInput {
  /** The access token; with `--id` the ID token. */
  readonly token: string;
  readonly expiresAtMs: number;
  readonly nowMs: number;
  /** The granted scopes, separated by spaces. */
  readonly scope: string;
  /** The base URL of the API, if the provider names it. */
  readonly instanceUrl?: string | undefined;
  /** The user's name at the server. */
  readonly user?: string | undefined;
  /** Text on stdin, of a {@link Protocol}. */
  readonly request?: string;
}

/** One form in which a program of others reads a token. Pure. */
export interface Form {
  /**
   * Returns the text for stdout.
   *
   * @throws {Unfit} if the form cannot carry a value
   */
  print(input: FormInput): string;
  /** The default of `--user`: the connection's account, or this name. Absent: the form names no user. */
  readonly user?: "account" | { readonly name: string };
  /** Whether the form may carry the ID token. */
  readonly takesIdToken?: true;
  /** Absent: the program that reads the form calls the command without further words and writes nothing to it. */
  readonly protocol?: Protocol;
}

/** A protocol in which a program calls the command with one more word, such as `get`, and writes to its stdin. */
export interface Protocol {
  readonly actions: readonly string[];
  /** Whether another action is ignored, because the protocol may get more of them. Default: it is refused. */
  readonly ignoresOtherActions?: true;
  /** Returns the URL or host that a request of `get` is about; `undefined` if it names none. */
  addressOf(request: string): string | undefined;
  /** Returns the user whom a request names. */
  userOf?(request: string): string | undefined;
  /** Returns the token that a server refused, of a request of `erase`. Absent: `erase` means something else. */
  refusedToken?(request: string): string | undefined;
  /** The answer to `get` if the server must not have the token. */
  readonly nothing: ProtocolAnswer;
  /** Answers to actions besides `get`. Default: nothing on stdout, exit code 0. */
  readonly answers?: Readonly<Record<string, ProtocolAnswer>>;
}

/** Output and exit code of the command. */
export interface ProtocolAnswer {
  readonly text: string;
  readonly exitCode: number;
}

/** Thrown by a form that cannot carry a value. */
export class Unfit extends Error {
  override readonly name = "Unfit";
  readonly part: "token" | "user";

  constructor(part: "token" | "user") {
    super(part);
    this.part = part;
  }
}

/** Returns a part if all of it matches `allowed`. Throws {@link Unfit} otherwise. */
export function fitting(part: "token" | "user", text: string, allowed: RegExp): string {
  if (!allowed.test(text)) throw new Unfit(part);
  return text;
}

/**
 * Returns the value of an `Authorization` header. Throws {@link Unfit} if the token cannot stand in a header: it must be
 * visible ASCII, with spaces only inside.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5
 */
export const bearer = (token: string): string =>
  `Bearer ${fitting("token", token, /^[!-~](?:[ -~]*[!-~])?$/)}`;
