import { streamToken } from "../../routes.js";
import { web } from "../../sessions.js";
import { streamed } from "../../streamed.js";

export const GET = web.withLogin((_request, session) =>
  streamed("text/plain", (out) => streamToken(session, out.write)),
);
