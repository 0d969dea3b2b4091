/** The parameters of a pasted response by name, still percent-encoded, in their order. */
export type RawParameters = ReadonlyMap<string, readonly string[]>;

/** One way to read a pasted text. */
export type Reading =
  /** An address or a part of one: the text before its `?` or `#`, and its parameters. */
  | { readonly kind: "parameters"; readonly head: string; readonly parameters: RawParameters }
  /** A text that may be a bare code, decoded. */
  | { readonly kind: "code"; readonly code: string }
  /** Words. */
  | { readonly kind: "text"; readonly text: string };

/** The longest text that is read, in characters; an address bar holds far less. */
const longestPaste = 65_536;

/** The number of addresses that are read in one text. */
const mostAddresses = 8;

/** The largest number of layers of percent-encoding of a whole text. */
const mostLayers = 3;

/** The shortest line of a wrapped address or code, in characters; shorter pieces are words. */
const shortestLine = 16;

/** The shortest code, in characters; a shorter text is an answer such as `yes`. */
const shortestCode = 8;

const knownNames =
  "code|state|iss|error|error_description|access_token|id_token|response|response_type|client_id|session_state|ec";
const knownParameter = new RegExp(`(?:^|[?#&])(?:${knownNames})=`);

// A scheme before ":/", or a host with a port or a path before its "?" or "#". Bounded: the text is untrusted.
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
 * Returns the ways to read a pasted text, most likely first; `too_long` for more than 64 KiB. Never throws, and judges
 * nothing: the parameters stay encoded.
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

/** Whether words surround an address, as in the text of a page. */
function isProse(text: string): boolean {
  return /^\S*\s+\S+\s+\S/.test(text) && !/^(?:[a-z][a-z0-9+.-]{1,63}:\/|[?#&]|[\w.-]+=)/i.test(text);
}

function withoutAddresses(text: string): string {
  return text.replace(/\b[a-z][a-z0-9+.-]{1,63}:\/\S*/gi, "…");
}

/** Decodes `%XX` once; `null` if there is none, or if it is not UTF-8. */
function decodedOnce(text: string): string | null {
  if (!/%[0-9a-f]{2}/i.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Removes the characters that chats, shells, logs and page sources insert into an address; none is legal in one. */
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

/** Removes quotes, brackets and prefixes around the whole text. */
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

/** Reads a JSON object, the form in which error pages and API consoles show a response. */
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

/** Drops addresses that begin within another one: no white space separates the two. */
function outermost(text: string, starts: readonly number[]): readonly number[] {
  return starts.filter((start, index) => {
    const before = starts[index - 1];
    return before === undefined || /[\s"'`<>()[\]{}|]/.test(text.slice(before, start));
  });
}

/** Returns the text from `start` to the first character that cannot belong to the address. */
function cutAtEnd(text: string, start: number): string {
  const rest = text.slice(start);
  const opener = text.charAt(start - 1);
  const closer = closers[opener];
  if (closer !== undefined) {
    // The address itself may contain a bracket, but no quotation mark.
    const end = closer === ")" || closer === "]" ? rest.lastIndexOf(closer) : rest.indexOf(closer);
    if (end > 0) return opener === "<" ? (rest.slice(0, end).split("|")[0] ?? "") : rest.slice(0, end);
  }
  const end = rest.search(
    /[ \t]+(?:-{1,2}[a-z]|\\|HTTP\/\d)|(?<!=)\s+https?:\/\/|\n\s*(?:[a-z][a-z0-9-]{0,40}:\s|\n)|["'`<>]/i,
  );
  return end > 0 ? rest.slice(0, end) : rest;
}

/**
 * Returns an address without the white space that a terminal or a mail inserted, and the part before the first white
 * space, in case words follow the address.
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
  // A query that was encoded as a whole has no "=" left.
  for (let depth = 0; depth < mostLayers && /%(?:25)*3D/i.test(rest) && !rest.includes("="); depth += 1) {
    rest = decodedOnce(rest) ?? "";
  }
  if (!hasScheme && !knownParameter.test(rest)) return null;
  return { kind: "parameters", head, parameters: parseParameters(rest) };
}

function parseParameters(query: string): RawParameters {
  const parameters = new Map<string, string[]>();
  // A response is in the query or in the fragment; together they may have each parameter once.
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
 * Decodes one layer of form encoding. Never throws: bytes that are not UTF-8 become U+FFFD.
 *
 * @see https://url.spec.whatwg.org/#concept-urlencoded-parser
 */
export function decodedForm(value: string): string {
  return new URLSearchParams(`v=${value.replaceAll("&", "%26")}`).get("v") ?? "";
}

/**
 * Reads a bare code. Without a state the number of its layers is unknown, so it is decoded while it looks encoded: no
 * provider uses `%` in its codes.
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
