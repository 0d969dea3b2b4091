import type { Client } from "../model.ts";
import { auth0, isAuth0Host } from "./auth0.ts";
import { oidc } from "./oidc.ts";
import type { Provider, ProviderId } from "./provider.ts";
import { salesforce } from "./salesforce.ts";
import { isSalesforceHost } from "./salesforce-host.ts";

const all: Readonly<Record<ProviderId, Provider>> = { oidc, salesforce, auth0 };

/** The provider of this name; one that a stored client names is always known. */
export function providerOf(id: string): Provider {
  return isProviderId(id) ? all[id] : oidc;
}

/** Whether there is a provider of this name. */
export const isProviderId = (id: string): id is ProviderId => Object.hasOwn(all, id);

/** The provider that runs at an address, as far as its host tells. */
export function providerAt(address: string): Provider {
  const { hostname = "" } =
    URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`) ?? {};
  if (isSalesforceHost(hostname)) return salesforce;
  return isAuth0Host(hostname) ? auth0 : oidc;
}

/** Returns the name of a client's provider for sentences. */
export const labelOf = ({ provider, issuer }: Pick<Client, "provider" | "issuer">): string =>
  providerOf(provider).displayName(issuer);
