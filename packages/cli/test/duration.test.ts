import { expect, test } from "vitest";
import { parseDurationSeconds } from "../src/duration.ts";

test.each([
  ["0", 0],
  ["300", 300],
  ["300s", 300],
  ["5m", 300],
  ["1h", 3600],
  ["007", 7],
  ["8784h", 366 * 86_400],
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
  "1d",
  "5M",
  "1h30m",
  " 5",
  "5\n",
  "8785h",
  "9999999999",
  "\uff15",
])("%j is no time", (text) => {
  expect(parseDurationSeconds(text)).toBeUndefined();
});
