import type { Client, Rotation } from "./model.ts";

/** Seconds of the shortest overlap that leaves time to resend. A shorter one counts as none. */
export const shortestOverlapSeconds = 25;

/** Returns the rotation of a client's refresh tokens, from its responses and settings. */
export function effectiveRotation(client: Pick<Client, "rotationSeen" | "overlapSeconds">): Rotation {
  const rotation = client.rotationSeen ?? "unknown";
  const hasOverlap = (client.overlapSeconds ?? 0) >= shortestOverlapSeconds;
  if (rotation === "strict") return hasOverlap ? "grace" : "strict";
  return rotation === "grace" && !hasOverlap ? "strict" : rotation;
}

/** Whether a response may replace the refresh token. */
export const rotates = (rotation: Rotation): boolean => rotation !== "static" && rotation !== "sliding";
