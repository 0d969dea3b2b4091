import { addressFactsIn } from "./addresses.ts";
import { meetingsIn } from "./concepts.ts";
import type { Facts, Grant, ProviderName, Stage } from "./facts.ts";
import { inEnglish } from "./japanese.ts";
import { isKnownCode, refusalOf } from "./known-codes.ts";
import { ownCodeIn } from "./own-errors.ts";
import { bounded, plainTextOf } from "./plain-text.ts";
import { providerIn } from "./provider-words.ts";
import { secretsIn } from "./secrets.ts";
import { type SignalName, signalsIn } from "./signals.ts";
import { withCodesOfStandard } from "./standard-sentences.ts";

/** Hints of the user besides the text, already read. */
export interface Given {
  readonly provider?: ProviderName | undefined;
  readonly stage?: Stage | undefined;
  readonly grant?: Grant | undefined;
  readonly status?: number | undefined;
  readonly context?: string | undefined;
}

/** Reads what a text and the hints tell of a failure. Pure. */
export function readFacts(input: string, given: Given): Facts {
  const plain = withCodesOfStandard(plainTextOf(input));
  const text = plain.toLowerCase();
  const ownCode = ownCodeIn(plain);
  const context = withCodesOfStandard(plainTextOf(given.context ?? "")).toLowerCase();
  // Our own sentences tell no circumstance.
  const said = ownCode !== null ? context : context === "" ? text : `${text} | ${context}`;
  const translated = inEnglish(said);
  const words = translated === "" ? said : `${said} | ${translated}`;
  const signals = new Set([
    ...signalsIn(`${words} ${formsIn(input)} ${formsIn(given.context ?? "")}`),
    ...meetingsIn(words),
  ]);
  const found = codesIn(plain);
  const codes = new Set(found.map((code) => code.toLowerCase()));
  const provider = given.provider ?? providerIn(`${text} ${words}`);
  const status = given.status ?? statusIn(text);
  const code = ownCode ?? shownCode(found, plain, input);
  const grant = given.grant ?? grantIn(text) ?? grantIn(words);
  const stage = given.stage ?? stageIn({ text, words, codes, signals, grant });
  // Auth0 says so of a client at the token endpoint, whatever the status in the text.
  const isClient =
    provider === "auth0" && stage === "token-exchange" && /\bunauthorized\b(?! ?_?client)/.test(words);
  const refusal = refusalOf(provider, {
    codes: isClient ? ["access_denied", ...codes] : [...codes],
    description: plain,
    status: isClient ? 401 : status,
  });
  const addresses = addressFactsIn(ownCode === null ? input : "", given.context ?? "");
  const read = { provider, code, codes, status, stage, grant, text, words };
  return { ...read, signals, addresses, ownCode, ...refusal };
}

/** Names the forms that {@link plainTextOf} removes and that tell something: a page, and percent encoding. */
function formsIn(input: string): string {
  const part = bounded(input);
  const page = /<(?:!doctype|html|head|body)\b/i.test(part) ? "<html" : "";
  return /%25|%3d|%2f/i.test(part) ? `${page} %25` : page;
}

