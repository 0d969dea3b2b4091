import { createElement } from "react";

/** A static page: Next.js lets shared caches keep it for a year. */
export default function Page() {
  return createElement("h1", null, "Home");
}
