import { TokenwellError, WireError } from "../errors.ts";
import { replaceControls } from "../text/sanitize.ts";
import { displayWidth } from "../text/width.ts";

/** A name and what may be shown of its value. A remark has no value: `null`. */
export type Field = readonly [name: string, shown: string | null];

/** One exchange as `--verbose` shows it. Holds no secret: what is secret was left out when this was made. */
export interface Exchange {
  readonly request: { readonly method: string; readonly url: string; readonly fields: readonly Field[] };
  readonly answer: {
    readonly status: number;
    readonly complete: boolean;
    readonly fields: readonly Field[];
  } | null;
  /** Why there is no answer: the suffix of a `reason.` sentence, and whether bytes had left. */
  readonly failure: { readonly reason: string; readonly sent: boolean } | null;
  readonly durationMs: number;
}

/** What {@link describeExchange} reads of a request. */
export interface TracedRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How an exchange ended. */
export type ExchangeOutcome =
  | {
      readonly answer: {
        readonly status: number;
        readonly headers: Headers;
        readonly body: Uint8Array;
        readonly complete: boolean;
        readonly durationMs: number;
      };
    }
  | { readonly error: unknown; readonly durationMs: number };

/** Values that are no secret. Whatever is not listed here or below shows its length only. */
const OPEN = new Set([
  ...["grant_type", "response_type", "redirect_uri", "scope", "audience", "resource", "prompt", "token_type"],
  ...["expires_in", "refresh_expires_in", "issued_at", "instance_url", "issuer", "id", "token_type_hint"],
  ...["code_challenge_method", "active", "exp", "iat", "error", "error_description", "error_uri"],
  ...["authorization_endpoint", "token_endpoint", "revocation_endpoint", "introspection_endpoint"],
  ...["userinfo_endpoint", "jwks_uri"],
]);
/** Secrets with a prefix that tells their kind, which helps support and opens nothing. */
const PREFIXED = new Set(["code", "access_token", "refresh_token", "token"]);
/** What a person wrote, or a program quoted. */
const FREE_TEXT = new Set(["error", "error_description"]);
const PREFIX_LENGTH = 4;
const PREFIXED_FROM_LENGTH = 24;
const CLIENT_ID_LENGTH = 8;
const LONGEST_SHOWN = 200;
const MOST_FIELDS = 40;
const COLUMNS = 80;
/** Shorter strings are no secrets of ours, and hiding each occurrence of them would garble what is shown. */
const SECRET_FROM_LENGTH = 8;

/**
 * What may be shown of an exchange. Redaction is by allow-list: a value is shown only where its name is known to
 * hold no secret, and even there whatever equals a secret of the same exchange is taken out, since providers quote
 * what they were sent in `error_description`.
 */
export function describeExchange(target: URL, request: TracedRequest, outcome: ExchangeOutcome): Exchange {
  const sent = requestPairs(request);
  const query: Pair[] = [...target.searchParams];
  const got = "answer" in outcome ? answerPairs(outcome.answer.body) : null;
  const hide = hider([...sent, ...query, ...(got ?? []), ...credentials(request)]);
  const search = query
    .map(([name, value]) => `${replaceControls(name)}=${show(name, value, hide)}`)
    .join("&");
  const failure = "error" in outcome ? failureOf(outcome.error) : null;
  return {
    request: {
      method: request.method,
      url: hide(`${target.origin}${target.pathname}`) + (search === "" ? "" : `?${search}`),
      fields: [...authorization(request), ...fieldsOf(sent, hide, bodyRemark(request))],
    },
    answer:
      "answer" in outcome
        ? {
            status: outcome.answer.status,
            complete: outcome.answer.complete,
            fields: got === null ? remark(outcome.answer) : withExpiry(fieldsOf(got, hide, []), got),
          }
        : null,
    failure,
    durationMs: Math.round("answer" in outcome ? outcome.answer.durationMs : outcome.durationMs),
  };
}

/** The lines of an exchange: `→` what was sent, `←` what came, fields indented by four and wrapped at 80 columns. */
export function formatExchange(exchange: Exchange): string[] {
  const { request, answer, failure, durationMs } = exchange;
  const lines = [`→ ${request.method} ${request.url}`, ...wrap(request.fields)];
  if (answer !== null) {
    lines.push(`← ${answer.status} in ${durationMs} ms${answer.complete ? "" : " (cut off)"}`);
    lines.push(...wrap(answer.fields));
  } else if (failure !== null) {
    lines.push(
      failure.sent ? `← no answer in ${durationMs} ms (${failure.reason})` : `← not sent (${failure.reason})`,
    );
  }
  return lines;
}

/** A name and its whole value, secret or not. Stays in this file. */
type Pair = readonly [name: string, value: unknown];

function requestPairs(request: TracedRequest): Pair[] {
  const { body } = request;
  if (body === undefined || body.length === 0) return [];
  const text = typeof body === "string" ? body : Buffer.from(body).toString();
  const type = header(request, "content-type");
  if (type.startsWith("application/x-www-form-urlencoded")) return [...new URLSearchParams(text)];
  return jsonPairs(text) ?? [];
}

function answerPairs(body: Uint8Array): Pair[] | null {
  return body.byteLength === 0 ? [] : jsonPairs(Buffer.from(body).toString());
}

function jsonPairs(text: string): Pair[] | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    return Object.entries(JSON.parse(text));
  } catch {
    return null;
  }
}

function fieldsOf(all: readonly Pair[], hide: Hide, otherwise: readonly Field[]): Field[] {
  if (all.length === 0) return [...otherwise];
  const pairs = inOrder(isMetadata(all) ? all.filter(([name]) => OPEN.has(name)) : all);
  const fields = pairs
    .slice(0, MOST_FIELDS)
    .map(([name, value]): Field => [hide(replaceControls(name)).slice(0, 40), show(name, value, hide)]);
  return pairs.length > MOST_FIELDS ? [...fields, [`(${pairs.length - MOST_FIELDS} more)`, null]] : fields;
}

