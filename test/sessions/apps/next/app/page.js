import { createElement } from "react";

/** The static home page, which Next.js lets every cache keep for a year. */
export default function Page() {
  return createElement("p", null, "Welcome to the shop.");
}
