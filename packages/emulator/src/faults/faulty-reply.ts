import type { ServerResponse } from "node:http";
import type { Fault } from "./fault.ts";
import type { Faults } from "./faults.ts";

/** An answer on its way to the client. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The members of an answer, without those that a fault leaves out and with those that fill it. */
export function faultyMembers(
  fault: Fault | undefined,
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (fault?.fault === "missing") {
    return Object.fromEntries(Object.entries(members).filter(([name]) => !fault.names.includes(name)));
  }
  if (fault?.fault === "huge") {
    const unfilled = JSON.stringify({ ...members, filling: "" }).length;
    return { ...members, filling: "x".repeat(Math.max(0, fault.bytes - unfilled)) };
  }
  return members;
}

/** The answer that comes in place of the provider's; the provider's where the fault leaves it alone. */
export function faultyReply(fault: Fault, reply: Reply, nowMs: number): Reply {
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

/** What passes before the answer may leave. */
export async function waitForFault(fault: Fault, faults: Faults): Promise<void> {
  if (fault.fault === "hold") {
    await faults.hold();
  } else if (fault.fault === "delay" && fault.where === "after") {
    await faults.wait(fault.ms);
  }
}

/** Whether a fault needs the connection itself, so that {@link sendFaulty} must send the answer. */
export function breaksSending({ fault }: Fault): boolean {
  return ["drop-before", "drop-after", "truncate", "trickle"].includes(fault);
}

/** Sends an answer over a connection that breaks or is slow. */
export async function sendFaulty(
  fault: Fault,
  reply: Reply,
  { faults, outgoing }: { readonly faults: Faults; readonly outgoing: ServerResponse },
): Promise<void> {
  const body = Buffer.from(reply.body);
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
