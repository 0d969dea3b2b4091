import { web } from "../../lib/sessions.ts";

export const GET = web.withLogin(async (_request, session) => await session.fetch("orders"));
