import type { Client, Rotation } from "./model.ts";

/** An overlap below this is too short to resend in, and counts as none. */
export const shortestOverlapSeconds = 25;

/** Returns how this client's refresh tokens behave, as far as responses and settings show. */
export function effectiveRotation(client: Pick<Client, "rotationSeen" | "overlapSeconds">): Rotation {
  const rotation = client.rotationSeen ?? "unknown";
  const hasOverlap = (client.overlapSeconds ?? 0) >= shortestOverlapSeconds;
  if (rotation === "strict") return hasOverlap ? "grace" : "strict";
  return rotation === "grace" && !hasOverlap ? "strict" : rotation;
}

/** Whether an answer may have replaced the token that was sent. */
export const rotates = (rotation: Rotation): boolean => rotation !== "static" && rotation !== "sliding";
