import { describe, expect, it } from "vitest";
import type { BrowserLogin, Client } from "../../../src/model.ts";
import type { BrowserLoginLimits, Store } from "../../../src/store/store.ts";
import {
  exposed,
  hashOf,
  loginOfBrowser,
  sampleBrowserLogin,
  sampleClient,
  sampleLogin,
  secret,
  startMs,
} from "../../support/samples.ts";
import type { OpenStore } from "./open-store.ts";

const many: BrowserLoginLimits = { perBrowser: 100, total: 100 };

/** Contract of the logins that browsers begin. */
export function browserLoginsContract(open: OpenStore): void {
  const opened = async () => {
    const store = await open();
    const client = sampleClient();
    await store.clients.put(client);
    return { store, client };
  };

  /** Begins a login, with its {@link Login}. */
  const begin = async (
    { store, client }: { readonly store: Store; readonly client: Client },
    over: Partial<BrowserLogin> = {},
    limits = many,
  ): Promise<BrowserLogin> => {
    const browserLogin = sampleBrowserLogin(over);
    await store.browserLogins.put(browserLogin, loginOfBrowser(client, browserLogin), limits);
    return browserLogin;
  };

  /** Returns those that are still in the store; each must have its login, too, or neither. */
  const leftOf = async (store: Store, browserLogins: readonly BrowserLogin[]) => {
    const left: BrowserLogin[] = [];
    for (const each of browserLogins) {
      const isThere = (await store.browserLogins.byState(each.stateHash)) !== undefined;
      expect((await store.logins.byState(each.stateHash)) !== undefined).toBe(isThere);
      if (isThere) left.push(each);
    }
    return left;
  };

  describe("a browser login", () => {
    it("comes back as it was put, by the hash of its state, and so does its login", async () => {
      const { store, client } = await opened();
      const details = {
        ...{ returnTo: "/password", sessionId: "s-1", maxAgeSeconds: 300, acrValues: ["a", "b"] },
        failure: { code: "access_denied", facts: { description: "no", attempts: 2 } },
      };
      const browserLogin = sampleBrowserLogin({ details });
      const login = loginOfBrowser(client, browserLogin);
      await store.browserLogins.put(browserLogin, login, many);
      expect(await store.browserLogins.byState(browserLogin.stateHash)).toEqual(browserLogin);
      expect(exposed(await store.logins.byState(login.stateHash))).toEqual(exposed(login));
      expect(await store.browserLogins.byState(hashOf("another state"))).toBeUndefined();
    });

    it("is found in every phase, also after its login is gone", async () => {
      const there = await opened();
      for (const phase of ["open", "claimed", "completed", "failed"] as const) {
        const browserLogin = await begin(there, { phase });
        await there.store.logins.remove(browserLogin.id);
        expect(await there.store.browserLogins.byState(browserLogin.stateHash)).toEqual(browserLogin);
      }
    });

    it("has a state and an id of its own, and the id of its login, or neither is put", async () => {
      const there = await opened();
      const { store, client } = there;
      const first = await begin(there);
      const conflict = { code: "store_conflict" };
      await expect(begin(there, { stateHash: first.stateHash })).rejects.toMatchObject(conflict);
      await expect(begin(there, { id: first.id, stateHash: hashOf("other") })).rejects.toMatchObject(
        conflict,
      );
      await expect(
        store.browserLogins.put(sampleBrowserLogin(), sampleLogin(client), many),
      ).rejects.toMatchObject(conflict);
      const unknown = sampleBrowserLogin();
      const ofUnknown = loginOfBrowser(sampleClient(), unknown);
      await expect(store.browserLogins.put(unknown, ofUnknown, many)).rejects.toMatchObject(conflict);
      expect(await store.browserLogins.byState(unknown.stateHash)).toBeUndefined();
      expect(await store.logins.byState(unknown.stateHash)).toBeUndefined();
      expect(await store.logins.byState(first.stateHash)).toMatchObject({ id: first.id });
    });

    it("is no work that a process has left while its login is open, claimed or not, but is when that is answered", async () => {
      const there = await opened();
      const { logins } = there.store;
      const [open, claimed, answered] = [await begin(there), await begin(there), await begin(there)];
      await logins.claim(claimed.stateHash);
      const rawAnswer = secret("raw-answer");
      await logins.put(loginOfBrowser(there.client, answered, { phase: "answered", rawAnswer }));
      const own = sampleLogin(there.client, { createdAtMs: startMs + 1 });
      await logins.put(own);
      expect((await logins.unfinished()).map(({ id }) => id)).toEqual([answered.id, own.id]);
      expect(await leftOf(there.store, [open])).toEqual([open]);
    });
  });

  describe("the limit of open logins", () => {
    const browser = (name: string) => ({ browserHash: hashOf(name) });

    it("of a browser removes those that it began first, with their logins", async () => {
      const there = await opened();
      const { store } = there;
      const limits = { perBrowser: 2, total: 100 };
      const other = await begin(there, browser("other"), limits);
      // The clock went back: the order is the one in which they were put.
      const first = await begin(there, { createdAtMs: startMs + 9 }, limits);
      const second = await begin(there, { createdAtMs: startMs + 5 }, limits);
      expect(await leftOf(store, [first, second])).toEqual([first, second]);
      const third = await begin(there, {}, limits);
      expect(await leftOf(store, [other, first, second, third])).toEqual([other, second, third]);
      expect(await store.browserLogins.countOpen("app-1", first.browserHash)).toBe(2);
    });

    it("in all removes those that were begun first, of whichever browser", async () => {
      const there = await opened();
      const limits = { perBrowser: 2, total: 3 };
      const begun: BrowserLogin[] = [];
      for (const name of ["a", "b", "c", "d", "d", "d"])
        begun.push(await begin(there, browser(name), limits));
      expect(await leftOf(there.store, begun)).toEqual([begun[2], begun[4], begun[5]]);
    });

    it("does not count those that are claimed, completed or failed, and leaves them alone", async () => {
      const there = await opened();
      const limits = { perBrowser: 1, total: 1 };
      const over: BrowserLogin[] = [];
      for (const phase of ["claimed", "completed", "failed"] as const)
        over.push(await begin(there, { phase }, limits));
      const [first, second] = [await begin(there, {}, limits), await begin(there, {}, limits)];
      expect(await leftOf(there.store, [...over, first, second])).toEqual([...over, second]);
      await there.store.browserLogins.advance(second.id, "open", { phase: "claimed" });
      const third = await begin(there, {}, limits);
      expect(await leftOf(there.store, [...over, second, third])).toEqual([...over, second, third]);
    });

    it("is that of one app: another one in the same store takes nothing from it", async () => {
      const there = await opened();
      const limits = { perBrowser: 1, total: 1 };
      const first = await begin(there, {}, limits);
      const elsewhere = await begin(there, { app: "app-2" }, limits);
      expect(await leftOf(there.store, [first, elsewhere])).toEqual([first, elsewhere]);
    });
  });

  it("counts the open logins of a browser", async () => {
    const there = await opened();
    for (const phase of ["open", "open", "claimed", "completed", "failed"] as const)
      await begin(there, { phase });
    await begin(there, { app: "app-2" });
    await begin(there, { browserHash: hashOf("other") });
    const { browserLogins } = there.store;
    expect(await browserLogins.countOpen("app-1", hashOf("browser"))).toBe(2);
    expect(await browserLogins.countOpen("app-2", hashOf("browser"))).toBe(1);
    expect(await browserLogins.countOpen("app-1", hashOf("nobody"))).toBe(0);
  });

  describe("the phase of a browser login", () => {
    it("is advanced by one of several that try at the same time", async () => {
      const there = await opened();
      const { browserLogins } = there.store;
      const { id, stateHash } = await begin(there);
      const claims = [1, 2, 3].map(() => browserLogins.advance(id, "open", { phase: "claimed" }));
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
      expect((await browserLogins.byState(stateHash))?.phase).toBe("claimed");
    });

    it("is advanced with the rest of the change, and other logins keep theirs", async () => {
      const there = await opened();
      const { browserLogins } = there.store;
      const [login, other] = [await begin(there), await begin(there)];
      const change = {
        ...({ phase: "failed", removeAtMs: startMs + 60_000 } as const),
        details: { returnTo: "/", failure: { code: "access_denied", facts: {} } },
      };
      expect(await browserLogins.advance(login.id, "open", change)).toBe(true);
      expect(await browserLogins.byState(login.stateHash)).toEqual({ ...login, ...change });
      expect(await browserLogins.byState(other.stateHash)).toEqual(other);
      expect(await browserLogins.advance(login.id, "failed", { removeAtMs: startMs })).toBe(true);
      expect((await browserLogins.byState(login.stateHash))?.removeAtMs).toBe(startMs);
    });

    it("stays as it is if the login has another one, or is gone", async () => {
      const there = await opened();
      const { store } = there;
      const login = await begin(there, { phase: "claimed" });
      const writes = store.changes.ownWrites();
      for (const from of ["open", "completed", "failed"] as const)
        expect(await store.browserLogins.advance(login.id, from, { phase: "completed" })).toBe(false);
      expect(await store.browserLogins.advance("none", "open", { phase: "claimed" })).toBe(false);
      expect(await store.browserLogins.byState(login.stateHash)).toEqual(login);
      expect(store.changes.ownWrites()).toBe(writes);
    });
  });
}
