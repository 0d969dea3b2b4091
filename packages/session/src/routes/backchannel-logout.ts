import type { SessionContext } from "../context.ts";
import type { IncomingRequest } from "../incoming-request.ts";
import { json, type Reply } from "../reply.ts";
import { single } from "../return-to.ts";
import { isUnavailable } from "../unavailable.ts";
import { readForm } from "./callback.ts";

/**
 * Accepts a logout token of the provider.
 *
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRequest
 */
export async function backchannelLogoutRoute(
  { manager }: SessionContext,
  request: IncomingRequest,
): Promise<Reply> {
  if (request.method !== "POST") return json(405, { error: "method_not_allowed" }, [["allow", "POST"]]);
  const form = await readForm(request);
  if (!(form instanceof URLSearchParams)) return form;
  const token = single(form, "logout_token");
  try {
    const isAccepted = token !== null && (await manager.acceptLogoutToken(token));
    return isAccepted ? json(200, {}) : json(400, { error: "invalid_request" });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return json(503, { error: "temporarily_unavailable" }, [["retry-after", "5"]]);
  }
}
