import { ProviderError, RetryLaterError, StoreError, WireError } from "@tokenwell/core";
import type { SessionContext } from "./context.ts";
import { type IncomingRequest, isNavigation } from "./incoming-request.ts";
import { page } from "./pages/page.ts";
import { json, type Reply } from "./reply.ts";

/** Seconds after which a request may be tried again if nothing says when. */
const usualSeconds = 5;

/** Whether an error means that provider or store cannot be used just now, so that the session goes on. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof RetryLaterError ||
  error instanceof WireError ||
  error instanceof StoreError ||
  error instanceof ProviderError;

/** Builds the answer for a provider or a store that cannot be used just now: never a login, and no cookie changes. */
export async function unavailable(
  context: SessionContext,
  request: IncomingRequest,
  error: unknown,
  returnTo = request.target,
): Promise<Reply> {
  if (!isUnavailable(error)) throw error;
  const seconds = error instanceof RetryLaterError ? error.retryAfterSeconds : usualSeconds;
  const headers = [["retry-after", String(seconds)]] as const;
  if (!isNavigation(request, true)) return json(503, { error: "temporarily_unavailable" }, headers);
  return await page(
    context,
    request,
    { kind: "unavailable", status: 503, code: "unavailable", returnTo },
    headers,
  );
}
