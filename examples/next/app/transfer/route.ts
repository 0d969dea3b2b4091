import { web } from "../../lib/sessions.ts";

// Sensitive: the provider has confirmed within the last minute that the user may still do this.
export const POST = web.withFresh({ withinSeconds: 60 }, async (request, session) => {
  const form = await request.formData();
  await session.setData({ lastTransfer: String(form.get("amount")) });
  return new Response(null, { status: 303, headers: { location: "/account" } });
});
