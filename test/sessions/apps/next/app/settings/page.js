import { createElement } from "react";
import { web } from "../../sessions.js";

/** The page with the form that needs a recent login. */
export default async function Page() {
  await web.requireLogin({ returnTo: "/settings" });
  return createElement(
    "form",
    { method: "post", action: `${process.env.APP_BASE_PATH ?? ""}/password` },
    createElement("button", { type: "submit" }, "Change password"),
  );
}
