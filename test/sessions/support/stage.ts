import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, fingerprintOf, startEmulator } from "@tokenwell/emulator";
import { expect } from "vitest";
import { removeFolder } from "../../../packages/core/test/support/remove-folder.ts";
import { leaksOf } from "../../strangers/leaks.ts";
import type { AppDriver, AppPlan, RunningApp } from "./app.ts";
import { Browser, fieldsOf, type Page } from "./browser.ts";
import { type Front, type Incoming, Network } from "./network.ts";
import { StoreView } from "./store.ts";

/** How a stage is set up. */
export interface StagePlan {
  /** Default: `https://app.example`. */
  readonly baseUrl?: string;
  /** Options of `openSessions()`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Options of the provider. Default: Auth0 with strict rotation. */
  readonly provider?: EmulatorOptions;
  /** Settings of the app at Auth0. */
  readonly client?: Readonly<Record<string, unknown>>;
  /** Default: 60. */
  readonly accessTokenSeconds?: number;
  readonly app?: Partial<
    Pick<AppPlan, "guardsEverything" | "maxHeaderBytes" | "port" | "processes" | "quietPaths">
  >;
  /** What stands in front of the app. */
  readonly front?: Front;
}

/** The API that access tokens are for. */
export const audience = "https://api.emulator.example";

export const clientSecret = "CANARY_client_secret_of_web";

/** A provider, an app, and the browsers that use them, with one clock for all. */
export class Stage {
  readonly driver: AppDriver;
  readonly plan: AppPlan;
  readonly provider: Emulator;
  readonly app: RunningApp;
  readonly network: Network;
  #offsetMs = 0;
  #store: StoreView | undefined;

  constructor(parts: Pick<Stage, "driver" | "plan" | "provider" | "app" | "network">) {
    this.driver = parts.driver;
    this.plan = parts.plan;
    this.provider = parts.provider;
    this.app = parts.app;
    this.network = parts.network;
  }

  /** The time of the app, the provider and the browsers, in milliseconds since 1970. */
  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Moves every clock. */
  async advance(ms: number): Promise<void> {
    this.#offsetMs += ms;
    this.provider.clock.advance(ms);
    await this.app.advance(ms);
  }

  /** Moves the clocks of the app and the browsers, but not that of the provider. */
  async advanceApp(ms: number): Promise<void> {
    this.#offsetMs += ms;
    await this.app.advance(ms);
  }

