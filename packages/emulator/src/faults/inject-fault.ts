import type { ServerResponse } from "node:http";
import type { EmulatorClock } from "../clock.ts";
import { type Fault, preventsProcessing } from "./fault.ts";
import type { Faults } from "./faults.ts";

/** A response before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: an empty body without a type. */
  readonly body: string | null;
}

/** Applies a fault to the members of a response body: `missing` omits members, `huge` adds one. */
export function applyToBody(
  fault: Fault | undefined,
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (fault?.fault === "missing")
    return Object.fromEntries(Object.entries(members).filter(([name]) => !fault.names.includes(name)));
  if (fault?.fault === "huge") {
    const unfilled = JSON.stringify({ ...members, filling: "" }).length;
    return { ...members, filling: "x".repeat(Math.max(0, fault.bytes - unfilled)) };
  }
  return members;
}

/** Applies a fault to a response. Returns it unchanged if the fault does not concern status, headers or body. */
function applyToReply(fault: Fault, reply: Reply, nowMs: number): Reply {
  switch (fault.fault) {
    case "status": {
      const { body, contentType = "application/json", retryAfter, status } = fault;
      const later = retryAfter === undefined ? {} : { "retry-after": retryAfter };
      const text = body ?? JSON.stringify({ error: "temporarily_unavailable" });
      return { status, headers: { "content-type": contentType, ...later }, body: text };
    }
    case "html": {
      const body = "<!doctype html><title>Welcome</title><p>Please log in to the network.</p>\n";
      return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body };
    }
    case "content-type": {
      const { contentType = "text/html; charset=utf-8" } = fault;
      return { ...reply, headers: { ...reply.headers, "content-type": contentType } };
    }
    case "skew": {
      const date = new Date(nowMs + fault.seconds * 1000).toUTCString();
      return { ...reply, headers: { ...reply.headers, date } };
    }
    default:
      return reply;
  }
}

/** The two ways in which an endpoint handles a request. */
export interface Handling {
  /** Notes a request that the provider does not process. */
  readonly drop: () => Promise<void>;
  /** Lets the provider process the request. */
  readonly process: () => Promise<Reply>;
}

/**
 * Handles a request under a fault. Resolves with the response, or with `undefined` if the fault has sent or broken it.
 */
export async function injectFault(
  fault: Fault | undefined,
  { clock, faults }: { readonly clock: EmulatorClock; readonly faults: Faults },
  outgoing: ServerResponse,
  { drop, process }: Handling,
): Promise<Reply | undefined> {
  if (fault === undefined) return await process();
  const isDropped = preventsProcessing(fault);
  if (isDropped) await drop();
  if (fault.fault === "delay" && fault.where !== "after") await faults.wait(fault.ms);
  const reply = isDropped ? { status: 200, headers: {}, body: "" } : await process();
  if (fault.fault === "hold" || fault.fault === "hang") await faults.hold();
  if (fault.fault === "delay" && fault.where === "after") await faults.wait(fault.ms);
  if (!breaksSending(fault)) return applyToReply(fault, reply, clock.nowMs());
  await sendBroken(fault, reply, { faults, outgoing });
  return undefined;
}

function breaksSending({ fault }: Fault): boolean {
  return ["drop-before", "drop-after", "hang", "truncate", "trickle"].includes(fault);
}

/** Sends a response over a connection that breaks or is slow. */
async function sendBroken(
  fault: Fault,
  reply: Reply,
  { faults, outgoing }: { readonly faults: Faults; readonly outgoing: ServerResponse },
): Promise<void> {
  const body = Buffer.from(reply.body ?? "");
  const head = () => outgoing.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  switch (fault.fault) {
    case "truncate":
      head().write(body.subarray(0, fault.bytes), () => outgoing.destroy());
      break;
    case "trickle":
      head();
      for (let sent = 0; sent < body.length && !outgoing.destroyed; sent += 1) {
        outgoing.write(body.subarray(sent, sent + 1));
        await faults.wait(fault.ms);
      }
      outgoing.end();
      break;
    default:
      outgoing.destroy();
  }
}
