import type { HostName } from "../../serving/hosts.ts";
import type { Session } from "./sessions.ts";
import type { Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";

const deadlineMs = 5000;

/**
 * Tells every app that a session was used for, and that wants to know, that it has ended. Nobody waits for it.
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
        .logoutToken({ clientId, host, subject: user.subject }, sid)
        .then((token) => deliver(uri, token))
        // An app that cannot be reached does not learn of it, and nothing else happens at Auth0 either.
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
