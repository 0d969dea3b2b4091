import { expect, test } from "vitest";
import { Visitor } from "../src/visitor.ts";
import { App } from "./app.ts";
import { start } from "./starting.ts";

const after = "https://app.emulator.example/bye";

test("oidc logs a person out who agrees, and returns to a listed address only", async () => {
  const clients = [
    {
      clientId: "demo",
      redirectUris: ["http://localhost:9355/callback"],
      postLogoutRedirectUris: [after],
    },
  ];
  const { issuer } = await start({ clients });
  const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
    end_session_endpoint: string;
  };
  const app = new App(issuer);
  const browser = new Visitor(issuer);
  const callback = new URL(await browser.authorize(app.authorizationUrl()));
  const { body } = await app.exchange(callback.searchParams.get("code") ?? "");
  const logout = (address: string) => {
    const query = { id_token_hint: body.id_token ?? "", post_logout_redirect_uri: address, state: "s2" };
    return browser.open(`${metadata.end_session_endpoint}?${new URLSearchParams(query)}`);
  };
  expect((await logout(`${after}?x=1`)).text).toContain("post_logout_redirect_uri");
  const page = await logout(after);
  const [, action = ""] = /action="([^"]+)"/.exec(page.text) ?? [];
  const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(page.text) ?? [];
  const { url } = await browser.submit(new URL(action, issuer), { xsrf, logout: "yes" });
  expect(url.href).toBe(`${after}?state=s2`);
  expect((await browser.open(app.authorizationUrl())).text).toContain('id="login"');
});
