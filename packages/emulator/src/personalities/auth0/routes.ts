import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import type { Services } from "../../personality.ts";
import type { HostEnv } from "../../serving/hono.ts";
import { serveTokenRequests } from "../../serving/serve-token-requests.ts";
import { protectedApis } from "./api.ts";
import { Authorize } from "./authorize.ts";
import { discoveryDocument } from "./discovery.ts";
import type { Domain } from "./domain.ts";
import { logoutRoutes } from "./logout.ts";
import type { Tenant } from "./tenant.ts";
import { TokenEndpoint } from "./token-endpoint.ts";
import { claimsOf } from "./users.ts";

const requestsPerSecond = 100;

/** The paths that pages of an app may request across origins. */
const corsPaths = ["/oauth/token", "/oauth/revoke", "/userinfo", "/.well-known/*"];

/** Serves a domain of a tenant. */
export function domainRoutes(services: Services, domain: Domain): Hono<HostEnv> {
  const { host, tenant, tokens } = domain;
  const routes = new Hono<HostEnv>();
  routes.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(rateLimitHeaders(tenant))) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
  });
  for (const path of corsPaths) routes.use(path, crossOrigin(tenant));
  const document = discoveryDocument(tokens.issuerOf(host));
  routes.get("/.well-known/openid-configuration", (context) => context.json(document));
  routes.get("/.well-known/oauth-authorization-server", (context) => context.json(document));
  routes.get("/.well-known/jwks.json", (context) => context.json(tokens.keySet()));
  const endpoint = new TokenEndpoint(domain);
  routes.post(
    "/oauth/token",
    serveTokenRequests(services, "token", (request) => endpoint.token(request)),
  );
  routes.post(
    "/oauth/revoke",
    serveTokenRequests(services, "revocation", (request) => endpoint.revoke(request)),
  );
  routes.on(["GET", "POST"], "/userinfo", (context) => userinfo(context, domain));
  const onCode = (code: string) => services.record.note("authorization_code", code);
  routes.route("/", new Authorize(domain, onCode).routes);
  routes.route("/", logoutRoutes(domain));
  routes.route("/", protectedApis(tenant, tokens, host));
  return routes;
}

/** @see https://auth0.com/docs/get-started/applications/set-up-cors */
function crossOrigin(tenant: Tenant) {
  return cors({
    origin: (origin) => (tenant.allowsOrigin(origin) ? origin : undefined),
    allowMethods: ["GET", "POST"],
    exposeHeaders: rateLimitHeaderNames,
  });
}

const rateLimitHeaderNames = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

/**
 * Returns the rate limit headers of every response. The emulator does not count requests; it answers 429 only when an
 * app's `rateLimited` or a fault demands it.
 *
 * @see https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy
 */
function rateLimitHeaders({ clock }: Tenant): Readonly<Record<string, string>> {
  return {
    "x-ratelimit-limit": String(requestsPerSecond),
    "x-ratelimit-remaining": String(requestsPerSecond - 1),
    "x-ratelimit-reset": String(Math.floor(clock.nowMs() / 1000) + 1),
  };
}

async function userinfo(context: Context, { host, tenant, tokens }: Domain): Promise<Response> {
  const token = /^Bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
  if (token === undefined) return context.text("Unauthorized", 401);
  const about = await tokens.userinfoOf(host, token);
  const user = tenant.users.bySubject(about?.subject ?? "");
  if (about === undefined || user === undefined) {
    const description = "The access token is invalid or has expired";
    return context.json({ error: "invalid_token", error_description: description }, 401);
  }
  return context.json({ sub: user.subject, ...claimsOf(user, about.scopes) });
}
