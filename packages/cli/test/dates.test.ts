import { describe, expect, test } from "vitest";
import { formatAgo, formatDay, formatDuration, formatTime, formatTimeOrDay } from "../src/dates.ts";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Returns an instant in local time. */
const noonMs = new Date(2026, 10, 2, 12, 4, 9, 876).getTime();

test("Times and dates are local, with two digits each", () => {
  expect(formatTime(noonMs)).toBe("12:04:09");
  expect(formatDay(noonMs)).toBe("2026-11-02");
});

test("formatTimeOrDay() shows the time for today and the date otherwise", () => {
  expect(formatTimeOrDay(noonMs - hourMs, noonMs)).toBe("11:04");
  expect(formatTimeOrDay(noonMs - 13 * hourMs, noonMs)).toBe("2026-11-01");
});

describe("how long ago", () => {
  test.each([
    [0, "0 s ago", "0 秒前"],
    [-5 * secondMs, "0 s ago", "0 秒前"],
    [minuteMs - 1, "59 s ago", "59 秒前"],
    [minuteMs, "1 min ago", "1 分前"],
    [hourMs - 1, "59 min ago", "59 分前"],
    [hourMs, "1 h ago", "1 時間前"],
    [2 * dayMs - 1, "47 h ago", "47 時間前"],
    [2 * dayMs, "2 days ago", "2 日前"],
    [-dayMs, "on 2026-11-03, in the future", "2026-11-03(未来の日付)"],
  ])("%i ms is %s, %s", (pastMs, en, ja) => {
    expect(formatAgo(noonMs - pastMs, noonMs, "en")).toBe(en);
    expect(formatAgo(noonMs - pastMs, noonMs, "ja")).toBe(ja);
  });
});

describe("how long", () => {
  test.each([
    [999, "0 s", "0 秒"],
    [minuteMs - 1, "59 s", "59 秒"],
    [minuteMs, "1 min", "1 分"],
    [hourMs - 1, "59 min", "59 分"],
    [108 * minuteMs, "1 h 48 min", "1 時間 48 分"],
    [2 * dayMs - 1, "47 h 59 min", "47 時間 59 分"],
    [2 * dayMs, "2 days", "2 日"],
  ])("%i ms is %s, %s", (spanMs, en, ja) => {
    expect(formatDuration(spanMs, "en")).toBe(en);
    expect(formatDuration(spanMs, "ja")).toBe(ja);
  });
});
