import type { ErrorCode } from "../error-codes.ts";
import { en } from "../text/en.ts";
import { ja } from "../text/ja.ts";
import type { Symptom } from "./symptoms.ts";

type ErrorKey = Extract<keyof typeof en, `error.${ErrorCode}`>;

const keys = Object.keys(en).filter((key) => /^error\.[a-z_]+$/.test(key)) as ErrorKey[];
const codeOf = (key: ErrorKey): ErrorCode => key.slice("error.".length) as ErrorCode;

/** Finds the code of an error of ours: alone, as JSON, or by the sentence that the command printed. */
export function ownCodeIn(plain: string): ErrorCode | null {
  const text = plain.trim();
  const alone = /^["'`]?([a-z_]{4,40})["'`]?$/.exec(text)?.[1] ?? "";
  const coded =
    /\b(?:Tokenwell|Input|LoginNeeded|RetryLater|Wire|Provider|Store|Session)Error\b.{0,400}?code['"]?: ?['"]([a-z_]{4,40})/.exec(
      text,
    )?.[1] ?? "";
  const json = text.includes('"exitCode"') ? (/"code" ?: ?"([a-z_]{4,40})"/.exec(text)?.[1] ?? "") : "";
  const byCode = keys.find((key) => [alone, coded, json].includes(codeOf(key)));
  if (byCode !== undefined) return codeOf(byCode);
  const at = text.indexOf("tokenwell: ");
  if (at < 0) return null;
  const said = text.slice(at + "tokenwell: ".length, at + 600);
  const bySentence = keys.find((key) => [en[key], ja[key]].some((template) => isFrom(said, template)));
  return bySentence === undefined ? null : codeOf(bySentence);
}

/** Whether a text begins with the sentence of a template: its fixed parts follow each other. */
function isFrom(said: string, template: string): boolean {
  const parts = template.split(/\{\w+\}/);
  if (parts.join("").trim().length < 8) return false;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = said.indexOf(part, at);
    if (found < 0 || (index === 0 && found !== 0) || found - at > 120) return false;
    at = found + part.length;
  }
  return true;
}

/** The symptoms of our errors that a provider, the network or this machine causes. */
const symptomsByCode: Readonly<Partial<Record<ErrorCode, Symptom>>> = {
  needs_login: "dead_refresh",
  import_refused: "dead_refresh",
  new_login_refused: "dead_refresh",
  code_expired: "bad_code",
  wrong_secret: "bad_client",
  client_refused: "bad_client",
  redirect_uri_unknown: "redirect",
  consent_denied: "denied",
  suspended: "denied",
  no_refresh_token: "no_refresh_token",
  rejected_by_api: "forbidden",
  refresh_rejected: "server_error",
  refresh_not_sent: "connection",
  refresh_unanswered: "connection",
  unreachable: "connection",
  no_answer: "connection",
  unknown_issuer: "dns",
  not_json: "html",
  port_taken: "port",
  port_taken_by_login: "port",
  port_forbidden: "port",
  login_timed_out: "no_callback",
  paste_other_login: "state",
};

/** Returns the symptom of an error of ours; `undefined` if its own sentences explain it. */
export const ownSymptom = (code: ErrorCode): Symptom | undefined => symptomsByCode[code];

/** Our errors after which the same call may succeed later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  ...(["refresh_not_sent", "refresh_rejected", "refresh_unanswered", "refresh_waiting"] as const),
  ...(["refresh_floor", "unreachable", "no_answer", "store_busy"] as const),
]);
/** Our errors of a refresh token that is gone, and those of a login, before there is one. */
const gone: ReadonlySet<ErrorCode> = new Set(["needs_login", "import_refused", "revoked", "connection_gone"]);
const unknown =
  /^(?:paste_|login_|key_(?:missing|wrong|invalid)|store_(?:corrupt|integrity|restored|copied)|consent_|code_|redirect_|authorization_|token_(?:refused|sent)|no_refresh|nothing_|unknown_|issuer_|no_discovery|metadata_|quarantined|not_recent|other_user|new_login)/;

/** Whether the refresh token still works after an error of ours. */
export function isTokenGoodAfter(code: ErrorCode): boolean | null {
  if (gone.has(code)) return false;
  return unknown.test(code) ? null : true;
}

export const isPassing = (code: ErrorCode): boolean => passing.has(code);
