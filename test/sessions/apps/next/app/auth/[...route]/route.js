import { web } from "../../../sessions.js";

export const { GET, POST } = web.handlers;
