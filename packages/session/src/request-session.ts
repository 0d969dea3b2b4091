import { LoginNeededError, type TokenSet } from "@tokenwell/core";
import type { Session as StoredSession } from "@tokenwell/core/sessions";
import type {
  Claims,
  Session,
  SessionData,
  SessionEndReason,
  SessionFetchOptions,
  SessionTokenOptions,
  SessionUser,
} from "./api.ts";
import type { SessionContext } from "./context.ts";
import { SessionError } from "./errors.ts";

/** Longest JSON of the app's data, in bytes. */
const maxDataBytes = 4_096;

/** ID tokens that were decoded, by their session: a session that did not change is the same object. */
const decoded = new WeakMap<StoredSession, { readonly idToken: string; readonly claims: Claims }>();

/** The session of one request. */
export class RequestSession<Data extends SessionData> implements Session<Data> {
  readonly #context: SessionContext;
  /** Value of the request's cookie; `undefined` without one. */
  readonly cookie: string | undefined;
  #stored: StoredSession | undefined;
  /**
   * Whether the answer may remove the cookie: it named no live session when the request came, and no login followed. A session
   * that ends during a slow request may have a successor by now, whose cookie has the same name.
   */
  readonly isCookieOver: boolean;
  /** Error of the store, if the session could not be read: nothing is known of it. */
  readonly failure: Error | undefined;

  constructor(
    context: SessionContext,
    cookie: string | undefined,
    stored: StoredSession | undefined,
    failure?: Error,
  ) {
    this.#context = context;
    this.cookie = cookie;
    this.#stored = stored;
    this.failure = failure;
    const mayHaveSuccessor = stored?.endReason === "replaced" || stored?.endReason === "logged_out";
    this.isCookieOver = cookie !== undefined && stored?.endedAtMs !== null && !mayHaveSuccessor;
  }

  /** The live session; `undefined` if there is none. Throws the error of the store if it could not be read. */
  get live(): StoredSession | undefined {
    if (this.failure) throw this.failure;
    return this.#stored?.endedAtMs === null ? this.#stored : undefined;
  }

  get id(): string | null {
    return this.live?.id ?? null;
  }

  get user(): SessionUser | null {
    const { claims } = this;
    const { live } = this;
    if (claims === null || live === undefined) return null;
    const text = (name: string): string | null => (typeof claims[name] === "string" ? claims[name] : null);
    return {
      issuer: live.issuer,
      subject: live.subject,
      name: text("name"),
      email: text("email"),
      picture: text("picture"),
    };
  }

  get claims(): Claims | null {
    return this.#idToken?.claims ?? null;
  }

  get idToken(): string | null {
    return this.#idToken?.idToken ?? null;
  }

  get endReason(): SessionEndReason | null {
    return this.#stored?.endReason ?? null;
  }

  get createdAt(): Date | null {
    return dateOf(this.live?.createdAtMs);
  }

  get extendedAt(): Date | null {
    return dateOf(this.live?.extendedAtMs);
  }

  get authenticatedAt(): Date | null {
    return dateOf(this.live?.authenticatedAtMs);
  }

  get data(): Data {
    return (this.live?.data ?? {}) as Data;
  }

  async setData(change: Partial<Data>): Promise<void> {
    const live = this.#needed();
    const changed = await this.#context.manager.setData(live, (data) => {
      const merged = JSON.stringify({ ...data, ...change });
      const bytes = Buffer.byteLength(merged);
      if (bytes > maxDataBytes) throw new SessionError("data_too_large", { limit: maxDataBytes, bytes });
      return JSON.parse(merged);
    });
    await this.reload();
    if (changed === undefined) throw this.#ended();
  }

  async token({ audience = "", minTtlSeconds = 60 }: SessionTokenOptions = {}): Promise<TokenSet> {
    const isDefault = audience === (this.#context.settings.given.audience ?? "");
    const request = { audience: isDefault ? "" : audience, minTtlMs: minTtlSeconds * 1000 };
    return await this.#whileLive((live) => this.#context.manager.token(live, request));
  }

  async fetch(address: string, options: SessionFetchOptions = {}): Promise<Response> {
    return await this.#whileLive((live) => this.#context.manager.fetch(live, address, options));
  }

  async extend(): Promise<void> {
    await this.prove(0);
  }

  async end(): Promise<void> {
    const { live } = this;
    if (live) await this.#context.manager.end(live.id, "logged_out");
    await this.reload();
  }

  /** Proves that the grant is alive: by a refresh within the last `seconds`, or by a new one. */
  async prove(seconds: number): Promise<void> {
    await this.#whileLive((live) => this.#context.manager.prove(live, seconds * 1000));
  }

  /** Reads the session again, as it is after a change. */
  async reload(): Promise<void> {
    if (this.cookie !== undefined) this.#stored = await this.#context.manager.find(this.cookie);
  }

  get #idToken(): { readonly idToken: string; readonly claims: Claims } | null {
    const { live } = this;
    if (live === undefined || live.idToken === null) return null;
    const known = decoded.get(live);
    if (known) return known;
    const idToken = live.idToken.expose();
    const payload = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8");
    const made = { idToken, claims: JSON.parse(payload) };
    decoded.set(live, made);
    return made;
  }

  /** Works with the live session, and takes over what the work changed: new claims, or the end. */
  async #whileLive<T>(work: (live: StoredSession) => Promise<T>): Promise<T> {
    try {
      return await work(this.#needed());
    } catch (error) {
      await this.reload();
      if (error instanceof LoginNeededError || this.live === undefined) throw this.#ended();
      throw error;
    } finally {
      await this.reload();
    }
  }

  #needed(): StoredSession {
    const { live } = this;
    if (live === undefined) throw this.#ended();
    return live;
  }

  #ended(): SessionError {
    return new SessionError("not_logged_in", {}, this.endReason);
  }
}

const dateOf = (atMs: number | null | undefined): Date | null =>
  atMs === null || atMs === undefined ? null : new Date(atMs);
