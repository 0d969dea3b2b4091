import { createElement } from "react";
import { auth0 } from "../../lib/auth0.js";
import { order } from "../../lib/orders.js";

export const dynamic = "force-dynamic";

/** A server component that calls the API. */
async function Part() {
  const { token } = await auth0.getAccessToken();
  return createElement("pre", null, JSON.stringify(await order(token)));
}

export default async function Page() {
  return createElement("main", null, createElement(Part), createElement(Part));
}
