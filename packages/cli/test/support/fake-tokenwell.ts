import {
  type ConnectionStatus,
  InputError,
  type KnownApp,
  type LoginLifetime,
  type LoginOptions,
  type LoginResult,
  type PendingLogin,
  Secret,
  type TokenSet,
  type Tokenwell,
} from "@tokenwell/core";
import { noonMs } from "./cli-harness.ts";

/** Returns a Tokenwell that has only the given methods. By default it has no connections and no apps. */
export function fakeTokenwell(parts: Partial<Tokenwell>): Tokenwell {
  const refuse = (what: string) => async (): Promise<never> => {
    throw new Error(`${what} was not expected`);
  };
  return {
    login: refuse("login"),
    token: refuse("token"),
    fetch: refuse("fetch"),
    revoke: refuse("revoke"),
    import: refuse("import"),
    handOver: refuse("handOver"),
    set: refuse("set"),
    move: refuse("move"),
    upkeep: refuse("upkeep"),
    work: refuse("work"),
    setHook: refuse("setHook"),
    runHooks: async () => [],
    lastUpkeep: async () => null,
    names: async () => ((await parts.status?.()) ?? []).map(({ name }) => name),
    status: async () => [],
    async *eachStatus(name, options) {
      yield* (await parts.status?.(name, options)) ?? [];
    },
    on: () => () => undefined,
    apps: async () => [],
    describeClient: refuse("describeClient"),
    protectedResource: refuse("protectedResource"),
    register: refuse("register"),
    record: refuse("record"),
    transfers: { depart: refuse("depart"), expect: refuse("expect"), refuse: refuse("refuse") },
    pendingRefreshes: [],
    close: async () => undefined,
    ...parts,
  };
}

/** A pending login that the test ends. */
export class FakePendingLogin implements PendingLogin {
  readonly url = "https://login.example.com/authorize?response_type=code&client_id=demo";
  readonly redirectUri: string;
  readonly canListen: boolean;
  readonly waitSeconds = 600;
  readonly pasted: string[] = [];
  /** The results of `answer()`, in order. */
  readonly answers: (Error | LoginResult)[] = [];
  isOver = false;
  cancelled = false;
  options: LoginOptions | undefined;
  readonly #browser = Promise.withResolvers<LoginResult>();

  constructor(redirectUri = "http://localhost:9355/callback") {
    this.redirectUri = redirectUri;
    this.canListen = redirectUri.startsWith("http://localhost:");
    this.#browser.promise.catch(() => undefined);
  }

  listen(): Promise<LoginResult> {
    return this.#browser.promise;
  }

  async listening(): Promise<void> {}

  async answer(pasted: string): Promise<LoginResult> {
    this.pasted.push(pasted);
    const next = this.answers.shift();
    if (next === undefined) throw new Error("no paste was expected");
    if (next instanceof Error) throw next;
    this.#reportProgress(next);
    return next;
  }

  async cancel(): Promise<void> {
    if (this.isOver) return;
    this.cancelled = true;
    this.fails(new InputError("login_stopped"));
  }

  /** Ends the login as a successful callback of the browser does. */
  succeeds(result: LoginResult): void {
    this.#reportProgress(result);
    this.#browser.resolve(result);
  }

  fails(error: Error): void {
    this.isOver = true;
    this.#browser.reject(error);
  }

  #reportProgress({ account, rotation }: LoginResult): void {
    this.isOver = true;
    this.options?.onProgress?.({ kind: "allowed", account, isNamed: true });
    this.options?.onProgress?.({ kind: "stored" });
    this.options?.onProgress?.({ kind: "tested", rotation });
  }
}

/** Returns a Tokenwell whose `login()` returns the pending login. */
export function tokenwellWithLogin(pending: FakePendingLogin, parts: Partial<Tokenwell> = {}): Tokenwell {
  return fakeTokenwell({
    login: async (_issuer, wish) => {
      pending.options = wish;
      return pending;
    },
    ...parts,
  });
}

const endless: LoginLifetime = {
  until: null,
  untilSource: "assumed",
  idleSeconds: null,
  idleUntil: null,
  keepAliveAt: null,
};

export const loginResult: LoginResult = {
  name: "acme",
  provider: "oidc",
  account: "taro@acme.example",
  apiBase: "https://api.acme.example",
  scope: "openid offline_access",
  rotation: "strict",
  lives: endless,
};

export const knownApp: KnownApp = {
  provider: "oidc",
  clientId: "0oa4f8kvu2Xyz",
  issuer: "https://login.example.com",
  clientSecret: Secret.of("known-secret"),
  redirectUri: "http://localhost:9355/callback",
  usedBy: ["acme"],
};

const minuteMs = 60_000;

export const healthyConnection: ConnectionStatus = {
  name: "acme",
  provider: "oidc",
  issuer: "https://login.example.com",
  account: "taro@acme.example",
  organisation: null,
  status: "ok",
  reason: null,
  statusSince: new Date(noonMs - 3 * 3_600_000),
  scope: "openid offline_access",
  apiBase: "https://api.acme.example",
  app: { clientId: "0oa4f8kvu2Xyz", authMethod: "client_secret_basic", also: ["acme-bot"] },
  access: {
    expiresAt: new Date(noonMs + 108 * minuteMs),
    expiresAtSource: "answer",
    rejected: false,
    otherTokenType: null,
  },
  refresh: {
    count: 14,
    last: new Date(noonMs - 12 * minuteMs),
    failing: false,
    rotation: "strict",
    rotationSource: "measured",
    overlapSeconds: null,
  },
  lives: endless,
  logins: null,
  problem: null,
  causes: [],
  hooks: [],
  stored: "/var/lib/tokenwell/tokenwell.db",
  key: "/etc/tokenwell/key",
};

export const tokenSet: TokenSet = {
  accessToken: "CANARY-access-token",
  tokenType: "Bearer",
  expiresAt: new Date(noonMs + 3_600_500),
  expiresAtSource: "answer",
  scope: "openid offline_access",
  instanceUrl: "https://api.acme.example",
};
