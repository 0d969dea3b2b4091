import { createElement } from "react";
import { auth0 } from "../auth0.js";

/** A page that names the user. */
export default async function Page() {
  const session = await auth0.getSession();
  return createElement("p", null, session === null ? "No session" : `Session of ${session.user.email}`);
}
