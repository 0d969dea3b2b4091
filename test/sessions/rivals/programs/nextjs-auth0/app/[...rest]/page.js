import { guardedPage } from "../../lib/page.js";

export default guardedPage("A page", async ({ params }) => `/${(await params).rest.join("/")}`);
