import { homePage } from "../../routes.js";
import { web } from "../../sessions.js";

const guarded = web.withLogin(() => new Response(homePage, { headers: { "content-type": "text/html" } }));

/** Answers `/`, which the server has given another name. */
export const GET = (request, context) => guarded(new Request(new URL("/", request.url), request), context);
