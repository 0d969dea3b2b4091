import type { HostName } from "../../serving/hosts.ts";
import type { Session } from "./sessions.ts";
import type { Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";

const deadlineMs = 5000;

/**
 * Sends a logout token to every app that used the session and has a back-channel logout URI. Does not wait for the
 * responses.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest
 */
export function sendLogoutTokens(
  { host, tenant, tokens }: { readonly host: HostName; readonly tenant: Tenant; readonly tokens: Tokens },
  { clientIds, sid, user }: Session,
): void {
  for (const clientId of clientIds) {
    const uri = tenant.app(clientId)?.backchannelLogoutUri ?? null;
    if (uri !== null) {
      void tokens
        .logoutToken({ clientId, host, subject: user.subject }, { sid })
        .then((token) => deliver(uri, token))
        // Like Auth0, ignore an app that cannot be reached.
        .catch(() => undefined);
    }
  }
}

async function deliver(uri: string, token: string): Promise<void> {
  const body = new URLSearchParams({ logout_token: token });
  const signal = AbortSignal.timeout(deadlineMs);
  const response = await fetch(uri, { method: "POST", body, redirect: "manual", signal });
  await response.body?.cancel();
}
