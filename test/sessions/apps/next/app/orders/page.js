import { createElement } from "react";
import { web } from "../../sessions.js";

/** What the API answers to the token of the session. */
async function Orders() {
  const session = await web.session();
  const { hello } = await (await session.fetch("hello")).json();
  return createElement("p", null, `Orders of ${hello}`);
}

/** A page whose two components ask for a token at the same time. */
export default async function Page() {
  await web.requireLogin({ returnTo: "/orders" });
  return createElement("main", null, createElement(Orders), createElement(Orders));
}
