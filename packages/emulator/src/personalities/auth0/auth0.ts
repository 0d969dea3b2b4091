import { type HostHandler, type HostName, hostsOf } from "../../hosts.ts";
import type { Personality, Stage } from "../../personality.ts";
import { answerWith } from "../hosted.ts";
import { domainRoutes } from "./domain.ts";
import { Tenant } from "./tenant.ts";
import { Tokens } from "./tokens.ts";

/**
 * Plays an Auth0 tenant at two of its domains.
 *
 * @throws {EmulatorError} `invalid_option`
 * @see https://auth0.com/docs/api/authentication
 */
export async function openAuth0Personality(stage: Stage): Promise<Personality> {
  const tenant = new Tenant(stage.clock, stage.settings);
  const tokens = new Tokens(tenant, (host) => stage.originOf(host), stage.faults);
  const domains: ReadonlyMap<HostName, HostHandler> = new Map(
    hostsOf.auth0.map((host) => [host, answerWith(domainRoutes(stage, { tenant, tokens, host }))]),
  );
  return {
    handle: (host, request, response) => domains.get(host)?.(host, request, response),
    setBlocked: (userName, blocked) => tenant.users.setBlocked(userName, blocked),
    revokeGrants: (userName) => tenant.revokeGrants(userName),
    apps: () => tenant.apps().map(withoutSecret),
    setApp: (clientId, switches) => withoutSecret(tenant.changeApp(clientId, switches)),
    users: () => tenant.users.list().map((user) => ({ ...user, blocked: tenant.users.isBlocked(user) })),
    grants: () =>
      tenant.refreshTokens.live(stage.clock.nowMs()).map(({ clientId, id, scopes, subject }) => {
        return { id, clientId, user: tenant.users.bySubject(subject)?.name ?? subject, scopes };
      }),
    revokeGrant: (id) => tenant.revokeGrant(id),
    expireAccessTokens: () => tokens.expireAll(),
    faults: { evict: (grantId) => tenant.refreshTokens.evict(grantId) },
    actions: {
      "GET apis": () => ({ apis: tenant.apis() }),
      "POST apis": (api) => tenant.setApi(api),
      "DELETE users": (_body, userName) => {
        tenant.users.delete(userName);
        return { name: userName, deleted: true };
      },
    },
  };
}

function withoutSecret({ clientSecret: _, ...shown }: ReturnType<Tenant["changeApp"]>) {
  return { ...shown };
}
