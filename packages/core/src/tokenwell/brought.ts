import { randomUUID } from "node:crypto";
import type { Identity } from "../flows/identity.ts";
import type { TokenGrant } from "../flows/token-answer.ts";
import type { AccessToken, Asked, Attempt, Client, Connection, ConnectionFacts } from "../model.ts";
import type { TokenRequest } from "../refresh/refresher.ts";
import type { Secret } from "../secret.ts";
import type { Connected, Family } from "../store/store.ts";

/** The one refresh that proves what was just brought. */
export const provingRefresh: TokenRequest = {
  audience: "",
  minTtlMs: 0,
  force: true,
  waitMs: 30_000,
  drainWaitMs: 0,
  patient: true,
  isNew: true,
};

/** What becomes a connection: by a login, or by a refresh token that was brought in. */
export interface Brought {
  readonly grant: Pick<TokenGrant, "claims" | "scope" | "instanceUrl">;
  readonly refreshToken: Secret;
  readonly who: Identity;
  readonly name: string | null;
  readonly options: Asked;
}

/** Where it goes. */
export interface Place {
  readonly client: Client;
  readonly loginId: string;
  /** The connection of that name, if there is one: it stays the same connection. */
  readonly existing: Family | undefined;
  readonly nowMs: number;
}

const idOf = ({ existing, loginId }: Place): string => existing?.connection.id ?? loginId;
const generationOf = ({ existing }: Place): number => (existing?.connection.generation ?? 0) + 1;

/** The access token of a grant, as the store keeps it. */
export function tokenOf(
  grant: TokenGrant,
  place: Place,
  known: Pick<AccessToken, "fingerprint" | "expiresAtMs" | "expiresSource">,
): AccessToken {
  return {
    connectionId: idOf(place),
    audience: "",
    generation: generationOf(place),
    token: grant.accessToken,
    tokenType: grant.tokenType,
    idToken: grant.idToken,
    scope: grant.scope,
    receivedAtMs: grant.receivedAtMs,
    rejectedAtMs: null,
    ...known,
  };
}

/** The connection, new or in place of the one of its name: a new family with a higher generation. */
export function connectedOf(
  brought: Brought,
  place: Place,
  accessToken: AccessToken | null,
  dueAtMs: number,
): Connected {
  const { grant, who, name, refreshToken } = brought;
  const { client, existing, nowMs } = place;
  const { sid, auth_time: authTime } = grant.claims ?? {};
  const before = existing?.connection;
  const connection: Connection = {
    id: idOf(place),
    name,
    clientId: client.id,
    clientVersion: client.version,
    grant: "refresh_token",
    family: randomUUID(),
    generation: generationOf(place),
    refreshToken,
    issuer: client.issuer,
    subject: who.subject,
    sid: typeof sid === "string" ? sid : null,
    authTimeSeconds: typeof authTime === "number" ? authTime : null,
    scope: grant.scope,
    facts: factsOf(brought, place),
    idleExpiresAtMs: null,
    absoluteExpiresAtMs: null,
    status: "ok",
    statusReason: null,
    statusSinceMs: nowMs,
    refreshCount: before?.refreshCount ?? 0,
    refreshedAtMs: before?.refreshedAtMs ?? null,
  };
  // An attempt of the old family keeps its right to write, which no longer reaches this connection.
  const superseded = (existing?.attempts ?? [])
    .filter((row) => row.phase === "open")
    .map((row): Attempt => ({ ...row, phase: "superseded" }));
  return {
    connection,
    accessToken,
    schedule: { dueAtMs, failures: 0 },
    attempts: superseded,
    // Client and subject tell later how many logins of one user there were, also when this connection is gone.
    event: {
      kind: "connected",
      atMs: nowMs,
      detail: { generation: connection.generation, client: client.id, subject: who.subject },
    },
  };
}

function factsOf({ grant, who, options }: Brought, { existing, nowMs }: Place): ConnectionFacts {
  const { scope, audience } = options;
  const apiBase = options.apiBase ?? existing?.connection.facts.apiBase;
  const asked = { ...(scope !== undefined && { scope }), ...(audience !== undefined && { audience }) };
  return {
    connectedAtMs: nowMs,
    ...(who.account !== null && { account: who.account }),
    ...(grant.instanceUrl !== null && { instanceUrl: grant.instanceUrl }),
    ...(apiBase !== undefined && { apiBase }),
    ...(scope !== undefined || audience !== undefined ? { asked } : {}),
  };
}
