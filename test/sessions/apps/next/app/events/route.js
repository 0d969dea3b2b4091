import { streamEvents } from "../../routes.js";
import { clock, web } from "../../sessions.js";
import { streamed } from "../../streamed.js";

export const GET = web.withLogin((_request, session) =>
  streamed("text/event-stream", (out) => streamEvents(session, clock, out)),
);
