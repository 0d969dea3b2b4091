import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decideIn, openChromium } from "./chromium.ts";
import { Provider } from "./provider.ts";

let provider: Provider;
let browser: Awaited<ReturnType<typeof openChromium>>;

beforeAll(async () => {
  provider = await Provider.start({ personality: "salesforce" });
  browser = await openChromium({ language: "ja-JP" });
});
afterAll(async () => {
  await browser.close();
  await provider.stop();
});

test.each([
  ["allow", "code"],
  ["deny", "error"],
] as const)(
  "a real browser goes through the pages, which redirect by script: %s",
  async (decision, member) => {
    const app = createServer((_request, response) => response.end("here"));
    app.listen(0, "127.0.0.1");
    await once(app, "listening");
    const address = app.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const url = new URL("/services/oauth2/authorize", provider.hosts.login?.origin);
    url.search = new URLSearchParams({
      client_id: "demo",
      response_type: "code",
      redirect_uri: `http://127.0.0.1:${port}/callback`,
      code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"),
    }).toString();
    const context = await browser.newContext({ locale: "ja-JP" });
    const page = await decideIn(context, url.href, decision);
    await page.waitForURL(/\/callback/);
    expect(new URL(page.url()).searchParams.has(member)).toBe(true);
    await context.close();
    app.close();
  },
);
