import type { CryptoKey, JWTPayload } from "jose";
import type { App, Apps } from "./apps.ts";

/** The claims of a JWT that an app has signed with the key of its certificate; nothing where it has not. */
export type SignedClaims = JWTPayload | undefined;

/**
 * Reads an assertion. Whether its claims fit is for others to say.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3
 */
export async function signedClaims(apps: Apps, jwt: string | undefined): Promise<SignedClaims> {
  if (jwt === undefined) return undefined;
  const { compactVerify, decodeJwt } = await import("jose");
  try {
    const claims = decodeJwt(jwt);
    await compactVerify(jwt, await keyOf(apps.find(claims.iss)), { algorithms: ["RS256"] });
    return claims;
  } catch {
    // Not a JWT, no app, no certificate, or another key: all the same to who asks.
    return undefined;
  }
}

/** Whether an assertion is for one of these audiences and within its time, of which there are at most five minutes. */
export function isTimely({ exp }: JWTPayload, nowMs: number): boolean {
  const nowSeconds = nowMs / 1000;
  return exp !== undefined && exp > nowSeconds && exp <= nowSeconds + 300;
}

/** The issuer that an assertion names, also where nobody could check it. */
export function namedIssuer(jwt = ""): string | undefined {
  try {
    const claims: JWTPayload = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
    return claims.iss;
  } catch {
    return undefined;
  }
}

async function keyOf(app: App | undefined): Promise<CryptoKey> {
  const { importSPKI, importX509 } = await import("jose");
  const pem = app?.switches.certificate ?? "";
  return pem.includes("BEGIN CERTIFICATE") ? await importX509(pem, "RS256") : await importSPKI(pem, "RS256");
}
