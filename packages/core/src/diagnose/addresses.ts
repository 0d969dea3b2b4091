import { bounded, plainTextOf } from "./plain-text.ts";

/**
 * Facts that the addresses and parameters in a text tell. `sent` is the redirect URI of the request, `differs` compares it
 * with one that the text or the context calls registered, expected or public.
 */
export type AddressFact =
  /** A redirect URI of the request is in the text. */
  | "sent"
  /** It begins with http, and is not of this machine. */
  | "sent_http"
  | "sent_https"
  /** It is localhost, 127.0.0.1 or [::1]. */
  | "sent_loopback"
  /** It is of this machine, although the request or the page is of another one. */
  | "sent_loopback_from_afar"
  /** It is a host that only an inner network knows: a private IP address, a name without a dot, .local, .internal. */
  | "sent_inner"
  /** It has a scheme of an app, such as `com.example.app:`. */
  | "sent_custom"
  | "sent_port"
  | "sent_fragment"
  | "sent_query"
  /** It is empty, or a variable that has no value. */
  | "sent_empty"
  /** It has a host and no scheme. */
  | "sent_no_scheme"
  | "differs_scheme"
  | "differs_host"
  /** One is localhost and the other 127.0.0.1. */
  | "differs_loopback"
  | "differs_port"
  | "differs_path"
  | "differs_slash"
  | "differs_case"
  | "differs_query"
  /** It equals the registered one. */
  | "equal"
  /** An asterisk is in a registered one. */
  | "wildcard"
  /** Two issuers that should be one differ. */
  | "issuer_scheme"
  | "issuer_host"
  | "issuer_path"
  | "issuer_slash"
  /** One of the two is a host that only this machine or an inner network knows. */
  | "issuer_inner"
  /** An authorization request is in the text; the facts below tell what it has. */
  | "request"
  | "scope_none"
  | "scope_commas"
  | "scope_offline"
  | "scope_openid"
  | "response_type_none"
  | "response_type_token"
  | "challenge"
  | "challenge_none"
  | "prompt_none"
  | "audience"
  /** The client ID is empty, or an unfilled variable or example. */
  | "client_id_empty"
  /** It is an address, where the provider has another form. */
  | "client_id_uri"
  /** White space or quotation marks came with it. */
  | "client_id_dirty";

/** Reads the facts that the addresses in a text and in the words about the circumstances tell. Pure. */
export function addressFactsIn(input: string, context: string): ReadonlySet<AddressFact> {
  const raw = `${bounded(input)} | ${bounded(context)}`.replaceAll("&amp;", "&");
  const plain = plainTextOf(input);
  const around = plainTextOf(context);
  const requests = requestsIn(raw);
  const isOfRedirect = /redirect|callback|reply (?:url|address)|return url|passed uri/i.test(
    `${plain} ${around}`,
  );
  const told = isOfRedirect ? [...tellingIn(plain, "text"), ...tellingIn(around, "context")] : [];
  const sent = [
    ...requests.flatMap((query) => parsed(query.get("redirect_uri") ?? "")),
    ...told.filter(({ role }) => role === "sent").map(({ url }) => url),
  ];
  const known = told.filter(({ role }) => role === "registered" || role === "public");
  return new Set<AddressFact>([
    ...requests.flatMap(requestFacts),
    ...(sent[0] === undefined ? [] : sentFacts(sent[0])),
    ...differences(sent[0], known),
    ...(known.some(({ url, role }) => role === "registered" && url.href.includes("*"))
      ? (["wildcard"] as const)
      : []),
    ...(isFromAfar(sent[0], told, around) ? (["sent_loopback_from_afar"] as const) : []),
    ...emptyRedirect(plain),
    ...clientFacts(plain),
    ...issuerFacts(`${plain} | ${around}`),
  ]);
}

const addressPattern = /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s"'`<>|\\)\]},;]{1,600}/gi;

function parsed(address: string): readonly URL[] {
  const url = URL.parse(address.replace(/[.:!?]+$/, ""));
  return url === null ? [] : [url];
}

