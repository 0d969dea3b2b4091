import { web } from "../../../lib/sessions.ts";

export const POST = web.withRecentLogin({ maxAgeSeconds: 300 }, async (_request, session) => {
  await session.setData({ pinChangedAt: new Date().toISOString() });
  return new Response(null, { status: 303, headers: { location: "/account" } });
});
