import { Hono } from "hono";
import type { GrantState, Personality, Services } from "../../personality.ts";
import { type HostEnv, nodeHandler } from "../../serving/hono.ts";
import { serveTokenRequests } from "../../serving/serve-token-requests.ts";
import { checks } from "./apps.ts";
import { serveAuthorization } from "./authorize.ts";
import { connectUsers } from "./connect-users.ts";
import { discoveryOf, jsonType, keySetOf, salesforceHeaders } from "./discovery.ts";
import type { Grant } from "./grants.ts";
import { serveIdentity } from "./identity.ts";
import { issuerAt, sitePath } from "./orgs.ts";
import { servePages } from "./pages.ts";
import { serveRest } from "./rest.ts";
import { revoke, serveIntrospection } from "./revocation.ts";
import { createState, type State } from "./state.ts";
import { TokenEndpoint } from "./token-endpoint.ts";

/**
 * Plays Salesforce: two login hosts, the My Domains of a production org and of a sandbox, and an Experience Cloud site.
 *
 * @throws {EmulatorError} `invalid_option`
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5
 */
export async function openSalesforcePersonality(services: Services): Promise<Personality> {
  const state = createState(services);
  const { accounts, apps, grants } = state;
  const server = serverOf(state);
  const atHost = nodeHandler(server);
  const atSite = nodeHandler(new Hono<HostEnv>({ strict: false }).route(sitePath, server));
  return {
    handle(host, request, response) {
      // `sf org login access-token` ends the address of the org with a slash, so that it calls `//services/data`.
      request.url = request.url?.replace(/^\/{2,}/, "/");
      return (host === "site" ? atSite : atHost)(host, request, response);
    },
    setBlocked: (userName, blocked) => accounts.setBlocked(userName, blocked),
    revokeGrants: (userName) =>
      grants.endAllOf(accounts.byName(userName).subject, "revoked by the administrator"),
    switches: checks,
    apps: () => apps.list(),
    setApp: (clientId, switches) => apps.set(clientId, switches),
    users: () => accounts.list().map((user) => ({ ...user, blocked: accounts.isBlocked(user) })),
    grants: () => grants.live().map((grant) => grantStateOf(state, grant)),
    revokeGrant: (id) => {
      const grant = grants.live().find((live) => live.id === id);
      return grant !== undefined && grants.end(grant, "revoked by the administrator");
    },
    expireAccessTokens: () => grants.expireSessions(),
    connect: (clientId, userNames) => connectUsers(state, clientId, userNames),
    faults: { evict: (grantId) => grants.evict(grantId) },
    actions: {
      "GET org": () => state.conditions.now,
      "POST org": (given) => state.conditions.set(given),
    },
  };
}

function grantStateOf({ accounts }: State, { clientId, id, scopes, subject }: Grant): GrantState {
  const user = accounts.list().find((account) => account.subject === subject)?.name ?? subject;
  return { id, clientId, user, scopes };
}

function serverOf(state: State): Hono<HostEnv> {
  const { services } = state;
  // Accept paths with and without a final slash.
  const server = new Hono<HostEnv>({ strict: false });
  const json = (body: unknown) =>
    new Response(JSON.stringify(body), { headers: { ...salesforceHeaders, "content-type": jsonType } });
  server.get("/.well-known/openid-configuration", ({ env }) =>
    json(discoveryOf(issuerAt(services, env.host))),
  );
  server.get("/id/keys", () => json(keySetOf(services)));
  serveAuthorization(server, state);
  servePages(server, state);
  const endpoint = new TokenEndpoint(state);
  server.post(
    "/services/oauth2/token",
    serveTokenRequests(services, "token", (request, context) => endpoint.answer(request, context)),
  );
  const revocation = serveTokenRequests(services, "revocation", (request, context) =>
    revoke(state, request, context),
  );
  server.on(["GET", "POST"], "/services/oauth2/revoke", revocation);
  serveIntrospection(server, state);
  serveIdentity(server, state);
  serveRest(server, state);
  return server;
}
