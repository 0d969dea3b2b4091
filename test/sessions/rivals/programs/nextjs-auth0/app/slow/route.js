import { setTimeout as sleep } from "node:timers/promises";
import { auth0 } from "../../lib/auth0.js";
import { failure, order } from "../../lib/orders.js";

export async function GET() {
  const startedMs = performance.now();
  try {
    const { token } = await auth0.getAccessToken();
    await sleep(Math.max(0, 2000 - (performance.now() - startedMs)));
    return Response.json(await order(token));
  } catch (error) {
    return failure(error);
  }
}
