import type { Fault } from "../faults/fault.ts";
import type { TextKey } from "../text/en.ts";

/** A fault that the page offers. */
export interface Preset {
  readonly label: TextKey;
  readonly fault: Fault;
}

/** Lists the faults that the page offers, the most common first. */
export function presetsAt(nowMs: number): readonly Preset[] {
  const soon = new Date(nowMs + 7000).toUTCString();
  return [
    { label: "control.fault.drop_before", fault: { fault: "drop-before" } },
    { label: "control.fault.drop_after", fault: { fault: "drop-after" } },
    { label: "control.fault.unavailable", fault: { fault: "status", status: 503 } },
    { label: "control.fault.server_error", fault: { fault: "status", status: 500, where: "after" } },
    { label: "control.fault.bad_gateway", fault: { fault: "status", status: 502, where: "after" } },
    { label: "control.fault.gateway_timeout", fault: { fault: "status", status: 504, where: "after" } },
    { label: "control.fault.limited", fault: { fault: "status", status: 429, retryAfter: "7" } },
    { label: "control.fault.limited_until", fault: { fault: "status", status: 429, retryAfter: soon } },
    { label: "control.fault.html", fault: { fault: "html" } },
    { label: "control.fault.truncate", fault: { fault: "truncate", bytes: 20 } },
    { label: "control.fault.trickle", fault: { fault: "trickle", ms: 50 } },
    { label: "control.fault.delay", fault: { fault: "delay", ms: 5000 } },
    { label: "control.fault.hold", fault: { fault: "hold" } },
    { label: "control.fault.hang", fault: { fault: "hang" } },
    { label: "control.fault.content_type", fault: { fault: "content-type" } },
    { label: "control.fault.missing", fault: { fault: "missing", names: ["refresh_token"] } },
    { label: "control.fault.huge", fault: { fault: "huge", bytes: 5_000_000 } },
    { label: "control.fault.duplicate", fault: { fault: "duplicate" } },
    { label: "control.fault.invisible", fault: { fault: "invisible", seconds: 5 } },
    { label: "control.fault.evict", fault: { fault: "evict" } },
    { label: "control.fault.skew", fault: { fault: "skew", seconds: -600 } },
    { label: "control.fault.wrong_subject", fault: { fault: "wrong-subject" } },
    { label: "control.fault.wrong_issuer", fault: { fault: "wrong-issuer" } },
    { label: "control.fault.rolled_key", fault: { fault: "rolled-key" } },
  ];
}
