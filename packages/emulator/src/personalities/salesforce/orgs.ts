import { createHash } from "node:crypto";
import { subjectUnderFault } from "../../faults/under-fault.ts";
import type { Services } from "../../personality.ts";
import type { HostName } from "../../serving/hosts.ts";

/** One organisation with its ids and hosts. */
export interface Org {
  /** The id of 15 characters, with which access tokens begin. */
  readonly shortId: string;
  /** The id of 18 characters, for everything else. */
  readonly id: string;
  readonly name: string;
  readonly isSandbox: boolean;
  /** The host of its logins. */
  readonly loginHost: HostName;
  /** The host of its API. */
  readonly myDomainHost: HostName;
}

const production = orgOf("00Demo000000001", "Emulator", false);
const sandbox = orgOf("00Dsandbox00001", "Emulator sandbox", true);

/** The path prefix of the site. */
export const sitePath = "/portal";

/** The id of the Experience Cloud site. */
export const siteId = longIdOf("0DBsite00000001");

/** Returns the org of a host. */
export function orgAt(host: HostName): Org {
  return host === "test" || host === "sandbox" ? sandbox : production;
}

/** Returns the issuer of a host: its origin, with the path of a site. */
export function issuerAt(services: Services, host: HostName): string {
  return services.originOf(host) + pathAt(host);
}

/** Returns the path prefix of a host. */
export function pathAt(host: HostName): string {
  return host === "site" ? sitePath : "";
}

/** Returns the base URL of API calls. */
export function instanceUrlOf(services: Services, { myDomainHost }: Org): string {
  return services.originOf(myDomainHost);
}

/** Returns the id of a user, which is the same in every run. */
export function userIdOf({ id }: Org, subject: string): string {
  const digest = createHash("sha256").update(`${id} ${subject}`).digest("base64");
  return longIdOf(`005${digest.replace(/[+/=]/g, "").slice(0, 12)}`);
}

/** Returns the identity URL of a user: `id` of token responses and `sub` of ID tokens. */
export function identityUrlOf(services: Services, org: Org, subject: string): string {
  return `${services.originOf(org.loginHost)}/id/${org.id}/${userIdOf(org, subjectUnderFault(subject))}`;
}

/**
 * Extends a 15-character id to 18 characters. Each added character encodes which letters of a block of five are
 * capitals.
 *
 * @see https://help.salesforce.com/s/articleView?id=000385585&type=1
 */
export function longIdOf(shortId: string): string {
  const blocks = shortId.match(/.{5}/g) ?? [];
  const suffix = blocks.map((block) => {
    const bits = [...block].map((letter, index) => (/[A-Z]/.test(letter) ? 1 << index : 0));
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return shortId + suffix.join("");
}

function orgOf(shortId: string, name: string, isSandbox: boolean): Org {
  return {
    shortId,
    id: longIdOf(shortId),
    name,
    isSandbox,
    loginHost: isSandbox ? "test" : "login",
    myDomainHost: isSandbox ? "sandbox" : "myDomain",
  };
}
