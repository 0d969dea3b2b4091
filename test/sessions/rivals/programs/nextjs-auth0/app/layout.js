import { createElement } from "react";

/** @see https://nextjs.org/docs/app/api-reference/file-conventions/layout */
export default function Layout({ children }) {
  return createElement("html", { lang: "en" }, createElement("body", null, children));
}
