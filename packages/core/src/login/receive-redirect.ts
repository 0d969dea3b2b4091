import type { LoginResult } from "../api/login.ts";
import { systemClock } from "../clock.ts";
import type { ProviderId } from "../providers/provider.ts";
import type { Language } from "../text/say.ts";
import { listen } from "../wire/loopback-server/listener.ts";
import { doneTab, failedTab } from "./tab.ts";

/** A login that another machine completes, as far as its redirect needs to know it. */
export interface RemoteLogin {
  /** The address that the user opens. */
  readonly url: string;
  /** The redirect URI, on loopback with a port. */
  readonly redirectUri: string;
  readonly provider: { readonly id: ProviderId; readonly label: string };
  /** The language of the tab if the browser asks for neither `en` nor `ja`. */
  readonly language: Language;
}

/** A port of this machine that waits for the redirect of one login. */
export interface RedirectReceiver {
  /** Resolves with the redirect. Rejects if `signal` aborts, and on close. */
  next(signal: AbortSignal): Promise<Redirect>;
  close(): Promise<void>;
}

/** The redirect of a login. */
export interface Redirect {
  /** The whole address with the code, or with the provider's error. */
  readonly address: string;
  /** Shows the login's result, or its error, in the browser tab. */
  show(result: LoginResult | Error): Promise<void>;
}

/**
 * Listens on loopback for the redirect of a login that another machine completes: the browser is here, the verifier, the
 * exchange and the tokens are there.
 *
 * @throws InputError `port_taken`, `port_forbidden`
 */
export async function receiveRedirect({
  url,
  redirectUri,
  provider,
  language: languageFallback,
}: RemoteLogin): Promise<RedirectReceiver> {
  const state = new URL(url).searchParams.get("state") ?? "";
  const listener = await listen({ redirectUri, state, languageFallback, clock: systemClock });
  return {
    next: async (signal) => {
      const { url: address, language, reply } = await listener.next(signal);
      return {
        address,
        show: (result) =>
          reply(result instanceof Error ? failedTab(result, language, provider) : doneTab(result)),
      };
    },
    close: () => listener.close(),
  };
}
