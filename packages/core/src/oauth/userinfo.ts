import { customFetch, processUserInfoResponse, userInfoRequest } from "oauth4webapi";
import type { AnswerIdentity, Fetch, KnownServer, Members, Provider } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import { authorizationServer, insecureOption, oauthClient } from "./client-authentication.ts";
import { parseJsonObject, textMember } from "./response.ts";

/** The account of a connection. */
export interface Identity {
  /** The account's permanent identifier at its issuer; `null` if the provider does not say. */
  readonly subject: string | null;
  /** The account's name in sentences. It is not unique, and its owner may be able to change it. */
  readonly account: string | null;
}

/** The options of {@link identify}. */
export interface IdentityRequest {
  readonly server: KnownServer;
  readonly provider: Provider;
  readonly client: { readonly clientId: string };
  readonly accessToken: Secret;
  readonly answer: AnswerIdentity;
  readonly fetch: Fetch;
}

/**
 * Finds the account of a login: in the token response, else at the provider's own address for it, else in userinfo. It
 * ignores a response that is missing, unreadable or about another subject: a name for sentences is no reason to fail a
 * login.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse
 */
export async function identify(request: IdentityRequest): Promise<Identity> {
  const { answer, provider, server } = request;
  const subject = provider.subjectFrom(answer);
  const claims = answer.claims ?? {};
  const account = provider.accountFrom(claims);
  const isNamed = account !== null && account !== provider.accountFrom({ sub: claims.sub });
  if (subject === null && answer.claims === null) return await identifyWithoutClaims(request);
  if (subject === null || isNamed) return { subject, account };
  const address = provider.identityAddress(subject, answer, server.issuer);
  const sub = textMember(claims, "sub");
  const more =
    address !== null
      ? await askAddress(request, address).catch(() => null)
      : sub !== null && server.endpoints.userinfo !== undefined
        ? await askUserinfo(request, sub).catch(() => null)
        : null;
  return { subject, account: (more && provider.accountFrom(more)) ?? account };
}

/** Finds the account of a plain OAuth 2.0 server by the address that the user gave; most call its identifier `id`. */
async function identifyWithoutClaims({
  server,
  provider,
  accessToken,
  fetch,
}: IdentityRequest): Promise<Identity> {
  const { userinfo, jwks } = server.endpoints;
  if (userinfo === undefined || jwks !== undefined) return { subject: null, account: null };
  const headers = { authorization: `Bearer ${accessToken.expose()}`, accept: "application/json" };
  const response = await fetch(userinfo, {
    method: "GET",
    headers,
    body: undefined,
    redirect: "manual",
  }).catch(() => null);
  const members = response?.status === 200 ? parseJsonObject(await response.text().catch(() => "")) : null;
  const id = typeof members?.id === "number" ? String(members.id) : textMember(members, "id");
  const subject = textMember(members, "sub") ?? id;
  return {
    subject,
    account: members && (provider.accountFrom(members) ?? textMember(members, "login") ?? subject),
  };
}

/** Fetches the address that the token response names. Its response must be about the same account. */
async function askAddress(request: IdentityRequest, address: string): Promise<Members | null> {
  const { accessToken, answer, provider, fetch } = request;
  const headers = { authorization: `Bearer ${accessToken.expose()}`, accept: "application/json" };
  const response = await fetch(address, { method: "GET", headers, body: undefined, redirect: "manual" });
  const members = response.status === 200 ? parseJsonObject(await response.text()) : null;
  const id = textMember(members, "id");
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
