import { Secret } from "@tokenwell/core";
import type { SessionOptions } from "./api.ts";
import { appIdOf, type CookieNames, cookieNamesOf } from "./cookie-names.ts";
import { SessionError } from "./errors.ts";
import { say, type TextKey } from "./text/say.ts";

/** Checked options, with all defaults. Times are in milliseconds. */
export interface Settings {
  readonly appId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  readonly baseUrl: URL;
  /** Path of `baseUrl` without a final slash. */
  readonly basePath: string;
  readonly isSecure: boolean;
  readonly cookies: CookieNames;
  readonly authPath: string;
  readonly homePath: string;
  readonly responseMode: "query" | "form_post";
  readonly extendAfterMs: number;
  readonly idleMs: number | null;
  readonly absoluteMs: number | null;
  /** Origins whose pages may send requests that change something. */
  readonly origins: ReadonlySet<string>;
  readonly given: SessionOptions;
}

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Checks the options of {@link openSessions}. Throws a {@link SessionError} `invalid_option` with a sentence that says what to give. */
export function checkOptions(given: SessionOptions): Settings {
  const { clientId, clientSecret, issuer, responseMode = "query" } = given;
  for (const option of ["issuer", "clientId"] as const)
    if (typeof given[option] !== "string" || given[option] === "") refuse("option.text_missing", { option });
  if (clientSecret !== undefined && (typeof clientSecret !== "string" || clientSecret === ""))
    refuse("option.text_missing", { option: "clientSecret" });
  const baseUrl = readBaseUrl(given.baseUrl);
  const issuerUrl = URL.parse(issuer);
  const isIssuer =
    issuerUrl?.protocol === "https:" ||
    (issuerUrl?.protocol === "http:" && loopback.test(issuerUrl.hostname));
  if (!isIssuer) refuse("option.issuer_invalid", { given: clipped(issuer) });
  const isSecure = baseUrl.protocol === "https:";
  if (responseMode !== "query" && responseMode !== "form_post")
    refuse("option.response_mode", { given: clipped(responseMode) });
  if (responseMode === "form_post" && !isSecure) refuse("option.form_post_http");
  if (given.apiBase !== undefined && !URL.canParse(given.apiBase))
    refuse("option.api_base_invalid", { given: clipped(given.apiBase) });
  if (given.overlapSeconds !== undefined) readSeconds("overlapSeconds", given.overlapSeconds, 0);
  const identity = { issuer, clientId, baseUrl: baseUrl.href };
  return {
    appId: appIdOf(identity),
    issuer,
    clientId,
    clientSecret: clientSecret === undefined ? null : Secret.of(clientSecret),
    baseUrl,
    basePath: baseUrl.pathname.replace(/\/+$/, ""),
    isSecure,
    cookies: cookieNamesOf(identity),
    authPath: readPath("authPath", given.authPath ?? "/auth"),
    homePath: readPath("homePath", given.homePath ?? "/"),
    responseMode,
    extendAfterMs: readSeconds("extendAfterSeconds", given.extendAfterSeconds ?? 900, 30) * 1000,
    idleMs: readLimit("idleSeconds", given.idleSeconds, 86_400),
    absoluteMs: readLimit("absoluteSeconds", given.absoluteSeconds, 604_800),
    origins: new Set([baseUrl.origin, ...(given.trustedOrigins ?? []).map(readOrigin)]),
    given,
  };
}

/** Checks the seconds of a guard. */
export const guardSeconds = (option: string, given: number, least: number): number => {
  if (!Number.isFinite(given) || given < least)
    refuse("option.guard_seconds", { option, least, given: clipped(given) });
  return given;
};

function readBaseUrl(given: unknown): URL {
  if (given === undefined || given === null || given === "") refuse("option.base_url_missing");
  const url = URL.parse(String(given));
  const isPlain =
    url !== null && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (!isPlain || !/^https?:$/.test(url.protocol))
    refuse("option.base_url_invalid", { given: clipped(given) });
  if (url.protocol === "http:" && !loopback.test(url.hostname))
    refuse("option.base_url_insecure", { given: clipped(given) });
  return url;
}

/** Reads an origin as browsers spell it. `null` is the origin of any sandboxed page. */
function readOrigin(given: string): string {
  const url = URL.parse(given);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (!isOrigin) refuse("option.origin_invalid", { given: clipped(given) });
  return url.origin;
}

function readPath(option: string, given: string): string {
  const isPlain = /^\/[^?#\\\s]*$/.test(given) && !given.startsWith("//");
  // Browsers resolve `..` and encode some signs before they ask.
  const isPath = isPlain && URL.parse(given, "https://app.example.com")?.pathname === given;
  const example = option === "authPath" ? "/auth" : "/";
  if (!isPath || (option === "authPath" && given === "/"))
    refuse("option.path_invalid", { option, example, given: clipped(given) });
  return given === "/" ? given : given.replace(/\/+$/, "");
}

function readSeconds(option: string, given: number, least: number, orNull = ""): number {
  if (typeof given !== "number" || !Number.isFinite(given) || given < least)
    refuse("option.seconds_invalid", { option, least, orNull, given: clipped(given) });
  return given;
}

function readLimit(option: string, given: number | null | undefined, usual: number): number | null {
  if (given === null) return null;
  return readSeconds(option, given ?? usual, 60, say("en", "option.or_null")) * 1000;
}

function refuse(key: TextKey, facts: Readonly<Record<string, string | number>> = {}): never {
  throw new SessionError("invalid_option", { problem: say("en", key, facts) });
}

const clipped = (given: unknown): string => String(given).slice(0, 80);
