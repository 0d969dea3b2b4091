import { Hono } from "hono";
import { Accounts } from "../../accounts.ts";
import type { Personality, Stage } from "../../personality.ts";
import { answerWith, type Hosted } from "../hosted.ts";
import { Apps } from "./apps.ts";
import { discoveryOf, jsonType, keySet, salesforceHeaders } from "./discovery.ts";
import { settleSalesforce } from "./options.ts";

/** Where the paths of an Experience Cloud site begin. */
const SITE_PATH = "/portal";

/**
 * Plays Salesforce: two login hosts, the My Domains of a production org and of a sandbox, and an Experience Cloud site.
 *
 * @throws {EmulatorError} `invalid_option`
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5
 */
export async function openSalesforcePersonality(stage: Stage): Promise<Personality> {
  settleSalesforce(stage.settings.salesforce);
  const apps = new Apps(stage.settings, stage.originOf("login"));
  const accounts = new Accounts(stage.settings.users);
  const app = new Hono<Hosted>();
  const json = (body: unknown) =>
    new Response(JSON.stringify(body), { headers: { ...salesforceHeaders, "content-type": jsonType } });
  for (const base of ["", SITE_PATH]) {
    app.get(`${base}/.well-known/openid-configuration`, ({ env }) =>
      json(discoveryOf(stage.originOf(env.host) + base)),
    );
    app.get(`${base}/id/keys`, () => json(keySet));
  }
  return {
    handle: answerWith(app),
    setBlocked: (userName, blocked) => accounts.setBlocked(userName, blocked),
    revokeGrants: () => 0,
    apps: () => apps.list(),
    setApp: (clientId, switches) => apps.set(clientId, switches),
  };
}
