import { web } from "../../../lib/sessions.ts";

export const { GET, POST } = web.handlers;
