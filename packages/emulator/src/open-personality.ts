import type { Personality, Stage } from "./personality.ts";

/**
 * Opens the provider that the settings name, and loads no module of the others.
 *
 * @throws {EmulatorError} `missing_dependency`, `invalid_option`
 */
export async function openPersonality(stage: Stage): Promise<Personality> {
  switch (stage.settings.personality) {
    case "oidc":
      return (await import("./personalities/oidc/oidc.ts")).openOidcPersonality(stage);
    case "salesforce":
      return (await import("./personalities/salesforce/salesforce.ts")).openSalesforcePersonality(stage);
    case "auth0":
      return (await import("./personalities/auth0/auth0.ts")).openAuth0Personality(stage);
  }
}
