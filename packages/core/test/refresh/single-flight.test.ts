import { describe, expect, test, vi } from "vitest";
import { SingleFlight } from "../../src/refresh/single-flight.ts";

describe("callers that want the same", () => {
  test("share one flight while it is pending, and begin a new one after it", async () => {
    const flights = new SingleFlight();
    const work = vi.fn(async () => ({}));
    const [one, other] = [flights.dedupe("a", work), flights.dedupe("a", work)];
    expect(one).toBe(other);
    const elsewhere = flights.dedupe("b", work);
    expect(await one).not.toBe(await elsewhere);
    await flights.dedupe("a", work);
    expect(work).toHaveBeenCalledTimes(3);
  });

  test("share its failure, and the next one is not harmed by it", async () => {
    const flights = new SingleFlight();
    const fail = async (): Promise<string> => {
      throw new Error("refused");
    };
    const both = [flights.dedupe("a", fail), flights.dedupe("a", fail)];
    for (const each of both) await expect(each).rejects.toThrow("refused");
    expect(await flights.dedupe("a", async () => "token")).toBe("token");
  });
});

describe("work of one lane", () => {
  test("is done in a row, in its order, also after a failure; other lanes do not wait", async () => {
    const flights = new SingleFlight();
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = flights.enqueue("a", async () => {
      await gate.promise;
      done.push("first");
      throw new Error("refused");
    });
    const second = flights.enqueue("a", async () => {
      await undefined;
      done.push("second");
      return 2;
    });
    const third = flights.enqueue("a", async () => void done.push("third"));
    await flights.enqueue("b", async () => void done.push("elsewhere"));
    gate.resolve();
    await expect(first).rejects.toThrow("refused");
    expect(await second).toBe(2);
    await third;
    expect(done).toEqual(["elsewhere", "first", "second", "third"]);
    await flights.enqueue("a", async () => void done.push("later"));
    expect(done.at(-1)).toBe("later");
  });

  test("waits for what is under way, also if it comes after earlier work has ended", async () => {
    const flights = new SingleFlight();
    const gate = Promise.withResolvers<void>();
    const done: string[] = [];
    const first = flights.enqueue("a", async () => void done.push("first"));
    const second = flights.enqueue("a", async () => {
      await gate.promise;
      done.push("second");
    });
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    const third = flights.enqueue("a", async () => void done.push("third"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual(["first"]);
    gate.resolve();
    await Promise.all([second, third]);
    expect(done).toEqual(["first", "second", "third"]);
  });
});
