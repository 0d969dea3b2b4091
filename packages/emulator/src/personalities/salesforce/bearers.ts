import type { HostContext } from "../../serving/hono.ts";
import type { Session } from "./grants.ts";
import { orgAt } from "./orgs.ts";
import type { State } from "./state.ts";

/** Returns the access token of a request. */
export function bearerTokenOf({ req }: HostContext): string | undefined {
  return /^(?:Bearer|OAuth) +(\S+)$/i.exec(req.header("authorization") ?? "")?.[1];
}

/** Finds the session of a request's access token in the org of the host, and extends it. */
export function sessionOf(context: HostContext, { accounts, grants }: State): Session | undefined {
  const session = grants.sessionOf(bearerTokenOf(context) ?? "");
  const isGood =
    session?.org === orgAt(context.env.host) && accounts.bySubject(session.subject) !== undefined;
  if (!isGood) return undefined;
  grants.touch(session);
  return session;
}
