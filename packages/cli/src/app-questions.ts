import { InputError, type ProviderId, providerOf, Secret, widthOf } from "@tokenwell/core";
import { type Asker, ask } from "./ask.ts";
import { variant } from "./text/words.ts";

/** Asks for the address of an org or tenant. Enter selects the provider's default host if there is one. */
export async function askHost(asker: Asker, provider: ProviderId): Promise<string> {
  const { ui } = asker;
  const { defaultHost, hostFrom } = providerOf(provider);
  for (;;) {
    const entry = await ask(asker, ui.words(variant("ask.host", provider)), columnOf(asker, provider));
    if (entry === "" && defaultHost === null) continue;
    if (entry === "") return defaultHost ?? "";
    try {
      const address = hostFrom(entry);
      if (!isSameAddress(entry, address)) ui.text(ui.words("ask.host_used", { address }), 4);
      return address;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      ui.warn(error);
    }
  }
}

/** Asks for the client id until one is entered. */
export async function askClientId(asker: Asker, provider: ProviderId): Promise<string> {
  const question = asker.ui.words(variant("ask.client_id", provider));
  for (;;) {
    const entry = await ask(asker, question, columnOf(asker, provider));
    if (entry !== "") return entry;
  }
}

/** Asks for the client secret without echo. Returns `null` for an empty entry: a public client. */
export async function askClientSecret(asker: Asker, provider: ProviderId): Promise<Secret | null> {
  const question = asker.ui.words(variant("ask.client_secret", provider));
  const entry = await ask(asker, question, { hidden: true });
  return entry === "" ? null : Secret.of(entry);
}

/** Asks for the API that the tokens are for. Returns `""` if the user names none. */
export async function askAudience(asker: Asker, provider: ProviderId): Promise<string> {
  return await ask(asker, asker.ui.words(variant("ask.audience", provider)));
}

/** Returns the column at which the hint of the secret question begins: the other answers line up with it. */
function columnOf({ ui }: Asker, provider: ProviderId): { readonly column: number } {
  const [label = ""] = /^.*? {2,}(?=\S)/.exec(ui.words(variant("ask.client_secret", provider))) ?? [];
  return { column: widthOf(label) };
}

function isSameAddress(entry: string, address: string): boolean {
  const bare = (text: string): string =>
    text
      .replace(/^https:\/\//i, "")
      .replace(/[/.]+$/, "")
      .toLowerCase();
  return bare(entry) === bare(address);
}