/** Lists the parameters of the authorization requests in a text that is not decoded. */
function requestsIn(raw: string): readonly URLSearchParams[] {
  return raw
    .split(/[\s"'`<>|]+/)
    .filter((word) => word.includes("client_id="))
    .map((address) => new URLSearchParams(address.slice(address.indexOf("?") + 1).replace(/#.*/, "")))
    .filter((query) => query.has("response_type") || query.has("redirect_uri"))
    .filter((query) => !query.has("code") && !query.has("refresh_token"));
}

function requestFacts(query: URLSearchParams): readonly AddressFact[] {
  const scope = query.get("scope") ?? "";
  const type = query.get("response_type") ?? "";
  const facts: readonly (readonly [AddressFact, boolean])[] = [
    ["request", true],
    ["scope_none", scope === ""],
    ["scope_commas", scope.includes(",")],
    ["scope_offline", /offline|refresh_token/.test(scope) || query.get("access_type") === "offline"],
    ["scope_openid", /\bopenid\b/.test(scope)],
    ["response_type_none", type === ""],
    ["response_type_token", /\btoken\b/.test(type)],
    ["challenge", query.has("code_challenge")],
    ["challenge_none", !query.has("code_challenge")],
    ["prompt_none", query.get("prompt") === "none"],
    ["audience", query.has("audience") || query.has("resource")],
    ["sent_empty", isUnset(query.get("redirect_uri") ?? "-")],
    ["client_id_empty", isUnset(query.get("client_id") ?? "-")],
  ];
  return factsOf(facts);
}

const factsOf = (facts: readonly (readonly [AddressFact, boolean])[]): readonly AddressFact[] =>
  facts.filter(([, isSo]) => isSo).map(([fact]) => fact);

/** Tests for an empty value, an unfilled variable or an example. */
const isUnset = (value: string): boolean =>
  /^["']?(?:|undefined|null|none|nil|nan|false|\$\{?\w*\}?|%\w+%|<[^>]*>|\{\{?.*\}?\}|\[(?!client_?id\]|redirect_?uri\]).*\]|(?:your|xxx(?!x*$)|example|change)[-_ ]?\w*|my[-_ ]?(?:(?:client|app)[-_ ]?)?(?:id|secret|ur[il]|redirect\w*|callback\w*)|process\.env\.\w+|\[object object\])["']?$/i.test(
    value.trim(),
  );

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/;
const innerHost =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)[\d.]+$|^[^.]+$|\.(?:local|internal|lan|intranet|home|corp|svc|cluster\.local|docker\.internal)$/;

function sentFacts({ protocol, hostname, port, hash, search }: URL): readonly AddressFact[] {
  const isWeb = protocol === "http:" || protocol === "https:";
  const isLoopback = isWeb && loopbackHost.test(hostname);
  return factsOf([
    ["sent", true],
    ["sent_http", protocol === "http:" && !isLoopback],
    ["sent_https", protocol === "https:"],
    ["sent_loopback", isLoopback],
    ["sent_inner", isWeb && !isLoopback && innerHost.test(hostname)],
    ["sent_custom", !isWeb],
    ["sent_port", port !== ""],
    ["sent_fragment", hash !== ""],
    ["sent_query", search !== ""],
  ]);
}

interface Told {
  readonly url: URL;
  /** Its part: what the request has, what the provider has, or where the app stands for its users. */
  readonly role: "sent" | "registered" | "public";
}

const sentLabel =
  /redirect[ _-]?ur[il]s?|redirecturi|redirect url|reply (?:url|address)|(?:callback|passed|requested) ur[il]|in the request|\bsen(?:ds?|t|ding)\b|\bgot\b|received|actual(?:ly)?|\buses?\b|\busing\b|builds?|generat\w+|goes to|redirect(?:s|ed|ing)? (?:me )?(?:to|back)|resolves? to/g;
const registeredLabel =
  /regist\w+|redirect_?uris\b|expect\w*|configured|allowed|white ?listed?|(?:authori[sz]ed|valid|allowed|sign-?in|log-?in) (?:redirect|callback|reply) ur[il]s?|callback urls?|in (?:the|my|our) [\w ]{0,24}(?:dashboard|console|settings?|app|portal|client)\b|at (?:github|slack|google|auth0|okta)|should be|must be|instead of|rather than|\bset (?:to|as|up|it)\b|\badded\b|entered|whitelist\w*|\bbut (?:it )?want\w*/g;
const publicLabel =
  /\bsite\b|served|public|domain|hosted|runs? (?:at|on|under)|available|reach\w*|deployed|server_url|base_?url|app_?url|root_?url|external|opens?\b|visit\w*|\bat\b/g;

/** Hosts and paths of providers, which are no redirect URI. */
const endpointPattern =
  /(?:^|\.)(?:google(?:apis)?\.com|microsoftonline\.com|microsoft\.com|azure\.com|okta(?:preview)?\.com|auth0\.com|salesforce\.com|force\.com|github\.com|gitlab\.com|slack\.com|hubspot\.com|hubapi\.com|discord\.com|w3\.org|ietf\.org|openid\.net)$/;
const endpointPath =
  /\/(?:authorize|oauth2?\/|token\b|realms\/|\.well-known|docs\b|login\/oauth|connect\/token)/;

/** Lists the addresses of a text that its words call sent, registered or public. */
function tellingIn(text: string, where: "text" | "context"): readonly Told[] {
  const found = [...text.matchAll(addressPattern)];
  return found.flatMap((match, index) => {
    const last = found[index - 1];
    const begin = Math.max(last === undefined ? 0 : last.index + last[0].length, match.index - 90);
    const before = text.slice(begin, match.index).toLowerCase();
    const after = text
      .slice(match.index + match[0].length)
      .slice(0, 60)
      .toLowerCase();
    // A query that carries further parameters ends the address.
    const [url] = parsed(match[0].replace(/&(?:\w+=.*)?$/, "").replace(/&\w+=.*/, ""));
    if (url === undefined || url.searchParams.has("client_id")) return [];
    const role = roleOf(before, after) ?? (isEndpoint(url) ? null : where === "context" ? "public" : null);
    return role === null || (role === "public" && isEndpoint(url)) ? [] : [{ url, role }];
  });
}

const isEndpoint = ({ hostname, pathname }: URL): boolean =>
  (endpointPattern.test(hostname) && !/callback/.test(pathname)) || endpointPath.test(pathname);

/** The part of an address, by the nearest words before it, or else behind it. */
function roleOf(before: string, after: string): Told["role"] | null {
  const sent = endOfLast(sentLabel, before);
  const registered = endOfLast(registeredLabel, before);
  if (/in (?:the|my|our) [\w ]{0,24}(?:dashboard|console|settings?)\b[^,;.]{0,24}$/.test(before))
    return "registered";
  // "registered redirect URI", "valid redirect URIs"
  if (
    registered >= 0 &&
    (registered >= sent ||
      /^[ "':=]*(?:the |as )?(?:redirect|callback|reply)[\w ]{0,12}\W{0,4}$/.test(before.slice(registered)))
  )
    return "registered";
  if (sent >= 0) return "sent";
  if (
    /^\W{0,3}(?:\w+ ){0,3}(?:does not match|doesn'?t match|did not match|not (?:registered|allowed|valid|in|configured)|is (?:invalid|wrong))/.test(
      after,
    )
  )
    return "sent";
  if (
    /^\W{0,3}(?:\w+ ){0,4}(?:registered|configured|added|allowed|in the (?:list|settings|dashboard))/.test(
      after,
    )
  )
    return "registered";
  return endOfLast(publicLabel, before) >= 0 ? "public" : null;
}

const endOfLast = (label: RegExp, text: string): number =>
  [...text.matchAll(label)].reduce((_, match) => match.index + match[0].length, -1);

/** Tests whether a callback on this machine belongs to a page that the user opens at another host. */
function isFromAfar(sent: URL | undefined, told: readonly Told[], around: string): boolean {
  if (sent === undefined || !loopbackHost.test(sent.hostname)) return false;
  const isApp = /\bopen(?:ed|s)?\b|container|docker|on a server|behind|deployed|hosted|kubernetes/i.test(
    around,
  );
  return isApp && told.some(({ url, role }) => role === "public" && !loopbackHost.test(url.hostname));
}

/** Compares the redirect URI with the known address that is nearest to it. */
function differences(sent: URL | undefined, known: readonly Told[]): readonly AddressFact[] {
  if (sent === undefined) return [];
  const compared = known
    .filter(({ url }) => url.href !== sent.href || known.length === 1)
    .map(({ url, role }) => (role === "public" ? differsFromPublic(sent, url) : differs(sent, url)))
    .filter((facts): facts is readonly AddressFact[] => facts !== null)
    .sort((one, other) => one.length - other.length);
  return compared[0] ?? [];
}

/** Compares with an address of which only scheme and host count; `null` if it is of something else. */
function differsFromPublic(sent: URL, open: URL): readonly AddressFact[] | null {
  if (open.hostname === sent.hostname) return open.protocol === sent.protocol ? null : ["differs_scheme"];
  const isInside = loopbackHost.test(sent.hostname) || innerHost.test(sent.hostname);
  return isInside && !loopbackHost.test(open.hostname) ? ["differs_host"] : null;
}

function differs(one: URL, other: URL): readonly AddressFact[] {
  const areLoopback = loopbackHost.test(one.hostname) && loopbackHost.test(other.hostname);
  const isOtherHost = one.hostname !== other.hostname;
  const facts = factsOf([
    ["differs_scheme", one.protocol !== other.protocol],
    ["differs_loopback", isOtherHost && areLoopback],
    ["differs_host", isOtherHost && !areLoopback],
    ["differs_port", one.port !== other.port],
    ...pathDifference(one.pathname, other.pathname),
    ["differs_query", one.search !== other.search],
  ]);
  return facts.length === 0 ? ["equal"] : facts;
}

function pathDifference(one: string, other: string): readonly (readonly [AddressFact, boolean])[] {
  const bare = (path: string): string => path.replace(/\/+$/, "");
  if (one === other) return [];
  if (bare(one) === bare(other)) return [["differs_slash", true]];
  return [[one.toLowerCase() === other.toLowerCase() ? "differs_case" : "differs_path", true]];
}

function emptyRedirect(plain: string): readonly AddressFact[] {
  const value = /redirect_ur[il]["']?(?:=|["']?: ?["'])([^&"' ]*)/i.exec(plain)?.[1];
  const passed = /passed uri:\s*(\S*)/i.exec(plain)?.[1];
  const isHost = value !== undefined && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[:/]|$)/i.test(value);
  return factsOf([
    ["sent_empty", [value, passed].some((given) => given !== undefined && isUnset(given))],
    ["sent_no_scheme", isHost],
  ]);
}

const clientPattern =
  /\bclient[_ ]?id["']?(?:=["']?|["']? ?: ?["']?|["']? ?=> ?["']?| ["'])([^&"',}\])]{0,80})|application with identifier ["']([^"']{0,120})/gi;

function clientFacts(plain: string): readonly AddressFact[] {
  return [...plain.matchAll(clientPattern)].flatMap((match) => {
    const id = match[1] ?? match[2] ?? "";
    const first = id.trim().split(/\s/)[0] ?? "";
    return factsOf([
      ["client_id_empty", match[2] === undefined ? isUnset(first) && !/^null$/i.test(first) : isUnset(id)],
      ["client_id_uri", /^(?:https?|api):\/\//.test(first)],
      ["client_id_dirty", /^["'“]|^\s|%20$|%0a/i.test(id) && first !== ""],
    ]);
  });
}

/** Compares the first two issuers of a text that says that they should be one. */
function issuerFacts(plain: string): readonly AddressFact[] {
  const begin = plain.search(/\biss(?:uer)?\b|issuer/i);
  if (begin < 0 || !/match|expect|differ|mismatch|unexpected|invalid|instead|but /i.test(plain)) return [];
  const urls = (plain.match(addressPattern) ?? []).flatMap(parsed).filter(({ search }) => search === "");
  const [one, other] = urls;
  if (one === undefined || other === undefined) return [];
  const written = (plain.match(addressPattern) ?? []).map((address) => /\/$/.test(address));
  const isSlash = one.pathname.replace(/\/$/, "") === other.pathname.replace(/\/$/, "");
  return factsOf([
    ["issuer_scheme", one.protocol !== other.protocol],
    ["issuer_host", one.host !== other.host],
    ["issuer_path", !isSlash],
    [
      "issuer_inner",
      [one, other].some(({ hostname }) => loopbackHost.test(hostname) || innerHost.test(hostname)),
    ],
    ["issuer_slash", one.host === other.host && isSlash && written[0] !== written[1]],
  ]);
}
