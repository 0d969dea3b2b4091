import { describe, expect, test } from "vitest";
import { attemptTimes, backoffMs, defaultDeadlines, dueAt } from "../../src/refresh/schedule.ts";

describe("the times of an attempt", () => {
  test.each([
    ["strict", null, 60_000, 80_000],
    ["static", 600, 60_000, 80_000],
    ["grace", null, 60_000, 80_000],
    // Half the overlap less what a request and its answer need besides, and never less than five seconds.
    ["grace", 30, 5_000, 25_000],
    ["grace", 60, 16_000, 36_000],
    ["grace", 180, 60_000, 80_000],
  ] as const)(
    "%s, overlap %s s: %i ms for the exchange, over after %i",
    (rotation, overlap, httpMs, drainMs) => {
      expect(attemptTimes(defaultDeadlines, rotation, overlap)).toEqual({ httpMs, drainMs });
    },
  );
});

describe("when a token is due", () => {
  const minuteMs = 60_000;
  const life = (minutes: number) => ({
    receivedAtMs: 1_000_000,
    expiresAtMs: 1_000_000 + minutes * minuteMs,
  });

  test.each([
    ["a fifth before its end", 60, 12],
    ["no less than drain and a minute before its end", 6, 140 / 60],
    ["never more than half of its life before its end", 2, 1],
  ])("%s", (_what, minutes, slackMinutes) => {
    const token = life(minutes);
    const slackMs = slackMinutes * minuteMs;
    expect(dueAt(token, 80_000, 0.5)).toBe(Math.round(token.expiresAtMs - slackMs));
    expect(dueAt(token, 80_000, 0)).toBe(Math.round(token.expiresAtMs - slackMs * 0.9));
    expect(dueAt(token, 80_000, 1)).toBe(Math.round(token.expiresAtMs - slackMs * 1.1));
  });

  test("is after half of the idle life of a login at the latest, if that is set", () => {
    const token = { receivedAtMs: 0, expiresAtMs: 24 * 3_600_000 };
    expect(dueAt(token, 80_000, 0.5, 2 * 3_600)).toBe(3_600_000);
    expect(dueAt(token, 80_000, 0.5, 90 * 86_400)).toBe(dueAt(token, 80_000, 0.5));
  });
});

test.each([
  [1, 5_000],
  [2, 10_000],
  [6, 160_000],
  [7, 300_000],
  [50, 300_000],
])("after %i failures the pause is at most %i ms, and never less than a second", (failures, mostMs) => {
  expect(backoffMs(failures, 1)).toBe(mostMs);
  expect(backoffMs(failures, 0.5)).toBe(mostMs / 2);
  expect(backoffMs(failures, 0)).toBe(1_000);
});
