import { auth0 } from "../../lib/auth0.js";

export async function GET() {
  const session = await auth0.getSession();
  return Response.json({ sub: session?.user.sub ?? null });
}
