import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  defaultClients,
  type Emulator,
  fingerprintOf,
  type LedgerEntry,
  startEmulator,
  Visitor,
} from "@tokenwell/emulator";
import { systemClock } from "../../packages/core/src/clock.ts";
import { moveApp } from "../../packages/core/src/connections/move.ts";
import { type Client, ClientAuthentication } from "../../packages/core/src/model.ts";
import { Secret } from "../../packages/core/src/secret.ts";
import { usualSilence } from "../../packages/core/src/store/postgres/owners.ts";
import type { Store } from "../../packages/core/src/store/store.ts";
import { openKeys } from "../../packages/core/src/tokenwell/keys/keys.ts";
import { openEgress } from "../../packages/core/src/wire/egress.ts";
import {
  worldClient,
  worldConnection,
  worldLogin,
  worldToken,
} from "../../packages/core/test/support/world.ts";
import { CrashProcess, type CrashProcessOptions } from "./crash-process.ts";
import { shortDeadlines, shortSilence } from "./deadlines.ts";
import type { Orders } from "./orders.ts";
import { Relay } from "./relay.ts";
import { type Engine, type Place, sqlite } from "./stores.ts";

/** How a provider treats refresh tokens. */
export type Kind = "static" | "grace" | "strict";

export const kinds: readonly Kind[] = ["static", "grace", "strict"];

/** Long enough that a process runs again within it. */
export const overlapSeconds = 60;

const secretOf = (clientId: string): string =>
  defaultClients.find((client) => client.clientId === clientId)?.clientSecret ?? "";
const callback = "http://localhost:9355/callback";

/** A refresh token as a login at the provider gave it. */
interface Granted {
  readonly clientId: string;
  readonly refreshToken: string;
  readonly subject: string;
  readonly issuer: string;
  readonly tokenPath: string;
  readonly revocationPath: string;
}

interface CrashCellOptions {
  /** The app. Default: the public one. */
  readonly clientId?: string;
  /** Called when a process of the cell stood still, unless a test stopped it. */
  readonly onStall?: () => void;
  /** Where the store is. Default: SQLite. */
  readonly engine?: Engine;
}

/** One provider for any number of cells: `oidc-provider`, which others wrote, or Auth0's Rotation Overlap Period. */
export class ProofProvider {
  readonly kind: Kind;
  readonly emulator: Emulator;
  #users = 0;

  private constructor(kind: Kind, emulator: Emulator) {
    this.kind = kind;
    this.emulator = emulator;
  }

  static async open(kind: Kind): Promise<ProofProvider> {
    const emulator = await startEmulator(
      kind === "grace" ? { personality: "auth0" } : { rotation: kind === "static" ? "static" : "strict" },
    );
    if (kind === "grace")
      for (const app of ["demo", "web"]) emulator.setApp(app, { rotating: true, overlapSeconds });
    return new ProofProvider(kind, emulator);
  }

  /** Works with a store of one connection of its own family, whose access token is over, and removes it all. */
  async inCell<T>(
    work: (cell: CrashCell) => Promise<T>,
    { clientId, engine = sqlite, onStall }: CrashCellOptions = {},
  ): Promise<T> {
    const cell = await CrashCell.open(this, await this.grant(clientId), engine);
    cell.onStall = onStall;
    try {
      return await work(cell);
    } finally {
      await cell.dispose();
    }
  }

