import { InputError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import { readAddress } from "./address.ts";

/** Hosts that are Salesforce's own, by their end. @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm&type=5 */
const ownHosts =
  /(?:^|\.)(?:salesforce\.com|force\.com|site\.com|salesforce-sites\.com|salesforce-setup\.com|cloudforce\.com|crmforce\.mil|sfcrmproducts\.cn)$/;

/** Where a site's own pages begin: what stands before is the site's path. */
const sitePages = /^(?:s|login|secur|services|setup|apex|idp|_ui|\.well-known|[\w-]+\.jsp)$/i;

/** Whether a host is one of Salesforce's. */
export const isSalesforceHost = (hostname: string): boolean => ownHosts.test(hostname.toLowerCase());

/**
 * The address that OAuth requests of an org go to, from what people type or paste: a My Domain, a Lightning or
 * Setup page, an Experience Cloud site with its path, `login` or `test`, or the first label of a My Domain alone.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm&type=5
 */
export function salesforceHost(typed: string): string {
  const bare = typed.trim().replace(/[/.]+$/, "");
  // The first label of a My Domain, as people call their org.
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

/** Pages of the user interface lie on hosts of their own, which know no OAuth. */
function orgHost(host: string): string {
  const page = /^(.+?)(?:\.my)?\.(?:lightning\.force\.com|salesforce-setup\.com)$/.exec(host)?.[1];
  if (page !== undefined) return `${page}.my.salesforce.com`;
  // acme--c.vf.force.com, acme--dev--c.sandbox.vf.force.com: the last part of the label is a package's name.
  const [, label, partition = "", ending] =
    /^([\w-]+?)--\w+((?:\.(?:sandbox|develop|scratch|trailblaze|patch|demo|free))?)\.(?:vf|visualforce|file|container)\.(force|salesforce)\.com$/.exec(
      host,
    ) ?? [];
  return label === undefined || ending === undefined ? host : `${label}${partition}.my.salesforce.com`;
}

/** An Experience Cloud site: its OAuth addresses lie below its own path. */
function isSite(host: string): boolean {
  if (/\.(?:my\.site|salesforce-sites)\.com$/.test(host)) return true;
  return host.endsWith(".force.com") && !host.endsWith(".lightning.force.com");
}

function sitePath(pathname: string): string {
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const page = segments.findIndex((segment) => sitePages.test(segment));
  const own = page < 0 ? segments : segments.slice(0, page);
  return own.length === 0 ? "" : `/${own.join("/")}`;
}
