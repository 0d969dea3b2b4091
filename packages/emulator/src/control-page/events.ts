import type { IncomingMessage, ServerResponse } from "node:http";
import type { Changes } from "../changes.ts";
import { comesFromElsewhere } from "../control.ts";
import { sendJson } from "../serving/http.ts";

/** The longest time without an event: time alone changes the clock and what has expired. */
const longestMs = 10_000;

/**
 * Tells the control page when to look again: at first, after each change, and every ten seconds.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function sendChanges(changes: Changes, request: IncomingMessage, response: ServerResponse): void {
  if (comesFromElsewhere(request)) {
    sendJson(response, 403, { error: "The control page sends no events to other web pages." });
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const send = () => {
    // The page looks again after the events that wait to be sent, and sees everything then.
    if (!response.writableNeedDrain) response.write("data: changed\n\n");
  };
  const end = changes.subscribe(send);
  const timer = setInterval(send, longestMs).unref();
  response.once("close", () => {
    clearInterval(timer);
    end();
  });
  send();
}
