import { web } from "../../lib/sessions.ts";

export const POST = web.withLogin(async (_request, { id, user }) => {
  const sessions = await web.sessions();
  if (user) await sessions.endAll(user, { except: id });
  return new Response(null, { status: 303, headers: { location: "/account" } });
});
