import type { Language } from "@tokenwell/core";
import { words } from "./text/words.ts";

// Dates and durations as the user reads them, in local time. JSON has UTC.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Formats the local time: `14:02:11`. */
export function formatTime(instantMs: number): string {
  const date = new Date(instantMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
}

/** Formats the local date: `2026-10-12`. */
export function formatDay(instantMs: number): string {
  const date = new Date(instantMs);
  return [String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate())].join("-");
}

/** Formats the time for an instant of today, otherwise the date. */
export function formatTimeOrDay(instantMs: number, nowMs: number): string {
  return formatDay(instantMs) === formatDay(nowMs) ? formatTime(instantMs).slice(0, 5) : formatDay(instantMs);
}

/** Whether an instant that must be past is not, because this machine's clock was ahead then or is behind now. */
export const isInFuture = (instantMs: number, nowMs: number): boolean => instantMs - nowMs > minuteMs;

/** Formats a past instant: `12 min ago`. One in the future is a date, which says so. */
export function formatAgo(instantMs: number, nowMs: number, language: Language): string {
  if (isInFuture(instantMs, nowMs)) return words(language, "ago.future", { day: formatDay(instantMs) });
  const pastMs = Math.max(0, nowMs - instantMs);
  if (pastMs < minuteMs) return words(language, "ago.seconds", { count: Math.floor(pastMs / 1000) });
  if (pastMs < hourMs) return words(language, "ago.minutes", { count: Math.floor(pastMs / minuteMs) });
  if (pastMs < 2 * dayMs) return words(language, "ago.hours", { count: Math.floor(pastMs / hourMs) });
  return words(language, "ago.days", { count: Math.floor(pastMs / dayMs) });
}

/** Formats a duration: `1 h 48 min`. */
export function formatDuration(spanMs: number, language: Language): string {
  const minutes = Math.floor(spanMs / minuteMs);
  if (minutes < 1) return words(language, "span.seconds", { seconds: Math.floor(spanMs / 1000) });
  if (minutes < 60) return words(language, "span.minutes", { minutes });
  if (spanMs >= 2 * dayMs) return words(language, "span.days", { days: Math.floor(spanMs / dayMs) });
  return words(language, "span.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

const two = (number: number): string => String(number).padStart(2, "0");
