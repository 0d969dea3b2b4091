import { describe, expect, test } from "vitest";
import { ClientAuthentication } from "../../src/model.ts";
import { type Credential, requestToken, type TokenRequestOptions } from "../../src/oauth/token-request.ts";
import { Secret } from "../../src/secret.ts";

const server = {
  issuer: "https://idp.example",
  endpoints: { authorization: "https://idp.example/auth", token: "https://idp.example/token" },
};
const client = {
  clientId: "app",
  authentication: ClientAuthentication.of("client_secret_post", Secret.of("s")),
};

type Sent = Parameters<TokenRequestOptions["send"]>[0];

async function sent(
  credential: Credential,
  named: Omit<TokenRequestOptions, "send"> = {},
): Promise<readonly [Sent, Awaited<ReturnType<typeof requestToken>>]> {
  const requests: Sent[] = [];
  const response = await requestToken(server, client, credential, {
    ...named,
    send: async (request) => {
      requests.push(request);
      const body = new TextEncoder().encode('{"refresh_token":"é"');
      return { status: 200, headers: new Headers({ date: "now" }), body, complete: false };
    },
  });
  const [request] = requests;
  if (request === undefined || requests.length > 1) throw new Error(`${requests.length} requests`);
  return [request, response];
}

const refreshToken = { kind: "refresh_token", token: Secret.of("r+1") } as const;

describe("a token request", () => {
  test("presents a refresh token, and names nothing that the caller does not name", async () => {
    const [request] = await sent(refreshToken, { audience: "" });
    expect(request).toMatchObject({ method: "POST", url: server.endpoints.token });
    expect(request.body).toBe("refresh_token=r%2B1&grant_type=refresh_token&client_id=app&client_secret=s");
    expect(request.headers).not.toHaveProperty("user-agent");
  });

  test("names audience, scope and resource if the caller names them", async () => {
    const named = { audience: "https://api.example", scope: "a b", resource: "https://b.example" };
    const [request] = await sent(refreshToken, named);
    expect(Object.fromEntries(new URLSearchParams(request.body))).toMatchObject({
      ...named,
      refresh_token: "r+1",
    });
  });

  test("presents a code with its verifier and redirect URI", async () => {
    const redirectUri = "http://localhost:9355/callback";
    const verifier = Secret.of("v".repeat(43));
    const [request] = await sent({ kind: "authorization_code", code: "c", verifier, redirectUri });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      grant_type: "authorization_code",
      code: "c",
      code_verifier: "v".repeat(43),
      redirect_uri: redirectUri,
      client_id: "app",
      client_secret: "s",
    });
  });

  test("returns the bytes of a response that is cut off", async () => {
    const [, response] = await sent(refreshToken);
    expect(response).toMatchObject({ status: 200, body: '{"refresh_token":"é"', complete: false });
    expect(response.headers.get("date")).toBe("now");
  });
});
