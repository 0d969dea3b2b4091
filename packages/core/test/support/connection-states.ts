import type { Attempt, Client, Connection } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
import type { ConnectionState } from "../../src/store/store.ts";
import { openMemory } from "../store/memory-store.ts";
import { ManualClock } from "./manual-clock.ts";
import { sampleAttempt } from "./samples.ts";
import { hourMs, worldClient, worldConnection, worldToken } from "./world.ts";

/*
 * What one transaction reads: the connection `n1` in its fourth generation, whose access token has just ended.
 */

export const nowMs = Date.UTC(2026, 10, 25, 12);
const store = openMemory({ clock: new ManualClock(nowMs) });
export const fingerprint = (secret: Secret): string => secret.expose();

/** An answer that was kept: it holds a token that nobody else has. */
export const raw = Secret.of('{"refresh_token":"rt5"}');

/** What a connection becomes that takes over the token of that answer. */
export const adopted = {
  generation: 5,
  refreshToken: Secret.of("rt5"),
  status: "ok",
  statusReason: null,
  statusSinceMs: nowMs,
} as const satisfies Partial<Connection>;

/** The attempt of the process in question. */
export function anAttempt(over: Partial<Attempt> = {}): Attempt {
  return sampleAttempt(worldConnection(nowMs, { generation: 4 }), {
    id: "own",
    createdAtMs: nowMs - 200,
    drainDeadlineMs: nowMs + 79_800,
    fingerprint: "rt4",
    ...over,
  });
}

/** What is different from the usual. */
export interface Given {
  readonly client?: Partial<Client>;
  readonly connection?: Partial<Connection>;
  readonly others?: readonly Attempt[];
  readonly failures?: number;
}

/** What a transaction reads; `others` are attempts of other processes, older than the own one. */
export function aFamily({ client, connection, failures = 0, others = [] }: Given = {}): ConnectionState {
  return {
    connection: worldConnection(nowMs - hourMs, {
      generation: 4,
      refreshToken: Secret.of("rt4"),
      refreshCount: 7,
      ...connection,
    }),
    client: worldClient({ rotationSeen: "strict", ...client }),
    accessTokens: [worldToken(store, nowMs - hourMs, { fingerprint: "at4", idToken: Secret.of("id4") })],
    attempts: [...others, anAttempt()],
    presented: ["rt4", "rt3"],
    schedule: { dueAtMs: nowMs - 1, failures },
  };
}
