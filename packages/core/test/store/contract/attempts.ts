import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  exposed,
  sampleAttempt,
  sampleEvent,
  sampleToken,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { eventsOf } from "../../support/store-contents.ts";
import { changed, type OpenStore, openConnected, stateOf } from "./open-store.ts";

/** Contract of attempts to redeem a refresh token. */
export function attemptsContract(open: OpenStore): void {
  describe("attempts", () => {
    it("replaces an attempt by id, in whatever order it is given with the next one", async () => {
      const { store, connection } = await openConnected(open);
      const first = sampleAttempt(connection, { fingerprint: "fp-a" });
      const second = sampleAttempt(connection, { createdAtMs: startMs + 10, fingerprint: "fp-b" });
      await changed(store, connection, { attempts: [first] });
      await changed(store, connection, { attempts: [second, { ...first, phase: "superseded" }] });
      const after = await stateOf(store, connection);
      expect(after.attempts).toEqual([{ ...first, phase: "superseded" }, second]);
      expect(after.presented).toEqual(["fp-b", "fp-a"]);
    });

    it("shows attempts that are unsettled or keep an answer, and what this family presented", async () => {
      const { store, connection } = await openConnected(open);
      const at = (ms: number, fingerprint: string) => ({ createdAtMs: startMs + ms, fingerprint });
      const closedAtMs = startMs + 100;
      const attempts = [
        sampleAttempt(connection, { ...at(1, "fp-1"), phase: "not_sent", closedAtMs }),
        sampleAttempt(connection, { ...at(2, "fp-2"), phase: "rejected", closedAtMs, httpStatus: 429 }),
        sampleAttempt(connection, { ...at(3, "fp-3"), phase: "ambiguous", closedAtMs }),
        sampleAttempt(connection, {
          ...at(4, "fp-4"),
          phase: "committed",
          closedAtMs,
          rawAnswer: secret("raw-answer"),
        }),
        sampleAttempt(connection, { ...at(5, "fp-3"), phase: "abandoned", tokenFamilyId: "family-0" }),
        sampleAttempt(connection, { ...at(6, "fp-2"), phase: "committed", closedAtMs }),
      ];
      await changed(store, connection, { attempts });
      const after = await stateOf(store, connection);
      expect(exposed(after.attempts)).toEqual(exposed([attempts[2], attempts[3], attempts[4]]));
      expect(after.presented).toEqual(["fp-2", "fp-4", "fp-3"]);
    });

    it("shows at most 100 presented fingerprints, newest first", async () => {
      const { store, connection } = await openConnected(open);
      const attempts = Array.from({ length: 120 }, (_, index) =>
        sampleAttempt(connection, {
          phase: "committed",
          createdAtMs: startMs + index,
          fingerprint: `fp-${index}`,
        }),
      );
      await changed(store, connection, { attempts });
      const { presented } = await stateOf(store, connection);
      expect(presented).toHaveLength(100);
      expect(presented.at(0)).toBe("fp-119");
      expect(presented.at(-1)).toBe("fp-20");
    });

    it("keeps the newest 50 refreshes of its history, and all logins, at each fiftieth generation", async () => {
      const { store, connection } = await openConnected(open, { generation: 49 });
      const refreshed = (index: number) => ({ ...sampleEvent(), kind: "refreshed", atMs: startMs + index });
      const others = [{ ...sampleEvent(), kind: "set", atMs: startMs }];
      const kindsAt = async () =>
        (await eventsOf(store, connection.id)).map(({ kind, atMs }) => [kind, atMs]);
      for (const event of [...others, ...Array.from({ length: 70 }, (_, index) => refreshed(index))])
        await changed(store, connection, { event });
      const whole = await kindsAt();
      const attempt = sampleAttempt(connection, { baseGeneration: 49 });
      await changed(store, connection, { attempts: [attempt] });
      const closed = { ...attempt, phase: "committed", closedAtMs: startMs } as const;
      await changed(store, connection, { attempts: [closed], connection: { generation: 50 } });
      expect(await kindsAt()).toEqual(whole);
      await changed(store, connection, { attempts: [sampleAttempt(connection, { baseGeneration: 50 })] });
      expect(await kindsAt()).toEqual(
        whole.filter(([kind, atMs]) => kind !== "refreshed" || Number(atMs) >= startMs + 20),
      );
      expect(whole.map(([kind]) => kind).slice(0, 2)).toEqual(["connected", "set"]);
    });

    it("refuses a second open attempt and a smaller generation, and then changes nothing", async () => {
      const { store, connection } = await openConnected(open, { generation: 5 });
      await changed(store, connection, { attempts: [sampleAttempt(connection)] });
      const before = exposed(await stateOf(store, connection));
      const also = {
        schedule: { dueAtMs: 1, failures: 9 },
        client: { rotationSeen: "static" as const },
        event: sampleEvent("never"),
        accessToken: sampleToken(connection, { token: secret("never") }),
      };
      for (const change of [
        { ...also, attempts: [sampleAttempt(connection)] },
        { ...also, connection: { generation: 4 } },
        { ...also, connection: { tokenFamilyId: "family-2" } },
        { ...also, attempts: [sampleAttempt({ ...connection, id: randomUUID() })] },
      ]) {
        await expect(changed(store, connection, change)).rejects.toMatchObject({ code: "store_conflict" });
      }
      expect(exposed(await stateOf(store, connection))).toEqual(before);
      expect(await eventsOf(store, connection.id)).toHaveLength(1);
    });

    it("forgets settled and drained attempts of 50 generations back, but never one that keeps an answer", async () => {
      const clock = new ManualClock(startMs + 10_000_000);
      const store = await open(clock);
      const { connection } = await withConnection(store);
      const closedAtMs = startMs + 1;
      const attempts = [
        sampleAttempt(connection, { phase: "committed", closedAtMs, fingerprint: "settled" }),
        sampleAttempt(connection, { phase: "ambiguous", closedAtMs, fingerprint: "drained" }),
        sampleAttempt(connection, { phase: "superseded", fingerprint: "not-closed" }),
        sampleAttempt(connection, {
          phase: "ambiguous",
          closedAtMs,
          drainDeadlineMs: startMs + 20_000_000,
          fingerprint: "not-drained",
        }),
        sampleAttempt(connection, {
          phase: "committed",
          closedAtMs,
          rawAnswer: secret("raw-answer"),
          fingerprint: "answer",
        }),
      ];
      await changed(store, connection, { attempts });
      await changed(store, connection, { connection: { generation: 51 } });
      expect((await stateOf(store, connection)).presented).toHaveLength(5);
      await changed(store, connection, { connection: { generation: 52 } });
      const { presented } = await stateOf(store, connection);
      expect(presented.toSorted()).toEqual(["answer", "not-closed", "not-drained"]);
    });
  });
}
