import type { Personality, Services } from "./personality.ts";

/**
 * Opens the provider that the settings name, and loads no module of the others.
 *
 * @throws {EmulatorError} `missing_dependency`, `invalid_option`
 */
export async function openPersonality(services: Services): Promise<Personality> {
  switch (services.settings.personality) {
    case "oidc":
      return (await import("./personalities/oidc/oidc.ts")).openOidcPersonality(services);
    case "salesforce":
      return (await import("./personalities/salesforce/salesforce.ts")).openSalesforcePersonality(services);
    case "auth0":
      return (await import("./personalities/auth0/auth0.ts")).openAuth0Personality(services);
  }
}
