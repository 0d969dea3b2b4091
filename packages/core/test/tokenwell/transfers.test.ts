import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { afterEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { Accepted, Departure } from "../../src/api/transfer.ts";
import { Secret } from "../../src/secret.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { storeEnvironment } from "../support/test-store.ts";
import { Home } from "./home.ts";

const there = "ssh://taro@server";

/** Two stores, of which the first is connected. */
class Pair {
  readonly home: Home;
  readonly folder: string;
  readonly #opened: Tokenwell[] = [];

  private constructor(home: Home, folder: string) {
    this.home = home;
    this.folder = folder;
  }

  static async make(options: EmulatorOptions = {}): Promise<Pair> {
    const pair = new Pair(await Home.make(options), await mkdtemp(join(tmpdir(), "tokenwell-")));
    await pair.home.connect(await pair.here(), { name: "acme" });
    return pair;
  }

  /** One more process at the first store. */
  here = (): Promise<Tokenwell> => this.home.open();

  /** One more process at the second store. */
  async there(): Promise<Tokenwell> {
    const tokenwell = await openTokenwell({
      home: this.folder,
      env: storeEnvironment(this.folder),
      clock: this.home.clock,
    });
    this.#opened.push(tokenwell);
    return tokenwell;
  }

  /** Whose token works, by a refresh. */
  async owners(): Promise<string[]> {
    const works = async (tokenwell: Tokenwell) =>
      await tokenwell.token("acme", { refresh: true }).then(
        () => true,
        () => false,
      );
    const [here, there] = [await works(await this.here()), await works(await this.there())];
    return [...(here ? ["here"] : []), ...(there ? ["there"] : [])];
  }

  get ledger() {
    return this.home.emulator.ledger.summary();
  }

  async remove(): Promise<void> {
    for (const tokenwell of this.#opened) await tokenwell.close();
    await this.home.remove();
    await rm(this.folder, { recursive: true });
  }
}

let pair: Pair;
afterEach(() => pair.remove());

/** Moves the connection to its end, as the command does. */
async function move(from: Tokenwell, to: Tokenwell, address = there): Promise<Departure["state"]> {
  const departure = await from.transfers.depart("acme", address);
  try {
    const arrival = await to.transfers.expect(departure.manifest);
    let accepted: Accepted = { result: "proven" };
    if (arrival.state === "expected") accepted = await arrival.accept(await departure.release());
    else if (arrival.state === "here") accepted = await arrival.verify();
    if (accepted.result === "proven") await departure.complete();
    else if (accepted.result === "returned") await departure.takeBack();
    if (accepted.result !== "proven") throw accepted.problem;
    return departure.state;
  } finally {
    departure.close();
  }
}

describe.each(["strict", "static"] as const)("a move with tokens that are %s", (rotation) => {
  test("A move proves the token there and erases it here", async () => {
    pair = await Pair.make({ rotation });
    const [before] = await (await pair.here()).status("acme");
    await move(await pair.here(), await pair.there());
    await expect((await pair.here()).token("acme")).rejects.toMatchObject({
      code: "moved",
      facts: { to: there },
    });
    const [after] = await (await pair.there()).status("acme");
    expect(after).toMatchObject({ status: "ok", account: before?.account, lives: before?.lives });
    expect(await pair.owners()).toEqual(["there"]);
    expect(pair.ledger).toMatchObject({ spent: 0, refused: 0 });
  });

  test("A connection that was moved comes back the same way", async () => {
    pair = await Pair.make({ rotation });
    await move(await pair.here(), await pair.there());
    await move(await pair.there(), await pair.here(), "ssh://home");
    expect(await pair.owners()).toEqual(["here"]);
    await move(await pair.here(), await pair.there());
    expect(await pair.owners()).toEqual(["there"]);
    expect(pair.ledger).toMatchObject({ spent: 0, refused: 0 });
  });

  test("A move that ended at any step goes on from the side that began it", async () => {
    pair = await Pair.make({ rotation });
    const steps = ["expected", "released", "accepted"];
    for (const last of steps) {
      const from = await pair.here();
      const to = await pair.there();
      const departure = await from.transfers.depart("acme", there);
      const arrival = await to.transfers.expect(departure.manifest);
      if (arrival.state !== "expected") throw new Error(arrival.state);
      if (last !== "expected") {
        const parcel = await departure.release();
        if (last === "accepted") await arrival.accept(parcel);
        await expect((await pair.here()).token("acme")).rejects.toMatchObject({ code: "on_its_way" });
        await expect((await pair.here()).handOver("acme")).rejects.toMatchObject({ code: "on_its_way" });
      }
      departure.close();
      await move(await pair.here(), await pair.there());
      expect(await pair.owners()).toEqual(["there"]);
      await move(await pair.there(), await pair.here(), "ssh://home");
    }
    expect(pair.ledger).toMatchObject({ spent: 0, refused: 0 });
  });

  test("A connection comes back from there while its move is not finished here", async () => {
    pair = await Pair.make({ rotation });
    const departure = await (await pair.here()).transfers.depart("acme", there);
    const arrival = await (await pair.there()).transfers.expect(departure.manifest);
    if (arrival.state !== "expected") throw new Error(arrival.state);
    await arrival.accept(await departure.release());
    departure.close();
    await move(await pair.there(), await pair.here(), "ssh://home");
    expect(await pair.owners()).toEqual(["here"]);
    expect(pair.ledger).toMatchObject({ spent: 0, refused: 0 });
  });
});

describe("a token on its way", () => {
  test("A store refuses a token that comes for an earlier call of expect", async () => {
    pair = await Pair.make();
    const departure = await (await pair.here()).transfers.depart("acme", there);
    const first = await (await pair.there()).transfers.expect(departure.manifest);
    if (first.state !== "expected") throw new Error(first.state);
    const parcel = await departure.release();
    departure.close();
    // The pipe of the first process still has the parcel, and the second one asks.
    const refused = await (await pair.there()).transfers.refuse(departure.manifest);
    expect(refused).toEqual({ state: "absent" });
    await departure.takeBack();
    await expect(first.accept(parcel)).rejects.toMatchObject({ code: "login_gone" });
    expect(await pair.owners()).toEqual(["here"]);
    expect(pair.ledger).toMatchObject({ spent: 0, refused: 0 });
  });

  test("A store remembers a connection that arrived by a move and has left it again", async () => {
    pair = await Pair.make();
    const departure = await (await pair.here()).transfers.depart("acme", there);
    const other = await pair.there();
    const arrival = await other.transfers.expect(departure.manifest);
    if (arrival.state !== "expected") throw new Error(arrival.state);
    await arrival.accept(await departure.release());
    departure.close();
    await (await other.handOver("acme")).release();
    await other.revoke("acme", { local: true });
    expect(await other.transfers.refuse(departure.manifest)).toEqual({ state: "gone" });
    expect((await other.transfers.expect(departure.manifest)).state).toBe("gone");
  });

  test("A connection on its way goes nowhere else, and one process moves it at a time", async () => {
    pair = await Pair.make();
    const departure = await (await pair.here()).transfers.depart("acme", there);
    await departure.release();
    const again = async (to: string) => await (await pair.here()).transfers.depart("acme", to);
    await expect(again("docker://other")).rejects.toMatchObject({ code: "on_its_way_elsewhere" });
    await expect(again(there)).rejects.toMatchObject({ code: "move_under_way" });
    departure.close();
    (await again(there)).close();
  });

  test("A token that the provider did not take there comes back", async () => {
    pair = await Pair.make();
    pair.home.emulator.faults.arm({ fault: "status", status: 429 });
    await expect(move(await pair.here(), await pair.there())).rejects.toMatchObject({
      code: "refresh_rejected",
    });
    expect(await (await pair.there()).names()).toEqual([]);
    expect(await pair.owners()).toEqual(["here"]);
    await move(await pair.here(), await pair.there());
    expect(await pair.owners()).toEqual(["there"]);
  });

  test("A token whose answer is lost there has its owner there", async () => {
    pair = await Pair.make();
    pair.home.emulator.faults.arm({ fault: "drop-after" });
    await expect(move(await pair.here(), await pair.there())).rejects.toMatchObject({
      code: "refresh_unanswered",
    });
    await expect((await pair.here()).token("acme")).rejects.toMatchObject({ code: "on_its_way" });
    expect(await (await pair.there()).status("acme")).toMatchObject([{ status: "unsettled" }]);
    const before = pair.ledger.refreshes;
    await expect((await pair.here()).token("acme", { refresh: true })).rejects.toMatchObject({
      code: "on_its_way",
    });
    expect(pair.ledger.refreshes).toBe(before);
  });

  test("A token does not leave while it may be spent, nor for a name that is in use there", async () => {
    pair = await Pair.make();
    await pair.home.connect(await pair.there(), { name: "acme" });
    await expect(move(await pair.here(), await pair.there())).rejects.toMatchObject({ code: "name_taken" });
    pair.home.emulator.faults.arm({ fault: "drop-after" });
    await (await pair.here()).token("acme", { refresh: true }).catch(() => undefined);
    await expect(move(await pair.here(), await pair.there())).rejects.toMatchObject({
      code: "hand_over_open",
    });
  });
});

describe("a manifest", () => {
  const expected = async (change: (manifest: Record<string, unknown>) => unknown) => {
    const departure = await (await pair.here()).transfers.depart("acme", there);
    departure.close();
    const manifest = structuredClone(departure.manifest) as Record<string, unknown>;
    return (await pair.there()).transfers.expect(change(manifest));
  };

  test("A store refuses a manifest and a parcel that another program made up", async () => {
    pair = await Pair.make();
    const invalid = { code: "invalid_manifest" };
    for (const other of [null, "acme", [], {}, { id: "../../etc" }])
      await expect(expected(() => other)).rejects.toMatchObject(invalid);
    await expect(expected((one) => ({ ...one, id: "../lock" }))).rejects.toMatchObject(invalid);
    await expect(expected((one) => ({ ...one, name: "a/b" }))).rejects.toMatchObject({
      code: "invalid_name",
    });
    const elsewhere = { authorization: "http://evil.example/a", token: "http://evil.example/t" };
    const leaving = expected(({ client, ...rest }) => ({
      ...rest,
      client: { ...(client as object), endpoints: elsewhere },
    }));
    await expect(leaving).rejects.toMatchObject({ code: "insecure_address" });
    for (const parcel of ["", "x", "{}", '{"refreshToken":"","authMethod":"none","clientSecret":null}']) {
      const arrival = await expected((one) => one);
      if (arrival.state !== "expected") throw new Error(arrival.state);
      await expect(arrival.accept(Secret.of(parcel))).rejects.toMatchObject(invalid);
    }
    expect(await pair.owners()).toEqual(["here"]);
  });
});
