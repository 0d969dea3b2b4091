import type { Exchange, Field } from "../api/open.ts";
import { TokenwellError, WireError } from "../errors.ts";
import { printable } from "../text/sanitize.ts";
import { widthOf } from "../text/width.ts";

/** The part of a request that {@link describeExchange} reads. */
export interface TracedRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The end of an exchange: a response or an error. */
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

/** Names of fields whose values are no secrets. Any other value shows its length only, or a prefix. */
const shownNames = new Set([
  ...["grant_type", "response_type", "redirect_uri", "scope", "audience", "resource", "prompt", "token_type"],
  ...["expires_in", "refresh_expires_in", "issued_at", "instance_url", "issuer", "id", "token_type_hint"],
  ...["code_challenge_method", "active", "exp", "iat", "error", "error_description", "error_uri"],
  ...["authorization_endpoint", "token_endpoint", "revocation_endpoint", "introspection_endpoint"],
  ...["userinfo_endpoint", "jwks_uri"],
]);
/** Names of secrets whose prefix shows their kind, which helps support and opens nothing. */
const prefixedNames = new Set(["code", "access_token", "refresh_token", "token"]);
/** Names of fields with free text, which may quote a secret. */
const freeTextNames = new Set(["error", "error_description"]);
const prefixLength = 4;
const minPrefixedLength = 24;
const clientIdLength = 8;
const maxShownLength = 200;
const maxFields = 40;
const lineColumns = 80;
/** Minimum length of a value that is hidden wherever it occurs. Hiding shorter ones would garble the trace. */
const minSecretLength = 8;

/**
 * Reduces an exchange to what may be shown. Redaction is by allow-list: a value is shown only if its name is known to
 * hold no secret. Secrets of the same exchange are removed even there, because providers quote the request in
 * `error_description`.
 */
export function describeExchange(target: URL, request: TracedRequest, outcome: ExchangeOutcome): Exchange {
  const sent = requestPairs(request);
  const query: Pair[] = [...target.searchParams];
  const got = "answer" in outcome ? answerPairs(outcome.answer.body) : null;
  const hide = hider([...sent, ...query, ...(got ?? []), ...credentials(request)]);
  const search = query.map(([name, value]) => `${printable(name)}=${show(name, value, hide)}`).join("&");
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

/** Formats an exchange as lines: `→` request, `←` response, fields indented by four and wrapped at 80 columns. */
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

/** A name and its whole value, secret or not. Must not leave this file. */
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
  const pairs = inOrder(isMetadata(all) ? all.filter(([name]) => shownNames.has(name)) : all);
  const fields = pairs
    .slice(0, maxFields)
    .map(([name, value]): Field => [hide(printable(name)).slice(0, 40), show(name, value, hide)]);
  return pairs.length > maxFields ? [...fields, [`(${pairs.length - maxFields} more)`, null]] : fields;
}

/** Whether a response is server metadata: long and public, of which only the addresses are shown. */
function isMetadata(pairs: readonly Pair[]): boolean {
  const names = new Set(pairs.map(([name]) => name));
  return names.has("issuer") && names.has("token_endpoint");
}

/** Names of the fields that are shown first, in this order. */
const firstNames = [
  "issuer",
  "grant_type",
  "code",
  "access_token",
  "refresh_token",
  "client_id",
  "client_secret",
];

function inOrder(pairs: readonly Pair[]): Pair[] {
  const rank = (name: string): number =>
    firstNames.includes(name) ? firstNames.indexOf(name) : firstNames.length;
  return [...pairs].sort(([a], [b]) => rank(a) - rank(b));
}

function show(name: string, value: unknown, hide: Hide): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const structured = typeof value === "object" && value !== null;
  if (name === "client_id" && !structured) {
    return hide(printable(text.length > clientIdLength + 1 ? `${text.slice(0, clientIdLength)}…` : text));
  }
  if (shownNames.has(name) && !structured) {
    const known = hide(withoutQuery(printable(text)));
    const shown = freeTextNames.has(name) ? withoutTokens(known) : known;
    return shown.length > maxShownLength ? `${shown.slice(0, maxShownLength)}…` : shown;
  }
  const prefix =
    prefixedNames.has(name) && text.length >= minPrefixedLength ? text.slice(0, prefixLength) : "";
  return `${printable(prefix)}…(${text.length})`;
}

/** Removes the query, the fragment and the user information from an address. */
function withoutQuery(text: string): string {
  return /^https?:\/\/\S+$/.test(text) ? text.replace(/[?#].*$/, "?…").replace(/\/\/[^/@]*@/, "//…@") : text;
}

type Hide = (text: string) => string;

/** Makes a function that removes every secret of the exchange from a text. */
function hider(pairs: readonly Pair[]): Hide {
  const secrets = pairs
    .filter(([name]) => !shownNames.has(name) && name !== "client_id")
    .flatMap(([, value]) => strings(value))
    .filter((secret) => secret.length >= minSecretLength)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
}

/** Removes strings that look like a token: a provider may quote one from another exchange. */
function withoutTokens(text: string): string {
  return text.replace(/[\w.~+!%-]{32,}={0,2}/g, (run) =>
    /\d/.test(run) && /[a-z]/i.test(run) ? `…(${run.length})` : run,
  );
}

/** Lists every string inside a value, plain and URL-encoded. */
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

/** Lists the secrets of an Authorization header: its whole value, and the password of Basic. */
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

/** Adds a remark if an access token has no `expires_in`: its lifetime is then assumed. */
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
    if (line !== "   " && columnsOf(line) + gap.length + columnsOf(text) > lineColumns) {
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

/** Counts the columns of a text, with two for `…`, as many East Asian fonts show it. */
function columnsOf(text: string): number {
  return widthOf(text.replaceAll("…", "……"));
}
