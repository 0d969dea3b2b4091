import type { Hono } from "hono";
import type { HostContext, HostEnv } from "../../serving/hono.ts";
import { bearerTokenOf, sessionOf } from "./bearers.ts";
import { jsonType, salesforceHeaders } from "./discovery.ts";
import type { Session } from "./grants.ts";
import { identityUrlOf, instanceUrlOf, userIdOf } from "./orgs.ts";
import { opensIdentity } from "./scopes.ts";
import type { State } from "./state.ts";
import { newestVersion } from "./versions.ts";

/**
 * Serves the identity URL and userinfo. A bad token is answered with 403 and a bare word.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid.htm&type=5
 */
export function serveIdentity(server: Hono<HostEnv>, state: State): void {
  server.on(["GET", "POST"], "/services/oauth2/userinfo", (context) => {
    const session = identifiedBy(context, state);
    return session instanceof Response ? session : json(userinfoOf(state, session));
  });
  server.get("/id/:org/:user", (context) => {
    const session = identifiedBy(context, state);
    if (session instanceof Response) return session;
    if (context.req.param("org") !== session.org.id) return word(403, "Wrong_Org");
    if (context.req.param("user") !== userIdOf(session.org, session.subject)) return word(404, "Bad_Id");
    return json(identityOf(state, session, context.req.query("version")));
  });
}

function identifiedBy(context: HostContext, state: State): Session | Response {
  if (bearerTokenOf(context) === undefined) return word(403, "Missing_OAuth_Token");
  const session = sessionOf(context, state);
  return session !== undefined && opensIdentity(session.scopes) ? session : word(403, "Bad_OAuth_Token");
}

function userinfoOf(state: State, session: Session): Readonly<Record<string, unknown>> {
  const { email, name } = personOf(state, session);
  const { services } = state;
  const url = identityUrlOf(services, session.org, session.subject);
  const instance = instanceUrlOf(services, session.org);
  const userId = userIdOf(session.org, session.subject);
  return {
    sub: url,
    user_id: userId,
    organization_id: session.org.id,
    preferred_username: email,
    nickname: name,
    name,
    email,
    email_verified: true,
    given_name: name,
    family_name: "Emulator",
    zoneinfo: "Asia/Tokyo",
    photos: photosOf(instance),
    profile: `${instance}/${userId}`,
    picture: photosOf(instance).picture,
    address: {},
    urls: urlsOf(session, instance),
    active: true,
    user_type: "STANDARD",
    language: "en_US",
    locale: "en_US",
    utcOffset: 32_400_000,
    updated_at: new Date(session.startedMs).toISOString(),
    is_app_installed: true,
  };
}

function identityOf(
  state: State,
  session: Session,
  version: string | undefined,
): Readonly<Record<string, unknown>> {
  const { email, name } = personOf(state, session);
  const instance = instanceUrlOf(state.services, session.org);
  const number = version === "latest" ? newestVersion : version;
  return {
    id: identityUrlOf(state.services, session.org, session.subject),
    asserted_user: true,
    user_id: userIdOf(session.org, session.subject),
    organization_id: session.org.id,
    username: email,
    nick_name: name,
    display_name: name,
    email,
    email_verified: true,
    first_name: name,
    last_name: "Emulator",
    timezone: "Asia/Tokyo",
    photos: photosOf(instance),
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urlsOf(session, instance, number),
    active: true,
    user_type: "STANDARD",
    language: "en_US",
    locale: "en_US",
    utcOffset: 32_400_000,
    last_modified_date: new Date(session.startedMs).toISOString(),
    is_app_installed: true,
  };
}

function personOf(
  { accounts }: State,
  { subject }: Session,
): { readonly email: string; readonly name: string } {
  return accounts.bySubject(subject) ?? { email: "", name: "" };
}

function photosOf(instance: string): Readonly<Record<"picture" | "thumbnail", string>> {
  return { picture: `${instance}/profilephoto/005/F`, thumbnail: `${instance}/profilephoto/005/T` };
}

/** Returns the addresses of the APIs, with `{version}` in them if the request names no version. */
function urlsOf(
  { org, subject }: Session,
  instance: string,
  version = "{version}",
): Readonly<Record<string, string>> {
  const rest = `${instance}/services/data/v${version}/`;
  return {
    rest,
    query: `${rest}query/`,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    recent: `${rest}recent/`,
    profile: `${instance}/${userIdOf(org, subject)}`,
    enterprise: `${instance}/services/Soap/c/${version}/${org.shortId}`,
    metadata: `${instance}/services/Soap/m/${version}/${org.shortId}`,
    partner: `${instance}/services/Soap/u/${version}/${org.shortId}`,
    custom_domain: instance,
  };
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { ...salesforceHeaders, "content-type": jsonType } });
}

function word(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { ...salesforceHeaders, "content-type": "text/html;charset=UTF-8" },
  });
}
