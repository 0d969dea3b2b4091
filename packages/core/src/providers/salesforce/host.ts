import { InputError } from "../../errors.ts";
import { isLoopbackHost } from "../../loopback.ts";
import { matchesHost, readAddress } from "../address.ts";

/** The domains of Salesforce. @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm&type=5 */
const domains = [
  "salesforce.com",
  "force.com",
  "site.com",
  "salesforce-sites.com",
  "salesforce-setup.com",
  "cloudforce.com",
  "crmforce.mil",
  "sfcrmproducts.cn",
];

/** The hosts of Salesforce, as patterns. */
export const salesforceHosts = domains.flatMap((domain) => [domain, `*.${domain}`]);

/** The first segment of a site's pages: the segments before it are the path of the site. */
const sitePages = /^(?:s|login|secur|services|setup|apex|idp|_ui|\.well-known|[\w-]+\.jsp)$/i;

/** Whether a host belongs to Salesforce. */
export const isSalesforceHost = (hostname: string): boolean => matchesHost(hostname, salesforceHosts);

/**
 * Returns the address of an org's OAuth requests, for a text that the user typed or pasted: a My Domain, a Lightning or
 * Setup page, an Experience Cloud site with its path, `login` or `test`, or the first label of a My Domain alone.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm&type=5
 */
export function salesforceHost(typed: string): string {
  const bare = typed.trim().replace(/[/.]+$/, "");
  // Users call their org by the first label of its My Domain.
  if (/^[a-z][a-z0-9-]*$/i.test(bare) && !isLoopbackHost(bare))
    return salesforceHost(`https://${bare}.my.salesforce.com`);
  const { url, given } = readAddress(typed, "salesforce");
  const host = url.host.replace(/\.$/, "");
  if (isLoopbackHost(url.hostname)) return `${url.protocol}//${host}${sitePath(url.pathname)}`;
  if (!host.includes(".")) throw new InputError("invalid_address", { given, kind: "salesforce" });
  const own = isSalesforceHost(url.hostname);
  if (!own) return `https://${host}${sitePath(url.pathname)}`;
  const org = orgHost(host);
  return isSite(org) ? `https://${org}${sitePath(url.pathname)}` : `https://${org}`;
}

/** Returns the host of the org itself: pages of the user interface have separate hosts without OAuth endpoints. */
function orgHost(host: string): string {
  const page = /^(.+?)(?:\.my)?\.(?:lightning\.force\.com|salesforce-setup\.com)$/.exec(host)?.[1];
  if (page !== undefined) return `${page}.my.salesforce.com`;
  // acme--c.vf.force.com, acme--dev--c.sandbox.vf.force.com: the label ends with the name of a package.
  const [, label, partition = "", ending] =
    /^([\w-]+?)--\w+((?:\.(?:sandbox|develop|scratch|trailblaze|patch|demo|free))?)\.(?:vf|visualforce|file|container)\.(force|salesforce)\.com$/.exec(
      host,
    ) ?? [];
  return label === undefined || ending === undefined ? host : `${label}${partition}.my.salesforce.com`;
}

/** Whether a host runs Experience Cloud sites: their OAuth endpoints are below the path of each site. */
function isSite(host: string): boolean {
  if (/\.(?:my\.site|salesforce-sites)\.com$/.test(host)) return true;
  return host.endsWith(".force.com") && !host.endsWith(".lightning.force.com");
}

/** Returns the path of a site, without the page in it. */
function sitePath(pathname: string): string {
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const page = segments.findIndex((segment) => sitePages.test(segment));
  const own = page < 0 ? segments : segments.slice(0, page);
  return own.length === 0 ? "" : `/${own.join("/")}`;
}
