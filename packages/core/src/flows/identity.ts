import { customFetch, processUserInfoResponse, userInfoRequest } from "oauth4webapi";
import {
  authorizationServer,
  insecureOption,
  type KnownServer,
  oauthClient,
} from "../providers/client-authentication.ts";
import type { Fetch, Provider } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";

/** Who allowed a connection. */
export interface Identity {
  /** The account's identifier at its issuer, which never changes; `null` where the provider gave no ID token. */
  readonly subject: string | null;
  /** What sentences call it. Not unique, and the account's owner may be able to change it. */
  readonly account: string | null;
}

/** What {@link identify} needs. */
export interface IdentityQuestion {
  readonly server: KnownServer;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  readonly accessToken: Secret;
  /** Of the ID token. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly fetch: Fetch;
}

/**
 * Says who logged in: by the ID token, and by userinfo where that names nobody. A userinfo answer that is missing,
 * unreadable or about another subject is not used: a name for sentences is no reason to fail a login.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse
 */
export async function identify(question: IdentityQuestion): Promise<Identity> {
  const { claims, provider, server } = question;
  if (claims === null || typeof claims.sub !== "string") return { subject: null, account: null };
  const subject = claims.sub;
  const account = provider.accountFrom(claims);
  const isNamed = account !== null && account !== provider.accountFrom({ sub: subject });
  if (isNamed || server.endpoints.userinfo === undefined) return { subject, account };
  const more = await askUserinfo(question, subject).catch(() => null);
  return { subject, account: (more && provider.accountFrom(more)) ?? account };
}

async function askUserinfo(
  { server, client, accessToken, fetch }: IdentityQuestion,
  subject: string,
): Promise<Readonly<Record<string, unknown>>> {
  const known = authorizationServer(server);
  const options = { [customFetch]: fetch, ...insecureOption(server.endpoints.userinfo ?? "") };
  const response = await userInfoRequest(known, oauthClient(client), accessToken.expose(), options);
  return { ...(await processUserInfoResponse(known, oauthClient(client), subject, response)) };
}
