import {
  type AuthorizationServer,
  clockSkew,
  clockTolerance,
  customFetch,
  getValidatedIdTokenClaims,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  validateApplicationLevelSignature,
} from "oauth4webapi";
import { systemClock } from "../clock.ts";
import { TokenwellError, WireError } from "../errors.ts";
import type { InstantMs } from "../model.ts";
import type { Fetch, KnownServer, Members } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import { authorizationServer, insecureOption, oauthClient } from "./client-authentication.ts";
import { getDocument } from "./redirects.ts";
import { parseJsonObject } from "./response.ts";

/**
 * The accepted signature algorithms: public keys only. `none` proves nothing, and with HS256 every holder of the client
 * secret could sign.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
const acceptedAlgorithms = [
  "RS256",
  "PS256",
  "ES256",
  "Ed25519",
  "EdDSA",
  "RS384",
  "PS384",
  "ES384",
  "RS512",
  "PS512",
  "ES512",
];

/** The largest accepted difference between the clocks of provider and machine, in seconds. */
export const toleranceSeconds = 60;

/** Decodes the claims of a JWT without verifying it; `null` if it is none. */
export function decodeClaims(jwt: string): Members | null {
  const payload = jwt.split(".")[1];
  return payload === undefined ? null : parseJsonObject(Buffer.from(payload, "base64url").toString("utf8"));
}

/** The ID token of a login, and the values that it must fit. */
export interface IdTokenVerification {
  readonly server: KnownServer;
  readonly client: { readonly clientId: string };
  readonly idToken: Secret;
  /** The access token that came with it. */
  readonly accessToken: Secret;
  readonly nonce: Secret;
  readonly receivedAtMs: InstantMs;
  /** Fetches the provider's keys. */
  readonly fetch: Fetch;
}

/** The verified claims, or the name of the first claim or header that does not fit. */
export type VerifiedIdToken =
  | { readonly claims: Members; readonly fault?: never }
  | { readonly claims: null; readonly fault: string };

/**
 * Verifies an ID token: signature by the provider's own keys, algorithm, issuer, audience, authorized party, nonce, and
 * expiry at the instant when it came. Throws a {@link WireError} if the provider's keys cannot be fetched just now, and
 * `too_many_redirects`.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function verifyIdToken(verification: IdTokenVerification): Promise<VerifiedIdToken> {
  const { client, idToken, accessToken, nonce, receivedAtMs } = verification;
  const server = withAlgorithms(verification.server);
  const oauth = {
    ...oauthClient(client),
    // oauth4webapi reads the machine's clock, and the token may have come long ago.
    [clockSkew]: Math.round((receivedAtMs - systemClock.nowMs()) / 1000),
    [clockTolerance]: toleranceSeconds,
  };
  // The other members have been read, more leniently than oauth4webapi reads them.
  const members = { access_token: accessToken.expose(), token_type: "bearer", id_token: idToken.expose() };
  const response = Response.json(members);
  const expected = { expectedNonce: nonce.expose(), requireIdToken: true };
  try {
    const processed = await processAuthorizationCodeResponse(server, oauth, response, expected);
    const claims = { ...getValidatedIdTokenClaims(processed) };
    // oauth4webapi checks it only beside several audiences.
    if (claims.azp !== undefined && claims.azp !== client.clientId) return { claims: null, fault: "azp" };
    const fault = await findSignatureFault(verification, server, response);
    return fault === null ? { claims } : { claims: null, fault };
  } catch (error) {
    if (error instanceof TokenwellError) throw error;
    return { claims: null, fault: faultOf(error) };
  }
}

/** Lists the accepted signature algorithms that a server also lists, if it lists any. */
export const acceptedAlgorithmsOf = ({ idTokenAlgorithms: listed }: KnownServer): string[] =>
  acceptedAlgorithms.filter((algorithm) => listed?.includes(algorithm) ?? true);

function withAlgorithms(known: KnownServer): AuthorizationServer {
  const accepted = acceptedAlgorithmsOf(known);
  return { ...authorizationServer(known), id_token_signing_alg_values_supported: accepted };
}

async function findSignatureFault(
  verification: IdTokenVerification,
  server: AuthorizationServer,
  response: Response,
): Promise<"signature" | "no keys" | null> {
  const { jwks } = verification.server.endpoints;
  if (jwks === undefined) return "no keys";
  let hasKeys = false;
  const fetchKeys: Fetch = async (url, options) => {
    const { response: keys } = await getDocument(url, options, verification.fetch);
    // The ID token is not at fault: the caller keeps it and verifies it later.
    if (keys.status === 429 || keys.status > 499) {
      const facts = { host: new URL(url).host, reason: "unreadable", status: keys.status };
      throw new WireError("no_answer", true, facts);
    }
    hasKeys = keys.status === 200;
    return keys;
  };
  const options = { [customFetch]: fetchKeys, ...insecureOption(jwks) };
  try {
    await validateApplicationLevelSignature(server, response, options);
    return null;
  } catch (error) {
    if (error instanceof TokenwellError) throw error;
    return hasKeys ? "signature" : "no keys";
  }
}

/** Returns the name of a claim or header, or `format`; never a part of the token's contents. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return "format";
  const { cause } = error;
  const claim = typeof cause === "object" && cause !== null && "claim" in cause ? cause.claim : undefined;
  if (error instanceof OperationProcessingError && typeof claim === "string") return claim;
  return /"(\w{2,12})" (?:header|\()/.exec(error.message)?.[1] ?? "format";
}
