/** The parameters of a pasted answer by name, still percent-encoded, in their order. */
export type RawParameters = ReadonlyMap<string, readonly string[]>;

/** One way to read a pasted text. */
export type Reading =
  /** An address or a part of one: what stands before its `?` or `#`, and its parameters. */
  | { readonly kind: "parameters"; readonly head: string; readonly parameters: RawParameters }
  /** Something that may be a code by itself, decoded. */
  | { readonly kind: "code"; readonly code: string }
  /** Words. */
  | { readonly kind: "text"; readonly text: string };

/** Longest text that is read, in characters; an address bar holds far less. */
const longestPaste = 65_536;

/** Addresses within one text that are looked at. */
const mostAddresses = 8;

/** How often a text may have been percent-encoded as a whole. */
const mostLayers = 3;

/** Shorter pieces than this, in characters, are words and not the lines of a wrapped address or code. */
const shortestLine = 16;

/** Shorter texts than this, in characters, are no code: somebody answered `yes`. */
const shortestCode = 8;

const knownNames =
  "code|state|iss|error|error_description|access_token|id_token|response|response_type|client_id|session_state|ec";
const knownParameter = new RegExp(`(?:^|[?#&])(?:${knownNames})=`);

// A scheme before ":/", or a host with a port or a path before its "?" or "#". Bounded: the text is a stranger's.
const addressStart =
  /[a-z][a-z0-9+.-]{1,63}:\/|urn:ietf:|(?<![\w.@-])(?:localhost|[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?::\d{1,5})?(?:\/[^\s?#]{0,512})?[?#]/gi;

const closers: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  "`": "`",
  "<": ">",
  "(": ")",
  "[": "]",
  "{": "}",
  "“": "”",
  "‘": "’",
  "«": "»",
  "「": "」",
  "『": "』",
  "\uff08": "\uff09",
};

/**
 * The ways to read what was pasted, most likely first. Never throws and never decides: parameters stay as they
 * are written. `null` when it is empty or longer than 64 KiB.
 */
export function readPastedText(pasted: string): readonly Reading[] | "empty" | "too_long" {
  if (pasted.length > longestPaste) return "too_long";
  const text = unwrapped(unescaped(pasted));
  if (text === "") return "empty";
  let layer = text;
  for (let depth = 0; depth <= mostLayers; depth += 1) {
    const found = parametersIn(layer);
    if (found.length > 0)
      return isProse(text) ? [...found, { kind: "text", text: withoutAddresses(text) }] : found;
    const inner = decodedOnce(layer);
    if (inner === null) break;
    layer = inner;
  }
  const code = bareCode(text);
  return [code === null ? { kind: "text", text } : { kind: "code", code }];
}

/** Whether words stand before or around an address: the text of a page. */
function isProse(text: string): boolean {
  return /^\S*\s+\S+\s+\S/.test(text) && !/^(?:[a-z][a-z0-9+.-]{1,63}:\/|[?#&]|[\w.-]+=)/i.test(text);
}

function withoutAddresses(text: string): string {
  return text.replace(/\b[a-z][a-z0-9+.-]{1,63}:\/\S*/gi, "…");
}

/** Decodes `%XX` once; `null` when there is none, or when it is not UTF-8. */
function decodedOnce(text: string): string | null {
  if (!/%[0-9a-f]{2}/i.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Takes away what chats, shells, logs and page sources put into an address; none of it is legal in one. */
function unescaped(pasted: string): string {
  const visible = pasted.replace(/[\p{Cf}\p{Cs}]/gu, "").replace(/\r\n?/g, "\n");
  // "Copy as cURL (cmd)" escapes with a caret, JSON and shells with a backslash.
  const plain = /^\s*curl\s[^\n]{0,80}\^"/.test(visible) ? visible.replace(/\^(.)/g, "$1") : visible;
  return plain
    .replace(/\\u0026/gi, "&")
    .replace(/\\u003d/gi, "=")
    .replace(/\\([?=&#%/:])/g, "$1")
    .replace(/&(?:amp;|#38;|#x26;)(?:amp;)*/gi, "&")
    .replace(/&(?:quot|#34|#39);/gi, '"')
    .replace(/&lt;/gi, "<")
    .replace(/&gt;/gi, ">");
}

/** Takes away what stands around the whole text. */
function unwrapped(text: string): string {
  let inner = text.trim().replace(/^[›>$]\s+|^(?:<\s*)?location:\s*/i, "");
  for (let layer = 0; layer < 4; layer += 1) {
    inner = inner.replace(/^```[a-z]{0,10}\s|```$/g, "").trim();
    const closer = closers[inner.charAt(0)];
    if (closer === undefined || closer === "}" || inner.length < 2 || !inner.endsWith(closer)) return inner;
    inner = inner.slice(1, -1).trim();
    // Chats write <address|label>.
    if (closer === ">" && !/[<>]/.test(inner)) inner = inner.split("|", 1)[0] ?? "";
  }
  return inner;
}

function parametersIn(text: string): readonly Reading[] {
  const json = fromJson(text);
  if (json !== null) return [json];
  const readings: Reading[] = [];
  for (const candidate of candidatesIn(text)) {
    const reading = splitAddress(candidate);
    if (reading !== null) readings.push(reading);
  }
  return readings;
}

/** A JSON object, as an error page or an API console shows an answer. */
function fromJson(text: string): Reading | null {
  if (!text.startsWith("{")) return null;
  try {
    const entries = Object.entries(JSON.parse(text));
    const parameters = new Map<string, string[]>();
    for (const [name, value] of entries) {
      if (typeof value === "string") parameters.set(name, [formEncoded(value)]);
    }
    return parameters.size > 0 ? { kind: "parameters", head: "", parameters } : null;
  } catch {
    return null;
  }
}

function formEncoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2);
}

function candidatesIn(text: string): readonly string[] {
  const request = /^(?:GET|POST|HEAD)\s+(\S+)/.exec(text)?.[1];
  if (request !== undefined) return [request];
  if (/^\/(?!\/)[^\s?#]{0,512}[?#]/.test(text) || startsAsQuery(text)) return joined(text);
  const starts = Array.from(text.matchAll(addressStart), (match) => match.index);
  return outermost(text, starts)
    .slice(0, mostAddresses)
    .flatMap((start) => joined(cutAtEnd(text, start)));
}

function startsAsQuery(text: string): boolean {
  // A quotation mark after the "=" belongs to HTML.
  return /^[?#&]?[\w.-]{1,64}=(?!["'])/.test(text) && knownParameter.test(text.replace(/\s/g, ""));
}

/** Leaves out addresses that begin within another one: no white space stands between the two. */
function outermost(text: string, starts: readonly number[]): readonly number[] {
  return starts.filter((start, index) => {
    const before = starts[index - 1];
    return before === undefined || /[\s"'`<>()[\]{}|]/.test(text.slice(before, start));
  });
}

/** The text from `start` up to what certainly is not part of the address any more. */
function cutAtEnd(text: string, start: number): string {
  const rest = text.slice(start);
  const opener = text.charAt(start - 1);
  const closer = closers[opener];
  if (closer !== undefined) {
    // A bracket may stand in the address itself; a quotation mark may not.
    const end = closer === ")" || closer === "]" ? rest.lastIndexOf(closer) : rest.indexOf(closer);
    if (end > 0) return opener === "<" ? (rest.slice(0, end).split("|")[0] ?? "") : rest.slice(0, end);
  }
  const end = rest.search(
    /[ \t]+(?:-{1,2}[a-z]|\\|HTTP\/\d)|(?<!=)\s+https?:\/\/|\n\s*(?:[a-z][a-z0-9-]{0,40}:\s|\n)|["'`<>]/i,
  );
  return end > 0 ? rest.slice(0, end) : rest;
}

/**
 * An address with the white space within taken out, as a terminal or a mail put it in; and the part before the
 * first white space, for an address that words follow.
 */
function joined(text: string): readonly string[] {
  const pieces = text.trim().split(/\s+/);
  const whole = pieces.join("");
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return [whole];
  return /(?:[ \t][a-z]{1,12}){2,}[.!]?$/i.test(text.trimEnd()) ? [first, whole] : [whole, first];
}

function splitAddress(address: string): Reading | null {
  const at = address.search(/[?#]/);
  const hasScheme = /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(address);
  const isHead = hasScheme && !knownParameter.test(address);
  const head = at >= 0 ? address.slice(0, at) : isHead ? address : "";
  let rest = address.slice(head.length);
  // Only the query was encoded as a whole: then no "=" is left in it.
  for (let depth = 0; depth < mostLayers && /%(?:25)*3D/i.test(rest) && !rest.includes("="); depth += 1) {
    rest = decodedOnce(rest) ?? "";
  }
  if (!hasScheme && !knownParameter.test(rest)) return null;
  return { kind: "parameters", head, parameters: parseParameters(rest) };
}

function parseParameters(query: string): RawParameters {
  const parameters = new Map<string, string[]>();
  // Answers come in the query and in the fragment; of both together each parameter may be there once.
  for (const part of query.split(/[?#&]/)) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = decodedForm(at < 0 ? part : part.slice(0, at));
    const values = parameters.get(name) ?? [];
    values.push(at < 0 ? "" : part.slice(at + 1));
    parameters.set(name, values);
  }
  return parameters;
}

/**
 * One layer of form encoding taken off. Never throws: what is not UTF-8 becomes U+FFFD.
 *
 * @see https://url.spec.whatwg.org/#concept-urlencoded-parser
 */
export function decodedForm(value: string): string {
  return new URLSearchParams(`v=${value.replaceAll("&", "%26")}`).get("v") ?? "";
}

/**
 * A code by itself. It has no state, so nothing tells how often it was encoded: it is decoded while it looks
 * encoded, for no provider puts `%` into its codes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11
 */
function bareCode(text: string): string | null {
  const pieces = text.replace(/^(?:code|コード)\s*[:=\uff1a]\s*/i, "").split(/\s+/);
  if (pieces.slice(0, -1).some((piece) => piece.length < shortestLine)) return null;
  let code = unwrapped(pieces.join(""));
  for (let depth = 0; depth < mostLayers; depth += 1) code = decodedOnce(code) ?? code;
  const isCode = code.length >= shortestCode && /^[\x21-\x7e]+$/.test(code);
  const isOther = /[?&#<>"'`\\{}|^]|:\/\/|=[^=]|^[^@]+@[\w.-]+\.\w+$/.test(code);
  return isCode && !isOther ? code : null;
}