  /** Resolves when something has become true, which other work of this process brings about. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Moves the clocks minute by minute until something has become true, with time for the app's own work in between. */
  async untilLater(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      await this.advance(60_000);
      await this.settle();
    }
  }

  /** Lets time pass, second by second, until all work has come to its end. */
  async pass(work: readonly Promise<unknown>[]): Promise<void> {
    let isOver = false;
    const over = Promise.allSettled(work).then(() => {
      isOver = true;
    });
    for (;;) {
      await this.settle();
      if (isOver) return await over;
      await this.advance(1000);
    }
  }

  /** Lets the app's own work go on for a few exchanges with the provider. */
  async settle(): Promise<void> {
    for (let exchange = 0; exchange < 5; exchange += 1)
      await (await fetch(`${this.provider.issuer}/emulator/clock`)).text();
  }

  /** Opens the store of the app. */
  store(): StoreView {
    this.#store ??= new StoreView(this.plan.home);
    return this.#store;
  }

  /** Changes settings of the app at the provider. */
  set(switches: Readonly<Record<string, unknown>>): void {
    this.provider.setApp("web", switches);
  }

  /** Asks the provider for a logout token. A claim that is `null` is left out. */
  async logoutToken(user: string, claims: Readonly<Record<string, unknown>>): Promise<string> {
    const response = await fetch(`${this.provider.issuer}/emulator/logout-tokens/${user}`, {
      method: "POST",
      body: JSON.stringify({ claims }),
    });
    return ((await response.json()) as { token: string }).token;
  }

  /** Posts a form as another server does. */
  async post(path: string, form: Readonly<Record<string, string>>): Promise<Incoming> {
    const url = new URL(this.at(path));
    return await this.network.send({
      method: "POST",
      url,
      target: url.pathname,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
  }

  /** Returns a browser with an empty jar. `base`: its own public address of the app. */
  browser(base: string = this.plan.baseUrl): Browser {
    return new Browser(this.network, `${base.replace(/\/$/, "")}/`, () => this.nowMs());
  }

  /** Returns the public address of a path of the app. */
  at(path: string): string {
    return `${this.plan.baseUrl.replace(/\/$/, "")}${path}`;
  }

  /** Returns the address that begins a login. */
  loginAt(returnTo?: string): string {
    const { login, returnTo: name } = this.driver.routes;
    return this.at(returnTo === undefined ? login : `${login}?${name}=${encodeURIComponent(returnTo)}`);
  }

  /** Returns the redirect URI. */
  get callback(): string {
    return this.at(this.driver.routes.callback);
  }

  /** Leads the app's origin to another of its processes. */
  useProcess(index: number, front?: Front): void {
    this.network.route(new URL(this.plan.baseUrl).origin, this.app.ports[index] ?? 0, front);
  }

  /** Sends the browser through a whole login, and returns the page at its end. */
  async logIn(browser: Browser, { returnTo, user = "alice" }: LoginOptions = {}): Promise<Page> {
    return await this.finish(browser, await browser.navigate(this.loginAt(returnTo)), user);
  }

  /** Starts a login, and stops on the provider's page. */
  async startLogin(browser: Browser, returnTo?: string): Promise<Page> {
    return await browser.navigate(this.loginAt(returnTo));
  }

  /** Goes on from a page of the provider until the browser is back at the app. */
  async finish(browser: Browser, page: Page, user = "alice"): Promise<Page> {
    const hops = [...page.hops];
    let shown = page;
    for (let left = 4; left > 0 && this.isProvider(shown.url); left -= 1) {
      const form = answerOf(shown.body, user);
      if (form === undefined) return shown;
      shown = await browser.submit(actionOf(shown), form);
      hops.push(...shown.hops);
    }
    return { ...shown, hops };
  }

  /** Goes on from a page of the provider, and returns the address of the callback, which is not requested. */
  async approve(browser: Browser, page: Page, user = "alice"): Promise<URL> {
    let shown = page;
    for (;;) {
      const location =
        shown.headers.location === undefined ? undefined : new URL(shown.headers.location, shown.url);
      if (location !== undefined && !this.isProvider(location)) return location;
      const form = location === undefined ? answerOf(shown.body, user) : undefined;
      if (location !== undefined) shown = await browser.step(location, { from: shown.url.href });
      else if (form !== undefined) shown = await browser.submit(actionOf(shown), form, { follow: false });
      else throw new Error(`the provider shows ${shown.url.pathname}: ${shown.body.slice(0, 500)}`);
    }
  }

  /** Goes on from a page of the provider, and returns the form that it posts to the callback. */
  async approveForm(browser: Browser, page: Page, user = "alice"): Promise<Record<string, string>> {
    const form = answerOf(page.body, user) ?? expect.unreachable("a page of the provider");
    let shown = await browser.submit(actionOf(page), form, { follow: false });
    while (shown.headers.location !== undefined)
      shown = await browser.step(new URL(shown.headers.location, shown.url), { from: shown.url.href });
    return fieldsOf(shown.body);
  }

  /** Logs out as a person does on a page of the app. */
  async logOut(browser: Browser): Promise<Page> {
    const address = this.at(this.driver.routes.logout);
    const from = this.at("/");
    return this.driver.logoutMethod === "POST"
      ? await browser.submit(address, {}, { from })
      : await browser.navigate(address, { from });
  }

  /** Whether an address is one of the provider. */
  isProvider(url: URL): boolean {
    return Object.values(this.provider.hosts).some(({ origin }) => origin === url.origin);
  }

  /** Returns how often a browser was at the provider's authorization endpoint. */
  authorizations(browser: Browser): number {
    const path = this.provider.hosts.tenant === undefined ? "/auth" : "/authorize";
    return browser.visits.get(`${this.provider.issuer}${path}`) ?? 0;
  }

  /** Returns the fingerprints of the refresh tokens that the provider was given, in order. */
  presented(): readonly (string | undefined)[] {
    return this.provider.ledger.refreshes().map(({ fingerprint }) => fingerprint);
  }

  /** Asserts that each refresh presented the token of the answer before, and no token was presented twice. */
  assertRotatedWell(): void {
    expect(this.provider.ledger.summary()).toMatchObject({ spent: 0, refused: 0, grantsRevoked: 0 });
    expect(this.provider.ledger.summary().mostPresentations).toBeLessThanOrEqual(1);
    const issued = this.provider.ledger.list().flatMap(({ issued: token }) => token ?? []);
    for (const token of this.presented()) expect(issued).toContain(token);
  }

  /** Asserts that the last refresh token of each grant that is over was revoked. */
  assertRevoked(): void {
    const entries = this.provider.ledger.list();
    const revoked = entries.filter(({ kind }) => kind === "revocation").map(({ fingerprint }) => fingerprint);
    const live = new Set(this.provider.grants().map(({ id }) => id));
    const last = new Map(
      entries.flatMap(({ grantId, issued }) =>
        grantId === undefined || issued === undefined ? [] : [[grantId, issued] as const],
      ),
    );
    for (const [grantId, token] of last) if (!live.has(grantId)) expect(revoked).toContain(token);
  }

  /** Asserts that nothing secret is in a response, a log or a cookie of the app, and that the search finds secrets. */
  assertNothingLeaked(): void {
    const secrets = this.provider.record.list();
    const record = Buffer.from(secrets.map(({ value }) => value).join("\n"));
    const found = leaksOf(secrets, [{ name: "record", bytes: record }]);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(secrets.map(({ kind }) => kind)));
    const { cookieLines, evidence } = this.network;
    const shown = Buffer.from(evidence.artefacts.map(({ bytes, name }) => `${name}\n${bytes}`).join("\n\n"));
    const log = Buffer.from(this.app.output());
    const cookies = Buffer.from([...cookieLines].join("\n"));
    const all = [
      { name: "responses", bytes: shown },
      { name: "log", bytes: log },
      { name: "cookies", bytes: cookies },
    ];
    expect(leaksOf(secrets, all)).toEqual([]);
    // The value of a cookie stands nowhere but in the line that sets it.
    for (const line of cookieLines) {
      const value = /^[^=]+=([A-Za-z0-9_-]{20,});/.exec(line)?.[1];
      if (value !== undefined) expect([shown.includes(value), log.includes(value)]).toEqual([false, false]);
    }
  }

  async close(): Promise<void> {
    this.provider.faults.clear();
    this.#store?.close();
    await this.app.close();
    await this.provider.close();
    removeFolder(this.plan.home);
  }
}

