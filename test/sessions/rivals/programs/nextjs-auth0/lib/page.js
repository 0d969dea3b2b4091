import { createElement } from "react";
import { auth0 } from "./auth0.js";

/** A page behind "withPageAuthRequired". */
export const guardedPage = (title, returnTo) =>
  auth0.withPageAuthRequired(async () => createElement("h1", null, title), { returnTo });
