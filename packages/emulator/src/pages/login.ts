import { type Language, say } from "../text/say.ts";
import { html, nothing } from "./html.ts";
import { page } from "./layout.ts";

/** What the login page shows. */
export interface LoginView {
  /** Where the form goes. */
  readonly action: string;
  readonly app: string;
  /** What was typed before, or asked for with login_hint. */
  readonly name: string;
  /** What was wrong with the last try. */
  readonly warning: string | undefined;
}

/** The page that asks for a name. */
export function loginPage(language: Language, { action, app, name, warning }: LoginView): string {
  const alert =
    warning === undefined ? nothing : html`<p class="warn" id="warning" role="alert">${warning}</p>`;
  return page(
    language,
    say(language, "login.title"),
    html`<p>${say(language, "login.lead", { app })}</p>
${alert}
<form method="post" action="${action}">
<label for="name">${say(language, "login.name")}</label>
<input id="name" name="login" value="${name}" autocomplete="username" autocapitalize="none" required>
<label for="password">${say(language, "login.password")}</label>
<input id="password" name="password" type="password" autocomplete="current-password">
<button class="main" id="login" type="submit">${say(language, "login.button")}</button>
</form>`,
  );
}
