import { describe, expect, it } from "vitest";
import { type Attempt, ClientAuthentication } from "../../../src/model.ts";
import {
  canary,
  connectAs,
  connectedWith,
  exposed,
  named,
  sampleAttempt,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  sampleToken,
  secret,
  startMs,
} from "../../support/samples.ts";
import { eventsOf } from "../../support/store-contents.ts";
import { changed, type OpenStore, openConnected, stateOf } from "./open-store.ts";

/** Contract of clients, their versions and their authentication. */
export function clientsContract(open: OpenStore): void {
  describe("clients", () => {
    it("come back as they were put, sorted by name", async () => {
      const store = await open();
      const zeta = sampleClient({
        name: "zeta",
        authentication: ClientAuthentication.of("none", null),
        rotationSeen: "strict",
        overlapSeconds: 30,
        behaviour: { demandsScope: true, revocationMethod: "client_secret_post" },
      });
      const alpha = sampleClient({ name: "alpha", breakerUntilMs: startMs, breakerReason: "invalid_client" });
      await store.clients.put(zeta);
      await store.clients.put(alpha);
      expect(exposed(await store.clients.list())).toEqual(exposed([alpha, zeta]));
    });

    it.each([
      ["none", null],
      ["client_secret_basic", "client-secret"],
      ["client_secret_post", "client-secret"],
    ] as const)("authenticate by %s as they were put", async (method, text) => {
      const store = await open();
      const authentication = ClientAuthentication.of(method, text === null ? null : secret(text));
      const client = sampleClient({ authentication, nextAuthentication: authentication });
      await store.clients.put(client);
      const read = await store.clients.read(client.id, 1);
      for (const one of [read?.authentication, read?.nextAuthentication]) {
        expect(one?.method).toBe(method);
        expect(one?.secret?.expose() ?? null).toBe(text && `${canary}${text}`);
      }
    });

    it("are read by id and version", async () => {
      const { store, client } = await openConnected(open);
      const next = { ...client, version: 2, issuer: "https://second.example" };
      await store.clients.put(next);
      expect(exposed(await store.clients.read(client.id, 1))).toEqual(exposed(client));
      expect(exposed(await store.clients.read(client.id, 2))).toEqual(exposed(next));
      expect(await store.clients.read(client.id, 3)).toBeUndefined();
      expect(await store.clients.read("none", 1)).toBeUndefined();
    });

    it("are replaced by id and version", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      const edited = {
        ...client,
        name: "renamed",
        authentication: ClientAuthentication.of("client_secret_basic", secret("other")),
        issuer: "https://other.example",
      };
      await store.clients.put(edited);
      expect(exposed(await store.clients.list())).toEqual(exposed([edited]));
    });

    it("are changed as they are now: members that the change does not name keep their values", async () => {
      const { store, client, connection } = await openConnected(open);
      await changed(store, connection, {
        client: { rotationSeen: "strict", behaviour: { demandsScope: true } },
      });
      const other = ClientAuthentication.of("client_secret_post", secret("other"));
      await store.clients.change(client, { authentication: other, acceptedAtMs: startMs + 1 });
      await store.clients.change({ id: client.id, version: 9 }, { acceptedAtMs: null });
      const now = { ...client, rotationSeen: "strict", behaviour: { demandsScope: true } } as const;
      expect(exposed(await store.clients.list())).toEqual(
        exposed([{ ...now, authentication: other, acceptedAtMs: startMs + 1 }]),
      );
    });

    it("keep their address while a connection uses that version, but take other settings", async () => {
      const { store, client } = await openConnected(open);
      const moved = { ...client.endpoints, token: "https://evil.example/token" };
      for (const change of [
        { endpoints: moved },
        { issuer: "https://evil.example" },
        { clientId: "other" },
      ]) {
        await expect(store.clients.put({ ...client, ...change })).rejects.toMatchObject({
          code: "client_version_fixed",
        });
      }
      const authentication = ClientAuthentication.of("client_secret_basic", secret("new-client-secret"));
      await store.clients.put({ ...client, authentication, rotationSeen: "strict" });
      const [stored] = await store.clients.list();
      expect(exposed(stored?.authentication)).toEqual(exposed(authentication));
      expect(stored?.rotationSeen).toBe("strict");
      expect(stored?.endpoints).toEqual(client.endpoints);
    });

    it("may get a new version; connections stay on theirs until the next login", async () => {
      const { store, client, connection } = await openConnected(open);
      const next = {
        ...client,
        version: 2,
        endpoints: { ...client.endpoints, token: "https://new.example/t" },
      };
      await store.clients.put(next);
      expect(exposed(await store.clients.list())).toEqual(exposed([next]));
      expect((await stateOf(store, connection)).client.version).toBe(1);
      expect((await stateOf(store, connection)).connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);

      await connectAs(store, "acme", (existing) => {
        expect(existing?.client.version).toBe(1);
        return connectedWith({ ...connection, clientVersion: 2, tokenFamilyId: "family-2", generation: 2 });
      });
      const after = await stateOf(store, connection);
      expect(exposed(after.client)).toEqual(exposed(next));
      expect(after.connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);
    });

    it("move with all their connections: what was sealed for the old address is sealed for the new one", async () => {
      const { store, client, connection } = await openConnected(open);
      await changed(store, connection, { accessToken: sampleToken(connection) });
      const attempt = sampleAttempt(connection, { phase: "superseded", rawAnswer: secret("kept-answer") });
      await changed(store, connection, { attempts: [attempt] });
      const before = await stateOf(store, connection);
      const endpoints = { ...client.endpoints, token: "https://new.example/token" };
      const moved = { ...client, version: 2, issuer: "https://new.example", endpoints };
      await store.clients.move(moved, ({ client: { version } }) => {
        expect(version).toBe(1);
        return sampleEvent("moved");
      });
      const after = await stateOf(store, connection);
      expect(exposed(after)).toEqual(
        exposed({
          ...before,
          client: moved,
          connection: { ...before.connection, clientVersion: 2, issuer: "https://new.example" },
        }),
      );
      expect((await eventsOf(store, connection.id)).at(-1)).toMatchObject({ kind: "moved" });
    });

    it("keep an old version while an attempt may still need it to seal or open a response", async () => {
      const { store, client, connection } = await openConnected(open);
      const attempt = sampleAttempt(connection, { phase: "ambiguous", rawAnswer: secret("kept-answer") });
      const next = { ...client, version: 2, issuer: "https://new.example" };
      await changed(store, connection, { attempts: [attempt] });
      await store.clients.move(next, () => sampleEvent("moved"));
      const isKept = async (row: Partial<Attempt>): Promise<boolean> => {
        await changed(store, connection, { attempts: [{ ...attempt, ...row }] });
        await store.clients.put(next);
        return (await store.clients.read(client.id, 1)) !== undefined;
      };
      expect(await isKept({ phase: "committed" })).toBe(true);
      expect(await isKept({ rawAnswer: null })).toBe(true);
      expect(await isKept({ phase: "committed", rawAnswer: null })).toBe(false);
    });

    it("do not move at all where one of their connections must stay", async () => {
      const { store, client, connection } = await openConnected(open);
      const second = sampleConnection(client, { owner: named("second") });
      await connectAs(store, "second", () => connectedWith(second));
      const before = exposed([await stateOf(store, connection), await stateOf(store, second)]);
      const moving = store.clients.move({ ...client, version: 2, issuer: "https://new.example" }, (one) => {
        if (one.connection.id === second.id) throw new TypeError("it stays");
        return sampleEvent("moved");
      });
      await expect(moving).rejects.toThrow("it stays");
      expect(exposed([await stateOf(store, connection), await stateOf(store, second)])).toEqual(before);
      expect(await store.clients.list()).toMatchObject([{ version: 1 }]);
    });

    it("are removed with all their versions, but not while a connection or login uses one", async () => {
      const { store, client, connection } = await openConnected(open);
      await store.clients.put({ ...client, version: 2, issuer: "https://second.example" });
      const login = sampleLogin(client);
      await store.logins.put(login);
      await store.clients.remove(client.id);
      await store.connections.remove(connection.id, sampleEvent("removed"));
      await store.clients.remove(client.id);
      expect(await store.clients.list()).toHaveLength(1);
      await store.logins.remove(login.id);
      await store.clients.remove(client.id);
      expect(await store.clients.list()).toEqual([]);
    });

    it("lose open logins when the address of their version changes, but not answered ones", async () => {
      const store = await open();
      const client = sampleClient();
      await store.clients.put(client);
      await store.logins.put(sampleLogin(client));
      await store.clients.put({ ...client, issuer: "https://second.example" });
      expect(await store.logins.unfinished()).toEqual([]);

      await store.logins.put(sampleLogin(client, { phase: "answered", rawAnswer: secret("raw-answer") }));
      await expect(store.clients.put({ ...client, issuer: "https://third.example" })).rejects.toMatchObject({
        code: "client_version_fixed",
      });
    });
  });
}
