import { type Language, say } from "../text/say.ts";
import { html, nothing } from "./html.ts";
import { page } from "./layout.ts";

/** The content of the login page. */
export interface LoginView {
  /** The address that receives the form. */
  readonly action: string;
  readonly app: string;
  /** The name in the form: from the last attempt or from `login_hint`. */
  readonly name: string;
  /** The error of the last attempt. */
  readonly warning: string | undefined;
}

/** Renders the page that asks for a name. */
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
