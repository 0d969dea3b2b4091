import { createElement } from "react";
import { auth0 } from "../../lib/auth0.js";

export default auth0.withPageAuthRequired(
  async () => {
    const session = await auth0.getSession();
    return createElement("pre", null, JSON.stringify(session.user));
  },
  { returnTo: "/me" },
);
