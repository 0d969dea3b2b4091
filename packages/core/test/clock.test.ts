import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { systemClock } from "../src/clock.ts";

test("A sleep ends with the reason of the signal that aborts it.", async () => {
  const during = new AbortController();
  const sleep = systemClock.sleep(60_000, during.signal);
  during.abort("enough");
  await expect(sleep).rejects.toBe("enough");
  await expect(systemClock.sleep(60_000, AbortSignal.abort("before"))).rejects.toBe("before");
});

test("A sleep that is over leaves nothing at its signal.", async () => {
  const { signal } = new AbortController();
  await systemClock.sleep(1, signal);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