interface LoginOptions {
  readonly returnTo?: string;
  readonly user?: string;
}

/** Opens a stage for one driver. */
export async function openStage(driver: AppDriver, plan: StagePlan): Promise<Stage> {
  const { app: details = {}, baseUrl = "https://app.example", front, options = {} } = plan;
  const provider = await startEmulator(providerOptions(driver, plan));
  const network = new Network();
  if (provider.caFile !== null) network.trust(provider.caFile);
  const appPlan: AppPlan = {
    baseUrl,
    issuer: provider.issuer,
    clientId: "web",
    clientSecret,
    audience: provider.hosts.tenant === undefined ? "" : audience,
    apiBase: `${provider.issuer}/api/`,
    home: mkdtempSync(join(tmpdir(), "tokenwell-sessions-")),
    options,
    quietPaths: [],
    guardsEverything: false,
    maxHeaderBytes: 16_384,
    processes: 1,
    caFile: provider.caFile,
    port: 0,
    clockOffsetMs: 0,
    ...details,
  };
  try {
    const app = await driver.open(appPlan);
    network.route(new URL(baseUrl).origin, app.ports[0] ?? 0, front);
    return new Stage({ driver, plan: appPlan, provider, app, network });
  } catch (cause) {
    await provider.close();
    removeFolder(appPlan.home);
    throw cause;
  }
}

function providerOptions(driver: AppDriver, plan: StagePlan): EmulatorOptions {
  const { accessTokenSeconds = 60, baseUrl = "https://app.example", client = {}, provider = {} } = plan;
  const personality = provider.personality ?? "auth0";
  const home = baseUrl.replace(/\/$/, "");
  const settings = {
    logoutUrls: [home, `${home}/`, `${home}/auth/signed-out`],
    ...driver.client,
    ...client,
  };
  const registered = {
    clientId: "web",
    clientSecret,
    redirectUris: [`${home}${driver.routes.callback}`],
    ...(personality === "oidc" ? { postLogoutRedirectUris: [`${home}/auth/signed-out`] } : {}),
    ...(personality === "auth0" ? { auth0: settings } : {}),
  };
  const apis = [{ identifier: audience, accessTokenSeconds }];
  return {
    rotation: "strict",
    clients: [registered],
    ...(personality === "auth0" ? { auth0: { apis } } : {}),
    ...driver.provider,
    ...provider,
    personality,
  };
}

/** Returns what a person fills into a page of the provider; `undefined` if it asks for nothing. */
function answerOf(page: string, user: string): Record<string, string> | undefined {
  if (page.includes('id="login"')) return { login: user, password: "any" };
  if (page.includes('id="verify"')) return { code: "123456" };
  if (page.includes('name="logout"')) return { ...fieldsOf(page), logout: "yes" };
  if (page.includes('id="allow"')) return { decision: "allow" };
  return undefined;
}

function actionOf({ body, url }: Page): URL {
  return new URL((/<form[^>]*action="([^"]*)"/.exec(body)?.[1] ?? "").replaceAll("&amp;", "&"), url);
}

export { fingerprintOf };
