import type { Context, Interaction, InteractionResult, Provider } from "oidc-provider";
import type { Accounts } from "../../accounts.ts";
import { consentPage } from "../../pages/consent.ts";
import { errorPage, expiredPage } from "../../pages/error.ts";
import { html } from "../../pages/html.ts";
import { page, pageHeaders } from "../../pages/layout.ts";
import { loginPage } from "../../pages/login.ts";
import { readBody } from "../../serving/http.ts";
import { type Language, languageOf, say } from "../../text/say.ts";

const interactionPath = "/interaction/";

/** Returns the address of the pages of one login. */
export function interactionUrl(_context: Context, { uid }: Interaction): string {
  return interactionPath + uid;
}

/** Shows an error that must not be sent to a redirect URI. */
export function renderError(context: Context, out: Readonly<Record<string, string | undefined>>): void {
  const view = { error: out.error ?? "server_error", description: out.error_description };
  show(context, errorPage(languageOf(context.get("accept-language")), view));
}

/**
 * Shows the page that asks whether to log out. The library's own form carries the token that ties it to the browser.
 *
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
export function logoutSource(context: Context, form: string): void {
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(form)?.[1] ?? "";
  const language = languageOf(context.get("accept-language"));
  const body = html`<form method="post" action="${part("action")}">
<input type="hidden" name="xsrf" value="${part("value")}">
<button class="main" id="allow" type="submit" name="logout" value="yes">${say(language, "logout.allow")}</button>
<button id="deny" type="submit">${say(language, "logout.deny")}</button>
</form>`;
  show(context, page(language, say(language, "logout.ask"), body));
}

/** Shows that the user is logged out, if the app named no address to return to. */
export function postLogoutSuccessSource(context: Context): void {
  const language = languageOf(context.get("accept-language"));
  show(context, page(language, say(language, "logout.title"), html`<p>${say(language, "logout.lead")}</p>`));
}

/** Serves the login and consent pages and handles their forms. */
export function servePages(provider: Provider, accounts: Accounts): void {
  provider.use(async (context, next) => {
    if (!context.path.startsWith(interactionPath)) return next();
    const language = languageOf(context.get("accept-language"));
    const interaction = await interactionOf(provider, context);
    if (interaction === undefined) {
      context.status = 400;
      return show(context, expiredPage(language));
    }
    const app = await appName(provider, interaction);
    const visit: PageVisit = { provider, accounts, context, interaction, language, app };
    const form = context.method === "POST" ? new URLSearchParams(await readBody(context.req)) : undefined;
    return interaction.prompt.name === "login" ? loginStep(visit, form) : consentStep(visit, form);
  });
}

interface PageVisit {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly context: Context;
  readonly interaction: Interaction;
  readonly language: Language;
  readonly app: string;
}

async function loginStep(visit: PageVisit, form: URLSearchParams | undefined): Promise<void> {
  const { accounts, app, context, interaction, language } = visit;
  const name = form?.get("login")?.trim() ?? "";
  const account = accounts.byName(name);
  if (name !== "" && !accounts.isBlocked(account))
    return resume(visit, { login: { accountId: account.subject } });
  const view = { action: context.path, app, name: form ? name : (interaction.params.login_hint ?? "") };
  if (form === undefined) return show(context, loginPage(language, { ...view, warning: undefined }));
  const warning =
    name === "" ? say(language, "login.name_missing") : say(language, "login.blocked", { user: name });
  context.status = 400;
  return show(context, loginPage(language, { ...view, warning }));
}

async function consentStep(visit: PageVisit, form: URLSearchParams | undefined): Promise<void> {
  const { accounts, app, context, interaction, language, provider } = visit;
  const subject = interaction.session?.accountId ?? "";
  const scope = interaction.params.scope ?? "";
  if (form === undefined) {
    const user = accounts.bySubject(subject)?.email ?? subject;
    const view = { action: context.path, app, user, scopes: scope.split(" ").filter(Boolean) };
    return show(context, consentPage(language, view));
  }
  if (form.get("decision") !== "allow")
    return resume(visit, { error: "access_denied", error_description: say("en", "consent.denied") });
  // Create a grant for each consent, not one for the browser's session: one consent is one family of refresh tokens.
  const grant = new provider.Grant({ accountId: subject, clientId: interaction.params.client_id ?? "" });
  grant.addOIDCScope(scope);
  return resume(visit, { consent: { grantId: await grant.save() } });
}

async function resume({ context, provider }: PageVisit, result: InteractionResult): Promise<void> {
  const url = await provider.interactionResult(context.req, context.res, result);
  context.status = 303;
  context.redirect(url);
}

async function interactionOf(provider: Provider, context: Context): Promise<Interaction | undefined> {
  try {
    return await provider.interactionDetails(context.req, context.res);
  } catch (cause) {
    if (cause instanceof Error && cause.name === "SessionNotFound") return undefined;
    throw cause;
  }
}

async function appName(provider: Provider, { params }: Interaction): Promise<string> {
  const client = await provider.Client.find(params.client_id ?? "");
  return client?.clientName ?? client?.clientId ?? "";
}

function show(context: Context, markup: string): void {
  context.set(pageHeaders);
  context.type = "html";
  context.body = markup;
}
