import type { Client, Rotation } from "./model.ts";

/** An overlap below this is too short to resend in, and counts as none. */
export const shortestOverlapSeconds = 25;

/** How this client's refresh tokens behave, as far as anybody knows. */
export function effectiveRotation(client: Client): Rotation {
  const rotation = client.rotationSet ?? client.rotationSeen ?? "unknown";
  const overlap = client.overlapSeconds ?? 0;
  if (rotation === "strict" && client.rotationSet === null && overlap >= shortestOverlapSeconds)
    return "grace";
  return rotation === "grace" && overlap < shortestOverlapSeconds ? "strict" : rotation;
}

/** Whether an answer may have replaced the token that was sent. */
export const rotates = (rotation: Rotation): boolean => rotation !== "static" && rotation !== "sliding";
