import type { TextKey } from "../text/en.ts";
import { oidc } from "./oidc.ts";
import type { Explained, Provider, ProviderTexts, RefusalRule } from "./provider.ts";

/** The members in which a provider differs from the OpenID defaults. `Own` is the union of its own text keys. */
export type ProviderDefinition<Own extends string> = Pick<Provider, "id"> &
  Partial<Omit<Provider<TextKey | NoInfer<Own>>, "id" | "texts" | "refusals">> & {
    readonly texts?: ProviderTexts<Own>;
    readonly refusals?: readonly RefusalRule<Explained<TextKey | NoInfer<Own>>>[];
  };

/**
 * Defines a provider: the OpenID defaults, and `definition` in place of them. Every text key in it must be one of the
 * library or of `definition.texts`, which must have the same keys in every language.
 *
 * @example
 * ```ts
 * export const acme = defineProvider({ id: "acme", matches: ["*.acme.example"], displayName: () => "Acme" });
 * ```
 */
export function defineProvider<const Own extends string = never>(
  definition: ProviderDefinition<Own>,
): Provider<TextKey | Own> {
  return { ...oidc, ...definition };
}
