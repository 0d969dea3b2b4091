import { auth0 } from "../../../lib/auth0.js";

export const GET = auth0.withApiAuthRequired(async () => Response.json([]));
