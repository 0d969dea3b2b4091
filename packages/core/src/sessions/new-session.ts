import type { TokenGrant } from "../login/token-grant.ts";
import type { BrowserLogin, InstantMs, Login, Session } from "../model.ts";
import type { Members } from "../providers/provider.ts";
import { authenticationIn } from "./authentication.ts";

/** Claims of an ID token with a subject. */
export type IdClaims = Members & { readonly sub: string };

/** Origin of a session: its callback and its grant. */
export interface SessionOrigin {
  readonly login: BrowserLogin;
  readonly cookieHash: string;
  readonly userAgent: string | null;
  readonly absoluteMs: number | null;
  readonly previous: Session | null;
  readonly issuer: string;
  readonly grant: Pick<TokenGrant, "idToken" | "refreshToken">;
  readonly claims: IdClaims;
  readonly nowMs: InstantMs;
}

const maxUserAgent = 200;

/**
 * Builds the session of a login. One without a refresh token ends with its ID token. A new login of the same user keeps
 * the app's data.
 */
export function newSession(origin: SessionOrigin, { settings, id }: Login): Session {
  const { absoluteMs, claims, cookieHash, grant, issuer, login, nowMs, previous, userAgent } = origin;
  const { authenticatedAtMs, ...how } = authenticationIn(claims, nowMs);
  const isSameUser = previous?.issuer === issuer && previous.subject === claims.sub;
  const absoluteEndMs = absoluteMs === null ? null : nowMs + absoluteMs;
  const tokenEndMs = typeof claims.exp === "number" ? claims.exp * 1000 : nowMs;
  const endsWithIdToken =
    grant.refreshToken === null && tokenEndMs < (absoluteEndMs ?? Number.POSITIVE_INFINITY);
  return {
    id: settings.sessionId ?? id,
    app: login.app,
    cookieHash,
    browserHash: login.browserHash,
    issuer,
    subject: claims.sub,
    providerSessionId: typeof claims.sid === "string" ? claims.sid : null,
    authenticatedAtMs,
    idToken: grant.idToken,
    createdAtMs: nowMs,
    touchedAtMs: nowMs,
    extendedAtMs: nowMs,
    expiresAtMs: endsWithIdToken ? tokenEndMs : absoluteEndMs,
    endedAtMs: null,
    endReason: null,
    revokeAtMs: null,
    details: {
      ...how,
      ...(userAgent !== null && { userAgent: userAgent.slice(0, maxUserAgent) }),
      ...(grant.refreshToken === null && { hasNoRefreshToken: true }),
      ...(endsWithIdToken && { endsWithIdToken }),
    },
    data: isSameUser ? previous.data : {},
  };
}