const fieldPattern =
  /\b(error|errorcode|error_code|errors?|code|errno|type|category|subcode|suberror|reason|name|status|error_type)["'\])]{0,2} ?(?:[:=]|=>|:\s) ?[[({]{0,2}["'`]?([a-z][a-z0-9_.-]{2,60})/gi;
/** A code in brackets, as libraries of Java and Python print it, and one before a colon. */
const namedPattern =
  /[([]([a-z]{2,20}(?:_[a-z]{1,20}){1,6})[)\]]|\b([a-z]{2,20}(?:_[a-z]{1,20}){1,6})(?= ?:)/gi;
const microsoftPattern = /\bAAD(?:STS|B2C)\d{4,7}\b/i;
/** Codes of Microsoft as numbers alone. */
const microsoftNumbers = /(?:"error_codes": ?\[|online\.com\/error\?code=|"errorno": ?)(\d{5,7})\b/gi;
const wordPattern = /\b[a-z][a-z0-9]{0,40}(?:[_-][a-z0-9]{1,40}){1,7}\b|\b[a-z]{6,40}\b/gi;

/** Lists the codes in a text, the most telling first: known ones of a field, other known ones, unknown ones of a field. */
function codesIn(plain: string): readonly string[] {
  const fields = [...plain.matchAll(fieldPattern)].map((match) => match[2] ?? "");
  const named = [...plain.matchAll(namedPattern)].map((match) => match[1] ?? match[2] ?? "");
  const numbered = [...plain.matchAll(microsoftNumbers)].map(([, number]) => `AADSTS${number}`);
  const microsoft = [...(plain.match(new RegExp(microsoftPattern, "gi")) ?? []), ...numbered];
  const words = (plain.match(wordPattern) ?? []).filter(isKnownCode);
  const all = [
    ...fields.filter(isKnownCode),
    ...words,
    ...spelledOut(plain),
    ...microsoft,
    ...fields,
    ...named,
  ];
  return [...new Set(all)].filter((code) => !plainWords.has(code.toLowerCase())).slice(0, 40);
}

/** Codes that messages also spell as words: "Login required". */
const spelled = [
  ...["login_required", "consent_required", "interaction_required", "access_denied", "invalid_grant"],
  ...[
    "invalid_client",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
    "insufficient_scope",
  ],
];

function spelledOut(plain: string): readonly string[] {
  const text = plain.toLowerCase();
  return spelled.filter((code) => text.includes(code.replaceAll("_", " ")));
}

/** Words that stand where codes do. */
const plainWords = new Set(
  "null undefined none error true false object string number bad_request unauthorized forbidden internal".split(
    " ",
  ),
);

const errorPattern =
  /\berror(?:_?code|_?type)?["'\])]{0,2} ?(?:[:=]|=>) ?["'`]?([a-z]{2,16}(?:_[a-z]{1,16}){1,5})\b/gi;

/**
 * Returns the code to print: a known one, or one of plain words in the field of an error that is no part of a secret. All
 * else in the text is never printed.
 */
function shownCode(codes: readonly string[], plain: string, input: string): string | null {
  const known = codes.find((code) => isKnownCode(code) && code.toLowerCase() !== "error");
  if (known !== undefined) return known;
  const microsoft = microsoftPattern.exec(plain)?.[0];
  if (microsoft !== undefined) return microsoft;
  const secrets = secretsIn(input);
  const named = [...plain.matchAll(errorPattern)].map((match) => match[1] ?? "");
  return named.find((code) => !secrets.some((secret) => secret.includes(code))) ?? null;
}

const statusPattern =
  /(?:\b(?:http(?:\/[\d.]+)?|status(?:[ _]?code)?|code|response|returned|got|answered|error|with|a)["']?[ :=]{0,3}|[([])([1-5]\d\d)\b(?!\d|\.\d| ?ms| ?s\b)|\b([45]\d\d) (?:bad request|unauthorized|forbidden|not found|method|conflict|gone|unsupported|too many|internal|bad gateway|service|gateway|client error|server error)/;

function statusIn(text: string): number | null {
  const match = statusPattern.exec(text);
  return match === null ? null : Number(match[1] ?? match[2]);
}

const grantPatterns: readonly (readonly [Grant, RegExp])[] = [
  [
    "jwt_bearer",
    /grant-type:jwt-bearer|jwt[-_ ]bearer|service[ -]account(?! user)|auth:jwt|org login jwt|\bjwt flow/,
  ],
  ["device_code", /grant-type:device_code|device[_ -](?:code|flow|grant|login)|user_code/],
  ["token_exchange", /grant-type:token-exchange|token[- ]exchange grant|token vault/],
  [
    "client_credentials",
    /client[_ -]credentials (?:grant|flow)|grant_type["']?[=:] ?["']?client_credentials|\bm2m\b|no client credentials user/,
  ],
  [
    "password",
    /grant_type["']?[=:] ?["']?password|username[- ]password|\bropc\b|resource owner password|direct access grant/,
  ],
  ["refresh_token", /grant_type["']?[=:] ?["']?refresh_token/],
  ["authorization_code", /grant_type["']?[=:] ?["']?authorization_code/],
  ["implicit", /implicit (?:flow|grant)|response_type=token/],
];

function grantIn(text: string): Grant | null {
  return grantPatterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

interface Reading {
  readonly text: string;
  readonly words: string;
  readonly codes: ReadonlySet<string>;
  readonly signals: ReadonlySet<SignalName>;
  readonly grant: Grant | null;
}

const refreshWords =
  /\brefresh(?:ing|ed|es)?\b(?!ed? the page)|refreshtoken|refresh[_-]token|tokenrefresh|renew(?:ing)? (?:the )?(?:access )?token/;
/** Words about a request for a refresh, and not about the token alone. */
const refreshRequest =
  /refreshing|refresh(?:ed)? (?:response|answer|request|call|grant|fail|the|it)|(?:on|after|during|every|the|each) (?:a |the )?refresh(?:es)?\b(?! ?_?token)|missing (?:required )?parameter/;
const exchangeWords =
  /authori[sz]ation[ _]code|auth code|code[_ ]verifier|exchang|(?:retriev|obtain|fetch|request)(?:e|ing)? (?:the |an )?access[ _]token|no access_token found|transporters\.js|\bgettoken\b|oauth\/access_token|code (?:is |was |has )?(?:not valid|invalid|expired|already)|\bthe code\b|verification code|redeem|token endpoint/;
const apiWords =
  /www-authenticate|\/services\/data|userinfo|graph\.microsoft|api\.hubapi|googleapis\.com\/(?!token|oauth)|invalid_session_id|api (?:call|request|returns|answers|says|rejects|refuses)|calling (?:the |our |an )?api|calls? to (?:the|our) api|rest api|soql|the api\b/;
const authorizeWords =
  /\/authorize|\/auth\?|authori[sz]e (?:url|page|endpoint|request)|consent (?:screen|page)|login page|error page|access blocked|browser shows|in the browser|sign[- ]in page|oops/;

/** Infers the stage: the most telling words first. */
function stageIn({ text, words, codes, signals, grant }: Reading): Stage | null {
  if (signals.has("keychain")) return "keychain";
  if (grant === "refresh_token") return "refresh";
  if (grant === "authorization_code") return "token-exchange";
  if (
    ["redirect_uri_mismatch", "access_denied", "consent_required", "login_required"].some((c) => codes.has(c))
  )
    return exchangeWords.test(text) ? "token-exchange" : "authorize";
  if (signals.has("no_refresh_token") && !codes.has("invalid_grant") && !refreshRequest.test(words))
    return "token-exchange";
  const network: readonly SignalName[] = [
    "dns",
    "refused",
    "timeout",
    "reset",
    "unroutable",
    "untrusted",
    "old_tls",
  ];
  if (codes.size === 0 && network.some((signal) => signals.has(signal))) return "network";
  const tests: readonly (readonly [Stage, RegExp])[] = [
    ["revoke", /revo(?:ke|cation)[ _](?:endpoint|request|call|token)|\/revoke\b/],
    ["refresh", refreshWords],
    ["token-exchange", exchangeWords],
    ["api-call", apiWords],
    ["authorize", authorizeWords],
    ["callback", /callback|redirect(?:ed)? back|\bstate\b/],
  ];
  const inText = tests.find(([, pattern]) => pattern.test(text));
  return (inText ?? tests.find(([, pattern]) => pattern.test(words)))?.[0] ?? null;
}
