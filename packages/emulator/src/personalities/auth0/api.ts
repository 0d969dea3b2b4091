import { type Context, Hono } from "hono";
import type { JWTPayload } from "jose";
import type { HostName } from "../../serving/hosts.ts";
import { defaultApi } from "./registration.ts";
import type { Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";

const echoedHeaders = ["accept", "content-type", "content-length", "user-agent", "x-request-id"];

/**
 * Serves the protected APIs of a tenant: each under /api/IDENTIFIER/, the default one also under /api/. They respond
 * like an API with Auth0's verifier for Node. `?scope=read:hello` requires a scope.
 *
 * @see https://github.com/auth0/node-oauth2-jwt-bearer
 */
export function protectedApis(tenant: Tenant, tokens: Tokens, host: HostName): Hono {
  const routes = new Hono();
  const check = (context: Context) =>
    checkToken(tokens, { context, host, audience: tenant.api(context.req.param("api"))?.identifier });
  for (const root of ["/api", "/api/:api"]) {
    routes.all(`${root}/hello`, async (context) => hello(context, await check(context)));
    routes.all(`${root}/echo`, async (context) => echo(context, await check(context)));
    routes.all(`${root}/redirect`, (context) =>
      context.redirect(context.req.query("to") ?? "/api/hello", 302),
    );
  }
  return routes;
}

/** The claims of a valid token, or the error. Without a token the error has no reason. */
type TokenCheck =
  | { readonly claims: JWTPayload }
  | { readonly error: "invalid_request" | "invalid_token"; readonly reason: string | undefined };

async function checkToken(
  tokens: Tokens,
  {
    audience = defaultApi.identifier,
    context,
    host,
  }: { audience: string | undefined; context: Context; host: HostName },
): Promise<TokenCheck> {
  const [token, ...others] = await tokensIn(context);
  if (others.length > 0)
    return { error: "invalid_request", reason: "More than one method used for authentication" };
  if (token === undefined) return { error: "invalid_token", reason: undefined };
  try {
    return { claims: await tokens.verify(host, token, audience) };
  } catch (cause) {
    return { error: "invalid_token", reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

/**
 * Finds the tokens in a request's header, query and form.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2
 */
async function tokensIn({ req }: Context): Promise<readonly string[]> {
  const isForm = req.header("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
  const form = new URLSearchParams(isForm ? await req.text() : "");
  const inHeader = /^Bearer (.+)$/i.exec(req.header("authorization") ?? "")?.[1];
  const found = [inHeader, req.query("access_token"), form.get("access_token")];
  return found.filter((token): token is string => typeof token === "string" && token !== "");
}

function hello(context: Context, judgement: TokenCheck): Response {
  if ("reason" in judgement) {
    const { error, reason } = judgement;
    if (reason === undefined) return context.json({ error: "unauthorized" }, 401, challenge());
    const parameters = { error, error_description: reason };
    return context.json(parameters, error === "invalid_request" ? 400 : 401, challenge(parameters));
  }
  const { azp, scope = "", sub } = judgement.claims;
  const needed = context.req.query("scope")?.split(" ") ?? [];
  const held = new Set(String(scope).split(" "));
  if (!needed.every((each) => held.has(each))) {
    const parameters = {
      error: "insufficient_scope",
      error_description: "Insufficient Scope",
      scope: needed.join(" "),
    };
    return context.json({ error: "insufficient_scope" }, 403, challenge(parameters));
  }
  return context.json({ hello: sub, client_id: azp, scope });
}

async function echo(context: Context, judgement: TokenCheck): Promise<Response> {
  const { req } = context;
  const url = new URL(req.url);
  const isTried = req.header("authorization") !== undefined || ("reason" in judgement && judgement.reason);
  return context.json({
    method: req.method,
    path: url.pathname + url.search,
    authorization: "claims" in judgement ? "valid" : isTried ? "invalid" : "absent",
    headers: Object.fromEntries(echoedHeaders.map((name) => [name, req.header(name)])),
    body: await req.text(),
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function challenge(parameters: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const pairs = Object.entries({ realm: "api", ...parameters });
  const words = pairs.map(([name, value]) => `${name}="${value.replaceAll('"', "'")}"`);
  return { "www-authenticate": `Bearer ${words.join(", ")}` };
}
