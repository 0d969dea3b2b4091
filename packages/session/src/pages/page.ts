import type { PageView } from "../api.ts";
import {
  addressOf,
  authAddress,
  homeAddress,
  homePathOf,
  type SessionContext,
  visiblePath,
} from "../context.ts";
import type { IncomingRequest } from "../incoming-request.ts";
import { html, type Reply } from "../reply.ts";
import { checkedReturnTo } from "../return-to.ts";
import { hasText, type Language, languageOf, say } from "../text/say.ts";
import { layout } from "./layout.ts";

/** Request for a page. */
export interface PageRequest {
  readonly kind: PageView["kind"];
  readonly status: number;
  /** Code of the failure, or reason of the end; `""` for none. */
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Path to return to. */
  readonly returnTo: string;
}

/** Builds a page of ours, or the app's own in place of it, in the visitor's language. */
export async function page(
  context: SessionContext,
  request: IncomingRequest,
  asked: PageRequest,
  headers: Reply["headers"] = [],
): Promise<Reply> {
  const language = languageOf(request.header("accept-language"));
  const view: PageView = {
    kind: asked.kind,
    status: asked.status,
    code: asked.code,
    title: say(language, `page.${asked.kind}.title`),
    text: textOf(language, asked),
    action: actionOf(context, language, asked),
    language,
  };
  const own = context.settings.given.pages?.[asked.kind];
  const varied = [["vary", "Accept-Language"], ...headers] as const;
  return html(asked.status, own ? await own(view) : layout(view), varied);
}

function textOf(language: Language, { code, facts = {}, kind }: PageRequest): string {
  if (kind === "session_over")
    return hasText(`reason.${code}`) ? say(language, `reason.${code}` as "reason.idle") : "";
  if (kind !== "login_failed" && kind !== "not_recent") return say(language, `page.${kind}.text`);
  const known = `failure.${code}`;
  const isProvider = code === "authorization_refused" || code === "token_refused";
  const key = hasText(known) ? known : isProvider ? "failure.provider" : "failure.other";
  const said = typeof facts.said === "string" ? facts.said : "";
  const sentence = say(language, key, { ...facts, code: said.split(":")[0] || code });
  return said === "" ? sentence : `${sentence} ${say(language, "failure.said", { said })}`;
}

function actionOf(
  { settings }: SessionContext,
  language: Language,
  { code, kind, returnTo }: PageRequest,
): PageView["action"] {
  const checked = checkedReturnTo(visiblePath(settings, returnTo), settings.baseUrl) ?? homePathOf(settings);
  const login = `${authAddress(settings, "/login")}?${new URLSearchParams({ returnTo: checked })}`;
  const get = (label: "again" | "home" | "sign_in" | "sign_in_again", href: string) => ({
    label: say(language, `action.${label}`),
    href,
    method: "get" as const,
  });
  switch (kind) {
    case "confirm_logout":
      return {
        label: say(language, "action.sign_out"),
        href: authAddress(settings, "/logout"),
        method: "post",
      };
    case "signed_out":
      return get("home", homeAddress(settings));
    case "session_over":
      return get("sign_in_again", login);
    case "unavailable":
    case "not_recent":
      return get("again", addressOf(settings, checked));
    case "login_over":
      return get("sign_in", login);
    case "login_failed":
      // The page asks for its own user again. A plain login would go on with the other one.
      return get("again", code === "other_user" ? addressOf(settings, checked) : login);
  }
}
