import type { ArmedFault, Emulator } from "../src/index.ts";
import { TenantApp } from "./auth0/tenant-app.ts";
import { SalesforceApp } from "./salesforce/app.ts";
import { start } from "./starting.ts";

/** The providers that can do everything wrong. */
export const personalities = ["salesforce", "auth0"] as const;

type Members = Readonly<Record<string, unknown>>;

/** The same client of Salesforce or of Auth0, with a rotating refresh token and an ID token. */
export class EitherApp {
  readonly emulator: Emulator;
  readonly #tokenUrl: string;
  readonly #keysUrl: string;
  readonly #connect: () => Promise<Members>;
  #refreshToken = "";

  private constructor(emulator: Emulator, personality: (typeof personalities)[number]) {
    const isSalesforce = personality === "salesforce";
    this.emulator = emulator;
    this.#tokenUrl = `${emulator.issuer}${isSalesforce ? "/services/oauth2/token" : "/oauth/token"}`;
    this.#keysUrl = `${emulator.issuer}${isSalesforce ? "/id/keys" : "/.well-known/jwks.json"}`;
    this.#connect = isSalesforce
      ? () => new SalesforceApp(emulator).connect()
      : () => new TenantApp(emulator.issuer).connect();
  }

  /** With a clock that stands still. */
  static async start(personality: (typeof personalities)[number]): Promise<EitherApp> {
    const startMs = Date.UTC(2026, 0, 1, 12);
    const emulator = await start({
      personality,
      startMs,
      ...(personality === "auth0" ? {} : { clients: [salesforceApp] }),
    });
    const app = new EitherApp(emulator, personality);
    await app.connect();
    return app;
  }

  /** Logs in; the refresh token is presented by {@link refresh} from now on. */
  async connect(): Promise<Members> {
    const body = await this.#connect();
    this.#refreshToken = String(body.refresh_token);
    return body;
  }

  /** Presents the refresh token, and keeps the one that comes back. */
  async refresh(
    fault?: ArmedFault,
  ): Promise<{ status: number; headers: Headers; text: string; body: Members }> {
    if (fault !== undefined) this.emulator.faults.arm(fault);
    const form = { grant_type: "refresh_token", client_id: "demo", refresh_token: this.#refreshToken };
    const response = await fetch(this.#tokenUrl, { method: "POST", body: new URLSearchParams(form) });
    const text = await response.text();
    const body: Members = text.startsWith("{") ? JSON.parse(text) : {};
    this.#refreshToken = String(body.refresh_token ?? this.#refreshToken);
    return { status: response.status, headers: response.headers, text, body };
  }

  /** The ids of the keys that the provider publishes. */
  async keyIds(): Promise<readonly string[]> {
    const { keys } = JSON.parse(await (await fetch(this.#keysUrl)).text());
    return keys.map(({ kid }: { kid: string }) => kid);
  }
}

const salesforceApp = {
  clientId: "demo",
  redirectUris: ["http://localhost:9355/callback"],
  salesforce: { scopes: ["api", "refresh_token", "id", "openid"] },
};

/** A part of a JWT, unchecked: 0 is its header, 1 its claims. */
export function partOf(token: unknown, part: 0 | 1): Members {
  return JSON.parse(Buffer.from(String(token).split(".")[part] ?? "", "base64url").toString());
}
