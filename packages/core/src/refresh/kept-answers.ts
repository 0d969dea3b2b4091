import type { Attempt, InstantMs } from "../model.ts";
import { readRefreshToken } from "../oauth/token-response.ts";
import { Secret } from "../secret.ts";
import type { Change, ConnectionState } from "../store/store.ts";

/** Dependencies of an adoption besides the store. */
interface AdoptionContext {
  readonly fingerprint: (secret: Secret) => string;
  readonly nowMs: InstantMs;
}

/** Returns the attempts of the current token family that may have spent its token with unknown result, oldest first. */
export function unsettledAttempts(state: ConnectionState): readonly Attempt[] {
  return state.attempts.filter(
    (row) =>
      row.tokenFamilyId === state.connection.tokenFamilyId &&
      // A response counts only if a refresh token can be read in it.
      (row.rawAnswer === null || readRefreshToken(row.rawAnswer.expose()) === null) &&
      ["open", "superseded", "ambiguous", "abandoned"].includes(row.phase),
  );
}

/** Finds the first attempt with the present token whose response was lost. A refusal without a reason was received. */
export function lostAttempt(state: ConnectionState): Attempt | undefined {
  const { details, generation } = state.connection;
  const received = details.unexplained?.attempts ?? [];
  return unsettledAttempts(state).find(
    ({ baseGeneration, id }) => baseGeneration === generation && !received.includes(id),
  );
}

/**
 * Adopts the refresh token of a kept response. Skips tokens that the token family has or has presented before.
 * `oldest`: the oldest generation whose responses count. Default: all.
 */
export function adoptSibling(state: ConnectionState, context: AdoptionContext, oldest = 0): Change | null {
  const { connection } = state;
  const lost = lostAttempt(state);
  for (const row of state.attempts) {
    if (
      row.rawAnswer === null ||
      row.tokenFamilyId !== connection.tokenFamilyId ||
      row.baseGeneration < oldest
    )
      continue;
    const kept = readRefreshToken(row.rawAnswer.expose());
    const token = kept === null ? null : Secret.of(kept);
    if (!token || isKnown(token, state, context.fingerprint)) continue;
    const { unexplained, ...details } = connection.details;
    return {
      connection: {
        generation: connection.generation + 1,
        refreshToken: token,
        status: "ok",
        statusReason: null,
        statusSinceMs: context.nowMs,
        // The response we replace may have carried the live token. Keep its time, so that a later `invalid_grant` is
        // reported as `rotation_lost`.
        ...((lost || unexplained) && {
          details: { ...details, ...(lost && { lostAtMs: lost.createdAtMs }) },
        }),
      },
      attempts: [
        { ...row, rawAnswer: null, phase: "committed", closedAtMs: row.closedAtMs ?? context.nowMs },
      ],
      event: {
        kind: "sibling_adopted",
        atMs: context.nowMs,
        detail: { generation: connection.generation + 1 },
      },
    };
  }
  return null;
}

/** Whether a refresh token is the current one or one that the token family has presented. */
export function isKnown(
  token: Secret,
  state: ConnectionState,
  fingerprint: (secret: Secret) => string,
): boolean {
  const own = state.connection.refreshToken;
  const print = fingerprint(token);
  return (own !== null && fingerprint(own) === print) || state.presented.includes(print);
}
