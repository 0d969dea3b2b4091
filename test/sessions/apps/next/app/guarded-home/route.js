import { homePage } from "../../routes.js";
import { web } from "../../sessions.js";

export const GET = web.withLogin(() => new Response(homePage, { headers: { "content-type": "text/html" } }));
