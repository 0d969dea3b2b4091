import { createHash } from "node:crypto";
import { subjectUnderFault } from "../../faults/under-fault.ts";
import type { Services } from "../../personality.ts";
import type { HostName } from "../../serving/hosts.ts";

/** One organisation: its data, its users' ids, and the hosts that speak for it. */
export interface Org {
  /** 15 characters, as access tokens begin. */
  readonly shortId: string;
  /** 18 characters, as everywhere else. */
  readonly id: string;
  readonly name: string;
  readonly isSandbox: boolean;
  /** Where its users log in. */
  readonly loginHost: HostName;
  /** Where its API is. */
  readonly myDomainHost: HostName;
}

const production = orgOf("00Demo000000001", "Emulator", false);
const sandbox = orgOf("00Dsandbox00001", "Emulator sandbox", true);

/** The path under which the site has everything. */
export const sitePath = "/portal";

/** The id of the Experience Cloud site. */
export const siteId = longIdOf("0DBsite00000001");

/** Which org a host speaks for. */
export function orgAt(host: HostName): Org {
  return host === "test" || host === "sandbox" ? sandbox : production;
}

/** What a host calls itself in ID tokens and discovery: its origin, and the path of a site. */
export function issuerAt(services: Services, host: HostName): string {
  return services.originOf(host) + pathAt(host);
}

/** Where the paths of a host begin. */
export function pathAt(host: HostName): string {
  return host === "site" ? sitePath : "";
}

/** The only base for API calls. */
export function instanceUrlOf(services: Services, { myDomainHost }: Org): string {
  return services.originOf(myDomainHost);
}

/** The id of a user, the same in every run. */
export function userIdOf({ id }: Org, subject: string): string {
  const digest = createHash("sha256").update(`${id} ${subject}`).digest("base64");
  return longIdOf(`005${digest.replace(/[+/=]/g, "").slice(0, 12)}`);
}

/** The address that stands for a user: `id` of token responses and `sub` of ID tokens. */
export function identityUrlOf(services: Services, org: Org, subject: string): string {
  return `${services.originOf(org.loginHost)}/id/${org.id}/${userIdOf(org, subjectUnderFault(subject))}`;
}

/**
 * The 18 characters of a 15-character id: each of the three added ones tells which letters of a block of five are
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