  /** A login of somebody new. */
  async grant(clientId = "demo"): Promise<Granted> {
    const { issuer } = this.emulator;
    const discovery = await fetch(new URL(".well-known/openid-configuration", issuer));
    const { authorization_endpoint, revocation_endpoint, token_endpoint, ...document } =
      (await discovery.json()) as Readonly<Record<string, string>>;
    const verifier = randomBytes(32).toString("base64url");
    const url = new URL(String(authorization_endpoint));
    url.search = String(
      new URLSearchParams({
        client_id: clientId,
        redirect_uri: callback,
        response_type: "code",
        scope: "openid offline_access",
        prompt: "consent",
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
      }),
    );
    const origins = Object.values(this.emulator.hosts).map(({ origin }) => origin);
    const end = new URL(await new Visitor(origins).authorize(url, { login: this.#newUser() }));
    const answer = await fetch(String(token_endpoint), {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: clientId,
        ...(clientId !== "demo" && { client_secret: secretOf(clientId) }),
        redirect_uri: callback,
        code: end.searchParams.get("code") ?? "",
        code_verifier: verifier,
      }),
    });
    const { id_token = "", refresh_token } = (await answer.json()) as Readonly<Record<string, string>>;
    if (refresh_token === undefined) throw new TypeError(`no refresh token: ${end} ${answer.status}`);
    const claims = JSON.parse(Buffer.from(id_token.split(".")[1] ?? "", "base64url").toString());
    return {
      clientId,
      refreshToken: refresh_token,
      subject: claims.sub,
      issuer: String(document.issuer),
      tokenPath: new URL(String(token_endpoint)).pathname,
      revocationPath: new URL(String(revocation_endpoint)).pathname,
    };
  }

  /** Whether the provider takes a refresh token of its public app; if so, that one is used. */
  async isAlive(refreshToken: string, { tokenPath, clientId }: Granted): Promise<boolean> {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: clientId,
      refresh_token: refreshToken,
    });
    return (await fetch(new URL(tokenPath, this.emulator.issuer), { method: "POST", body })).ok;
  }

  #newUser(): string {
    this.#users += 1;
    return `user${this.#users}`;
  }

  async close(): Promise<void> {
    await this.emulator.close();
  }
}

/** One store, one family of refresh tokens, and the processes that share them. */
export class CrashCell {
  readonly provider: ProofProvider;
  readonly relay: Relay;
  readonly home: string;
  readonly place: Place;
  readonly store: Store;
  readonly granted: Granted;
  /** What the wall clock of this machine is ahead of the provider's, for processes that start from now on. */
  clockOffsetMs = 0;
  onStall: CrashCellOptions["onStall"];
  readonly #processes = new Set<CrashProcess>();

  private constructor(parts: Pick<CrashCell, "provider" | "relay" | "home" | "place" | "store" | "granted">) {
    this.provider = parts.provider;
    this.relay = parts.relay;
    this.home = parts.home;
    this.place = parts.place;
    this.store = parts.store;
    this.granted = parts.granted;
  }

  static async open(provider: ProofProvider, granted: Granted, engine: Engine): Promise<CrashCell> {
    const home = mkdtempSync(join(tmpdir(), "tokenwell-prove-"));
    const place = await engine.place(home);
    const store = await place.open();
    const relay = await Relay.open(provider.emulator.port);
    const cell = new CrashCell({ provider, relay, home, place, store, granted });
    await cell.store.clients.put(cell.client());
    await cell.connect(granted, "n1");
    return cell;
  }

  /** The app, whose requests go through the relay. */
  client(over: Partial<Client> = {}): Client {
    const { kind } = this.provider;
    const { clientId, issuer, revocationPath, tokenPath } = this.granted;
    const origin = `http://127.0.0.1:${this.relay.port}`;
    return worldClient({
      provider: kind === "grace" ? "auth0" : "oidc",
      clientId,
      ...(clientId !== "demo" && {
        authentication: ClientAuthentication.of("client_secret_post", this.secret),
      }),
      issuer,
      endpoints: {
        authorization: `${origin}/authorize`,
        token: `${origin}${tokenPath}`,
        revocation: `${origin}${revocationPath}`,
      },
      rotationSeen: kind === "static" ? "static" : "strict",
      ...(kind === "grace" && { overlapSeconds }),
      ...over,
    });
  }

  get secret(): Secret {
    return Secret.of(secretOf(this.granted.clientId));
  }

  /** Resolves when the connection has this status. */
  async status(wanted: string): Promise<void> {
    while ((await this.store.connections.read({ id: "n1" }))?.connection.status !== wanted) await pause(5);
  }

  /** Every refresh token that the provider gave in this family. */
  issued(): readonly string[] {
    const prints = new Set(this.presentations().map(({ issued }) => issued));
    const given = this.provider.emulator.record.list().filter(({ kind }) => kind === "refresh_token");
    return given
      .map(({ value }) => value)
      .filter((value) => value === this.granted.refreshToken || prints.has(fingerprintOf(value)));
  }

