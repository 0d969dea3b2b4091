import { expect, test } from "vitest";
import { parseDurationSeconds } from "../src/duration.ts";

test.each([
  ["0", 0],
  ["300", 300],
  ["300s", 300],
  ["5m", 300],
  ["1h", 3600],
  ["007", 7],
  ["365d", 365 * 86_400],
  ["87840h", 3660 * 86_400],
])("%s is %i seconds", (text, seconds) => {
  expect(parseDurationSeconds(text)).toBe(seconds);
});

test.each([
  "",
  "soon",
  "5 m",
  "-5",
  "+5",
  "1.5h",
  "1w",
  "5M",
  "1h30m",
  " 5",
  "5\n",
  "87841h",
  "9999999999",
  "\uff15",
])("%j is not a duration", (text) => {
  expect(parseDurationSeconds(text)).toBeUndefined();
});
