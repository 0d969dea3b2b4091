import { guardedPage } from "../../lib/page.js";

export default guardedPage("Page b", "/b");
