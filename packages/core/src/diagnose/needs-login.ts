import type { NeedsLoginCause } from "../api/connection.ts";
import type { Client, Connection, InstantMs } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { lastUseMs, loginLifetimeOf } from "./lives.ts";

/** What our own records know of a connection whose refresh token was refused. */
export interface NeedsLoginRecords {
  readonly connection: Connection;
  readonly client: Client;
  /** Every login of this user through this app that was recorded here, oldest first. */
  readonly logins: readonly LoginRecord[];
}

/** A login that was recorded here. Its connection may be gone. */
export interface LoginRecord {
  readonly connectionId: string;
  readonly atMs: InstantMs;
  /** Present name of that connection; `null` if it is gone or has none. */
  readonly name: string | null;
}

const dayMs = 24 * 3_600_000;

/**
 * Why a connection must log in again, as far as our own records tell; several where several fit, none where
 * nothing on our side explains it. Pure.
 */
export function causesOf(records: NeedsLoginRecords): readonly NeedsLoginCause[] {
  const { connection } = records;
  // These were established when it happened.
  if (connection.statusReason === "rotation_lost" || connection.statusReason === "interaction")
    return [{ why: `why.${connection.statusReason}`, next: null, facts: {} }];
  return [idle(records), outlived(records), crowdedOut(records)].filter((cause) => cause !== null);
}

function idle(records: NeedsLoginRecords): NeedsLoginCause | null {
  const { connection, client } = records;
  const { idleSeconds } = client.lifetimes;
  const usedMs = lastUseMs(connection);
  if (idleSeconds === undefined || usedMs === null) return null;
  const unusedMs = connection.statusSinceMs - usedMs;
  if (unusedMs < idleSeconds * 1000) return null;
  const facts = {
    days: Math.floor(unusedMs / dayMs),
    idleDays: wholeDays(idleSeconds),
    lastMs: usedMs,
  };
  return { why: "why.idle", next: "next.idle", facts };
}

function outlived({ connection, client }: NeedsLoginRecords): NeedsLoginCause | null {
  const { until, untilSource } = loginLifetimeOf(connection, client);
  const begunMs = connection.details.connectedAtMs;
  if (until === null || begunMs === undefined || connection.statusSinceMs < until.getTime()) return null;
  const facts = {
    days: Math.floor((connection.statusSinceMs - begunMs) / dayMs),
    maxDays: wholeDays((until.getTime() - begunMs) / 1000),
  };
  return { why: untilSource === "setting" ? "why.max_life" : "why.max_life_assumed", next: null, facts };
}

/** Providers keep so many logins of one user through one app; the next one ends the oldest without a word. */
function crowdedOut(records: NeedsLoginRecords): NeedsLoginCause | null {
  const { connection, client } = records;
  const { maxRefreshTokensPerUser: maxRefreshTokens } = providerOf(client.provider);
  const sinceMs = connection.details.connectedAtMs;
  if (maxRefreshTokens === null || sinceMs === undefined) return null;
  const later = records.logins.filter(
    ({ atMs, connectionId }) => atMs >= sinceMs && connectionId !== connection.id,
  );
  const last = later.at(-1);
  if (last === undefined || new Set(later.map(({ connectionId }) => connectionId)).size < maxRefreshTokens)
    return null;
  const why = client.provider === "auth0" ? "why.auth0.crowded_out" : "why.salesforce.crowded_out";
  return { why, next: null, facts: { most: maxRefreshTokens, other: last.name ?? "?", otherMs: last.atMs } };
}

const wholeDays = (seconds: number): number => Math.round((seconds / (24 * 3600)) * 10) / 10;