  /** Moves the app to the provider itself, past the relay, as `tokenwell set NAME host=…` does. */
  async move(): Promise<void> {
    const state = await this.store.connections.read({ id: "n1" });
    if (!state) throw new TypeError("no connection");
    const egress = openEgress({ clock: systemClock, env: {} });
    try {
      await moveApp({ store: this.store, clock: systemClock, egress }, state, this.granted.issuer, {});
    } finally {
      await egress.close();
    }
  }

  /** Replaces the keys of the store, as `tokenwell keys rotate --everywhere` does. */
  async rotateKeys(): Promise<void> {
    const { home, place } = this;
    const env = place.url === undefined ? {} : { TOKENWELL_STORE: place.url };
    const { use } = await openKeys({ home, env }).rotate({ isEverywhere: true });
    if (use?.earlier !== 0 || use.isRotating) throw new Error("values are left under the key before");
  }

  /** Stores more connections beside the one that is looked at. */
  async gather(count: number): Promise<void> {
    for (let other = 1; other <= count; other += 1) {
      const id = `other-${other}`;
      await this.connect(await this.provider.grant(this.granted.clientId), id, { id, name: id });
    }
  }

  /** Stores a login; a second one takes the place of the first. */
  async connect(
    { refreshToken, subject, issuer }: Granted,
    family: string,
    { id, name } = { id: "n1", name: "acme" },
  ): Promise<void> {
    const nowMs = Date.now();
    const { store } = this;
    await store.logins.put(worldLogin(family, nowMs));
    await store.connections.create(family, name, (existing) => {
      const generation = (existing?.connection.generation ?? 0) + 1;
      const token = Secret.of(refreshToken);
      const times = { receivedAtMs: nowMs - 3_600_000, expiresAtMs: nowMs - 1_000 };
      return {
        connection: worldConnection(nowMs, {
          id,
          owner: { kind: "named", name },
          tokenFamilyId: family,
          generation,
          refreshToken: token,
          issuer,
          subject,
        }),
        accessToken: worldToken(store, nowMs, { connectionId: id, generation, ...times }),
        schedule: { dueAtMs: nowMs - 60_000, failures: 0 },
        event: { kind: "connected", atMs: nowMs, detail: {} },
      };
    });
  }

  /** Makes the access tokens old: each caller needs a new one from now on. */
  async expire(): Promise<void> {
    const nowMs = Date.now();
    const { accessTokens = [] } = (await this.store.connections.read({ id: "n1" })) ?? {};
    for (const row of accessTokens) {
      const accessToken = { ...row, receivedAtMs: nowMs - 3_600_000, expiresAtMs: nowMs - 1_000 };
      await this.store.connections.update("n1", () => ({ change: { accessToken }, result: undefined }));
    }
  }

  /** A new process on this store, ready to be asked. */
  async start(orders: Partial<Orders> = {}, options: CrashProcessOptions = {}): Promise<CrashProcess> {
    const { clockOffsetMs, home, onStall } = this;
    const { url } = this.place;
    // Full times of the protocol come with full times of silence.
    const silence = orders.deadlines === undefined ? shortSilence : usualSilence;
    const process = new CrashProcess(
      {
        ...{ home, clockOffsetMs, deadlines: shortDeadlines },
        ...(url !== undefined && { postgres: { url, silence } }),
        ...orders,
      },
      { ...(onStall && { onStall }), ...options },
    );
    this.#processes.add(process);
    await process.ready();
    return process;
  }

  /** Every presentation of a refresh token of the family, as the provider saw it. */
  presentations(): readonly LedgerEntry[] {
    const { ledger } = this.provider.emulator;
    const family = new Set([fingerprintOf(this.granted.refreshToken)]);
    return ledger.refreshes().filter(({ fingerprint, issued }) => {
      if (fingerprint === undefined || !family.has(fingerprint)) return false;
      if (issued !== undefined) family.add(issued);
      return true;
    });
  }

  async dispose(): Promise<void> {
    for (const process of this.#processes) if (process.isAlive) await process.kill();
    await this.relay.close();
    await this.store.close();
    await this.place.close();
    rmSync(this.home, { recursive: true });
  }
}
