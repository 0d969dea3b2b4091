import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** As much of oidc-provider as is used here; it comes without types. */
interface Stranger {
  callback(): RequestListener;
  interactionDetails(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{
    readonly prompt: { readonly name: string };
    readonly params: Readonly<Record<string, string>>;
    readonly session?: { readonly accountId: string };
  }>;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  readonly Grant: new (about: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
  on(event: string, listener: (...values: unknown[]) => void): void;
}

/** oidc-provider, which others wrote, on a free port of this machine. */
export interface Provider {
  readonly issuer: string;
  /** Bodies of the requests to the token endpoint, in order, with what stood in `Authorization`. */
  readonly tokenRequests: { readonly body: URLSearchParams; readonly authorization: string | null }[];
  /** Does what a person does in a browser, and gives the address that it ends on. */
  approve(authorizationUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts one. `settings` go over those that each test shares. */
export async function openProvider(settings: Readonly<Record<string, unknown>>): Promise<Provider> {
  const { Provider: StrangersProvider } = (await import("oidc-provider" as string)) as {
    Provider: new (issuer: string, configuration: object) => Stranger;
  };
  const tokenRequests: Provider["tokenRequests"] = [];
  let handle: RequestListener = () => {};
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new StrangersProvider(issuer, {
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    claims: { openid: ["sub"], email: ["email"], profile: ["name"] },
    cookies: { keys: ["not a secret"] },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
    },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, email: `${accountId}@acme.example` }),
    }),
    interactions: { url: () => "/interaction" },
    ttl: {
      AuthorizationCode: 60,
      Interaction: 600,
      Session: 600,
      Grant: 600,
      AccessToken: 600,
      IdToken: 600,
      RefreshToken: 600,
    },
    ...settings,
  });
  const callback = provider.callback();
  handle = (request, response) => {
    if (request.url === "/interaction") {
      interact(provider, request, response).catch(() => response.destroy());
      return;
    }
    if (request.url === "/token") {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const authorization = request.headers.authorization ?? null;
        tokenRequests.push({ body: new URLSearchParams(body), authorization });
      });
    }
    callback(request, response);
  };
  return { issuer, tokenRequests, approve, close: () => close(server) };
}

async function interact(
  provider: Stranger,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    await provider.interactionFinished(request, response, { login: { accountId: "alice" } });
    return;
  }
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope ?? "");
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

async function approve(authorizationUrl: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = new URL(authorizationUrl);
  const { origin } = url;
  for (let step = 0; url.origin === origin; step += 1) {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const location = response.headers.get("location");
    if (location === null || step > 10)
      throw new Error(`${url.pathname}: ${response.status} ${await response.text()}`);
    url = new URL(location, url);
  }
  return url.href;
}

function close(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
