import { customFetch, processUserInfoResponse, userInfoRequest } from "oauth4webapi";
import type { AnswerIdentity, Fetch, KnownServer, Members, Provider } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import { authorizationServer, insecureOption, oauthClient } from "./client-authentication.ts";

/** Who allowed a connection. */
export interface Identity {
  /** The account's identifier at its issuer, which never changes; `null` where the provider does not tell. */
  readonly subject: string | null;
  /** What sentences call it. Not unique, and the account's owner may be able to change it. */
  readonly account: string | null;
}

/** What {@link identify} needs. */
export interface IdentityRequest {
  readonly server: KnownServer;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  readonly accessToken: Secret;
  readonly answer: AnswerIdentity;
  readonly fetch: Fetch;
}

/**
 * Says who logged in: by the answer itself, and where that names nobody by the provider's own address for it, or by
 * userinfo. An answer that is missing, unreadable or about another subject is not used: a name for sentences is no
 * reason to fail a login.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse
 */
export async function identify(request: IdentityRequest): Promise<Identity> {
  const { answer, provider, server } = request;
  const subject = provider.subjectFrom(answer);
  const claims = answer.claims ?? {};
  const account = provider.accountFrom(claims);
  const isNamed = account !== null && account !== provider.accountFrom({ sub: claims.sub });
  if (subject === null || isNamed) return { subject, account };
  const address = provider.identityAddress(subject, answer, server.issuer);
  const sub = typeof claims.sub === "string" ? claims.sub : null;
  const more =
    address !== null
      ? await askAddress(request, address).catch(() => null)
      : sub !== null && server.endpoints.userinfo !== undefined
        ? await askUserinfo(request, sub).catch(() => null)
        : null;
  return { subject, account: (more && provider.accountFrom(more)) ?? account };
}

/** Asks the address that the token answer named; it must speak of the same account. */
async function askAddress(request: IdentityRequest, address: string): Promise<Members | null> {
  const { accessToken, answer, provider, fetch } = request;
  const headers = { authorization: `Bearer ${accessToken.expose()}`, accept: "application/json" };
  const response = await fetch(address, { method: "GET", headers, body: undefined, redirect: "manual" });
  const value: unknown = response.status === 200 ? JSON.parse(await response.text()) : null;
  if (typeof value !== "object" || value === null) return null;
  const members: Members = { ...value };
  const id = typeof members.id === "string" ? members.id : null;
  return provider.subjectFrom({ claims: null, id }) === provider.subjectFrom(answer) ? members : null;
}

async function askUserinfo(
  { server, client, accessToken, fetch }: IdentityRequest,
  subject: string,
): Promise<Members> {
  const known = authorizationServer(server);
  const options = { [customFetch]: fetch, ...insecureOption(server.endpoints.userinfo ?? "") };
  const response = await userInfoRequest(known, oauthClient(client), accessToken.expose(), options);
  return { ...(await processUserInfoResponse(known, oauthClient(client), subject, response)) };
}
