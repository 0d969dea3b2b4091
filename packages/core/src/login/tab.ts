import type { LoginResult } from "../api/login.ts";
import { TokenwellError } from "../errors.ts";
import type { ProviderId } from "../providers/provider.ts";
import { sayFor } from "../providers/sentences.ts";
import type { Language } from "../text/say.ts";
import type { Hit } from "../wire/loopback-server/listener.ts";

/** What the browser tab of a login shows at its end. */
export type Tab = Parameters<Hit["reply"]>[0];

/** Codes of errors that the browser tab shows, too. */
const tabErrorCodes: ReadonlySet<string> = new Set([
  "no_refresh_token",
  "consent_denied",
  "wrong_secret",
  "code_expired",
]);

/** Returns the page for a login that succeeded. */
export const doneTab = ({ name }: Pick<LoginResult, "name">): Tab =>
  name === null ? { kind: "handed" } : { kind: "done", facts: { name } };

/** Returns the page for a login that failed. */
export function failedTab(
  error: unknown,
  language: Language,
  { id, label }: { readonly id: ProviderId; readonly label: string },
): Tab {
  const detail = error instanceof TokenwellError ? tabSentence(error, language, id) : undefined;
  return { kind: "failed", facts: { provider: label }, ...(detail !== undefined && { detail }) };
}

/** Returns one sentence for the tab; the terminal shows the rest, with what to do. */
function tabSentence(
  { code, facts }: TokenwellError,
  language: Language,
  provider: ProviderId,
): string | undefined {
  if (!tabErrorCodes.has(code)) return undefined;
  const key = code === "no_refresh_token" ? "tab.no_refresh_token" : (`error.${code}` as const);
  const sentence = sayFor(provider, language, key, facts).split("\n")[0];
  return sentence?.replace(/[.。]?$/, language === "ja" ? "。" : ".");
}
