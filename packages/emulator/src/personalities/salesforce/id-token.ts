import { createHash } from "node:crypto";
import { issuerUnderFault } from "../../faults/under-fault.ts";
import type { Services } from "../../personality.ts";
import type { HostName } from "../../serving/hosts.ts";
import { signingKeyOf } from "./discovery.ts";
import type { Session } from "./grants.ts";
import { issuerAt } from "./orgs.ts";

const idTokenSeconds = 120;

/** The content of an ID token. */
export interface Identity {
  /** The host of the request. */
  readonly host: HostName;
  readonly clientId: string;
  /** The identity URL. */
  readonly subject: string;
  readonly session: Session;
  readonly nonce: string | undefined;
}

/**
 * Signs an ID token with a lifetime of two minutes.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken
 */
export async function signIdToken(
  services: Services,
  { clientId, host, nonce, session, subject }: Identity,
): Promise<string> {
  // Load jose late: most clients request no ID token, and loading takes longer than everything else.
  const { importJWK, SignJWT } = await import("jose");
  const signingKey = signingKeyOf(services);
  const nowSeconds = Math.floor(services.clock.nowMs() / 1000);
  const half = createHash("sha256").update(session.accessToken).digest().subarray(0, 16);
  const claims = { at_hash: half.toString("base64url"), ...(nonce === undefined ? {} : { nonce }) };
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: signingKey.kid, typ: "JWT" })
    .setIssuer(issuerUnderFault(issuerAt(services, host)))
    .setSubject(subject)
    .setAudience(clientId)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + idTokenSeconds)
    .sign(await importJWK(signingKey, "RS256"));
}
