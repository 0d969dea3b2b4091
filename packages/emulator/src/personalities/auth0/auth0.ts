import { EmulatorError } from "../../errors.ts";
import type { ControlAction, Personality, Services } from "../../personality.ts";
import { nodeHandler } from "../../serving/hono.ts";
import { type HostHandler, type HostName, hostsOf } from "../../serving/hosts.ts";
import { sendLogoutTokens } from "./backchannel-logout.ts";
import type { Domain } from "./domain.ts";
import { appSettings } from "./registration.ts";
import { domainRoutes } from "./routes.ts";
import { Sessions } from "./sessions.ts";
import { Tenant } from "./tenant.ts";
import { Tokens } from "./tokens.ts";

/**
 * Plays an Auth0 tenant at two of its domains.
 *
 * @throws {EmulatorError} `invalid_option`
 * @see https://auth0.com/docs/api/authentication
 */
export async function openAuth0Personality(services: Services): Promise<Personality> {
  const tenant = new Tenant(services.clock, services.settings);
  const tokens = new Tokens(tenant, (host) => services.originOf(host), services.faults);
  const domains = hostsOf.auth0.map((host): Domain => {
    const sessions = new Sessions((session) => sendLogoutTokens({ host, tenant, tokens }, session));
    return { host, tenant, tokens, sessions };
  });
  const handlers: ReadonlyMap<HostName, HostHandler> = new Map(
    domains.map((domain) => [domain.host, nodeHandler(domainRoutes(services, domain))]),
  );
  return {
    handle: (host, request, response) => handlers.get(host)?.(host, request, response),
    setBlocked: (userName, blocked) => tenant.users.setBlocked(userName, blocked),
    revokeGrants: (userName) => tenant.revokeGrants(userName),
    switches: appSettings,
    apps: () => tenant.apps().map(withoutSecret),
    setApp: (clientId, switches) => withoutSecret(tenant.changeApp(clientId, switches)),
    users: () => tenant.users.list().map((user) => ({ ...user, blocked: tenant.users.isBlocked(user) })),
    grants: () =>
      tenant.refreshTokens.live(services.clock.nowMs()).map(({ clientId, id, scopes, subject }) => {
        return { id, clientId, user: tenant.users.bySubject(subject)?.name ?? subject, scopes };
      }),
    revokeGrant: (id) => tenant.revokeGrant(id),
    expireAccessTokens: () => tokens.expireAll(),
    faults: { evict: (grantId) => tenant.refreshTokens.evict(grantId) },
    actions: { ...actionsOf(tenant, domains), ...logoutTokenAction(tenant, tokens) },
  };
}

function actionsOf(tenant: Tenant, domains: readonly Domain[]): Readonly<Record<string, ControlAction>> {
  const endSessions = (userName: string) => {
    const { subject } = tenant.users.byName(userName);
    return domains.reduce((ended, { sessions }) => ended + sessions.logOutAll(subject), 0);
  };
  return {
    "GET tenant": () => tenant.options,
    "POST tenant": (changes) => tenant.changeOptions(changes),
    "GET apis": () => ({ apis: tenant.apis() }),
    "POST apis": (api) => tenant.setApi(api),
    "DELETE users": (_body, userName) => {
      endSessions(userName);
      tenant.users.delete(userName);
      return { name: userName, deleted: true };
    },
    "DELETE sessions": (_body, userName) => ({ name: userName, ended: endSessions(userName) }),
    "DELETE user-grants": (_body, userName) => ({ name: userName, deleted: tenant.deleteGrants(userName) }),
  };
}

/** Issues a logout token, good or bad, which the caller posts to the app itself. */
function logoutTokenAction(tenant: Tenant, tokens: Tokens): Readonly<Record<string, ControlAction>> {
  return {
    "POST logout-tokens": async ({ claims = {}, clientId = "web", typ = "logout+jwt" }, userName) => {
      const isObject = typeof claims === "object" && claims !== null;
      if (userName === "" || !isObject || typeof clientId !== "string" || typeof typ !== "string")
        throw new EmulatorError(
          "invalid_option",
          'Send {"clientId":"web","claims":{"sid":"…"}} to /emulator/logout-tokens/NAME.',
        );
      const { subject } = tenant.users.byName(userName);
      return { token: await tokens.logoutToken({ clientId, host: "tenant", subject }, { ...claims }, typ) };
    },
  };
}

function withoutSecret({ clientSecret: _, ...shown }: ReturnType<Tenant["changeApp"]>) {
  return { ...shown };
}
