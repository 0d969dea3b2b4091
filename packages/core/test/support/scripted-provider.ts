import { WireError } from "../../src/errors.ts";
import type { Egress, WireRequest, WireResponse } from "../../src/wire/egress.ts";

/** What a scripted provider does with one request. */
export type Reply =
  | {
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Record<string, string>;
      readonly complete?: boolean;
    }
  | { readonly lost: true }
  | { readonly refused: true };

/** A token endpoint that rotates strictly and records each presentation; replies can be scripted before. */
export class ScriptedProvider implements Egress {
  readonly presented: string[] = [];
  /** The scope of each request; `""` if it names none. */
  readonly scopes: string[] = [];
  readonly script: ((presented: string) => Reply | Promise<Reply>)[] = [];
  live: string;
  rotation: "strict" | "static";
  revoked = false;
  /** What the app must prove itself with, in the form; `undefined`: it need not. */
  secret: string | undefined;
  #count = 0;
  expiresIn: number | null = 3600;

  constructor(live: string, rotation: "strict" | "static" = "strict") {
    this.live = live;
    this.rotation = rotation;
  }

  async send(request: WireRequest): Promise<WireResponse> {
    request.beforeWrite?.();
    const form = new URLSearchParams(String(request.body));
    const token = form.get("refresh_token") ?? "";
    const next = this.script.shift();
    const isRefused = this.secret !== undefined && form.get("client_secret") !== this.secret;
    const refusal: Reply = { status: 401, body: { error: "invalid_client" } };
    const reply = next ? await next(token) : isRefused ? refusal : this.process(token);
    if ("refused" in reply)
      throw new WireError("unreachable", false, { host: "idp.example", reason: "refused" });
    this.presented.push(token);
    this.scopes.push(form.get("scope") ?? "");
    if ("lost" in reply) throw new WireError("no_answer", true, { host: "idp.example", reason: "reset" });
    return answerOf(reply);
  }

  process(token: string): Reply {
    if (this.revoked || token !== this.live) {
      this.revoked = true;
      return { status: 400, body: { error: "invalid_grant", error_description: "spent" } };
    }
    this.#count += 1;
    if (this.rotation === "strict") this.live = `rt${this.#count + 1}`;
    const expiry = this.expiresIn === null ? {} : { expires_in: this.expiresIn };
    const rotated = this.rotation === "strict" ? { refresh_token: this.live } : {};
    return {
      status: 200,
      body: { access_token: `at${this.#count}`, token_type: "Bearer", ...expiry, ...rotated },
    };
  }

  readonly fetch = async (): Promise<never> => {
    throw new WireError("unreachable", false, { host: "idp.example", reason: "refused" });
  };
  readonly stream = this.fetch;

  async prepare(): Promise<void> {}

  async close(): Promise<void> {}
}

function answerOf(reply: Extract<Reply, { status: number }>): WireResponse {
  const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
  return {
    status: reply.status,
    headers: new Headers({ "content-type": "application/json", ...reply.headers }),
    body: new TextEncoder().encode(text),
    complete: reply.complete ?? true,
    durationMs: 1,
  };
}