/** A server's description of itself is long and public; what it is looked at for are its addresses. */
function isMetadata(pairs: readonly Pair[]): boolean {
  const names = new Set(pairs.map(([name]) => name));
  return names.has("issuer") && names.has("token_endpoint");
}

/** What a reader looks for first; the rest as it came. */
const FIRST = ["issuer", "grant_type", "code", "access_token", "refresh_token", "client_id", "client_secret"];

function inOrder(pairs: readonly Pair[]): Pair[] {
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return [...pairs].sort(([a], [b]) => rank(a) - rank(b));
}

function show(name: string, value: unknown, hide: Hide): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const structured = typeof value === "object" && value !== null;
  if (name === "client_id" && !structured) {
    return hide(
      replaceControls(text.length > CLIENT_ID_LENGTH + 1 ? `${text.slice(0, CLIENT_ID_LENGTH)}…` : text),
    );
  }
  if (OPEN.has(name) && !structured) {
    const known = hide(withoutQuery(replaceControls(text)));
    const shown = FREE_TEXT.has(name) ? withoutTokens(known) : known;
    return shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
  }
  const prefix =
    PREFIXED.has(name) && text.length >= PREFIXED_FROM_LENGTH ? text.slice(0, PREFIX_LENGTH) : "";
  return `${replaceControls(prefix)}…(${text.length})`;
}

/** An address among the open values keeps its place and loses what may follow it. */
function withoutQuery(text: string): string {
  return /^https?:\/\/\S+$/.test(text) ? text.replace(/[?#].*$/, "?…").replace(/\/\/[^/@]*@/, "//…@") : text;
}

type Hide = (text: string) => string;

/** Takes every secret of the exchange out of a text that is shown. */
function hider(pairs: readonly Pair[]): Hide {
  const secrets = pairs
    .filter(([name]) => !OPEN.has(name) && name !== "client_id")
    .flatMap(([, value]) => strings(value))
    .filter((secret) => secret.length >= SECRET_FROM_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
}

/** Takes out what looks like a token: a provider may quote one that is not of this exchange. */
function withoutTokens(text: string): string {
  return text.replace(/[\w.~+!%-]{32,}={0,2}/g, (run) =>
    /\d/.test(run) && /[a-z]/i.test(run) ? `…(${run.length})` : run,
  );
}

/** Every string inside a value, as it is and as a URL would spell it. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value, encodeURIComponent(value.toWellFormed())];
  if (typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

function header(request: TracedRequest, wanted: string): string {
  const found = Object.entries(request.headers ?? {}).find(([name]) => name.toLowerCase() === wanted);
  return found?.[1] ?? "";
}

function authorization(request: TracedRequest): Field[] {
  const value = header(request, "authorization");
  if (value === "") return [];
  const [, scheme, rest] = /^(Basic|Bearer|DPoP) +(.*)$/is.exec(value) ?? [];
  return [["authorization:", rest === undefined ? `…(${value.length})` : `${scheme} …(${rest.length})`]];
}

/** What an Authorization header carries: whole, and the password of Basic. */
function credentials(request: TracedRequest): Pair[] {
  const value = header(request, "authorization").replace(/^\w+ +/, "");
  if (value === "") return [];
  const [, ...password] = Buffer.from(value, "base64").toString().split(":");
  return [value, password.join(":")].map((secret): Pair => ["authorization", secret]);
}

function bodyRemark(request: TracedRequest): Field[] {
  const bytes = Buffer.byteLength(request.body ?? "");
  return bytes === 0 ? [] : [[`(${mediaType(header(request, "content-type"))}, ${bytes} bytes)`, null]];
}

function remark(answer: { readonly headers: Headers; readonly body: Uint8Array }): Field[] {
  return [
    [`(${mediaType(answer.headers.get("content-type") ?? "")}, ${answer.body.byteLength} bytes)`, null],
  ];
}

function mediaType(header: string): string {
  return /^[a-z]+\/[a-z0-9.+-]{1,40}/i.exec(header)?.[0].toLowerCase() ?? "no content type";
}

/** Says so where an access token came without its lifetime: the caller then has to assume one. */
function withExpiry(fields: readonly Field[], pairs: readonly Pair[]): Field[] {
  const names = pairs.map(([name]) => name);
  if (!names.includes("access_token") || names.includes("expires_in")) return [...fields];
  const after = Math.max(names.indexOf("access_token"), names.indexOf("refresh_token")) + 1;
  return fields.toSpliced(after, 0, ["(no expires_in)", null]);
}

function failureOf(error: unknown): Exchange["failure"] {
  if (!(error instanceof WireError)) {
    return { reason: error instanceof TokenwellError ? error.code : "stopped", sent: false };
  }
  return { reason: String(error.facts.reason ?? error.code), sent: error.sent };
}

function wrap(fields: readonly Field[]): string[] {
  const lines: string[] = [];
  let line = "   ";
  for (const [name, shown] of fields) {
    const text = formatField(name, shown);
    const gap = line === "   " ? " " : "  ";
    if (line !== "   " && displayWidth(line) + gap.length + displayWidth(text) > COLUMNS) {
      lines.push(line);
      line = `    ${text}`;
    } else {
      line += gap + text;
    }
  }
  return line === "   " ? lines : [...lines, line];
}

function formatField(name: string, shown: string | null): string {
  if (shown === null) return name;
  if (name.endsWith(":")) return `${name} ${shown}`;
  return `${name}=${shown === "" || /[\s"]/.test(shown) ? JSON.stringify(shown) : shown}`;
}
