import type { CryptoKey, JWTPayload } from "jose";
import type { App, Apps } from "./apps.ts";

/**
 * The claims of a JWT that is signed with the key of the app's certificate. `undefined` if the signature is invalid.
 */
export type SignedClaims = JWTPayload | undefined;

/**
 * Verifies the signature of an assertion, but not its claims.
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
    // The caller needs no distinction between an invalid JWT, an unknown app, a missing certificate and another key.
    return undefined;
  }
}

/**
 * Whether an assertion is not expired. Salesforce demands an end within minutes and does not check it: its own command
 * writes milliseconds into `exp`.
 */
export function isTimely({ exp }: JWTPayload, nowMs: number): boolean {
  return exp !== undefined && exp > nowMs / 1000;
}

/** Reads the issuer of an assertion without verification. */
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
