import { auth0 } from "../../lib/auth0.js";
import { failure } from "../../lib/orders.js";

/** Sensitive: the grant is proven alive by a refresh. */
export async function POST() {
  try {
    await auth0.getAccessToken({ refresh: true });
    return new Response("transferred");
  } catch (error) {
    return failure(error);
  }
}
