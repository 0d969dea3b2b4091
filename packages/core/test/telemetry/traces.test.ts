import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Home } from "../tokenwell/home.ts";
import { Watched } from "./watched.ts";

let home: Home;
let watched: Watched;
beforeEach(() => {
  watched = new Watched();
});
afterEach(async () => {
  await home.remove();
  await watched.unregister();
});

const hourMs = 3_600_000;
const names = [
  "tokenwell.refresh",
  "tokenwell.refresh.record_attempt",
  "POST",
  "tokenwell.refresh.store_response",
];

/** Spans of the calls of a test, without those of its login. */
async function spansOf(call: () => Promise<unknown>): Promise<Watched["spans"]> {
  const before = watched.spans.length;
  await call();
  return watched.spans.slice(before);
}

describe("traces of OpenTelemetry", () => {
  test("show a refresh with its two transactions and its request, within the caller's span", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(hourMs);
    const spans = await spansOf(() =>
      trace.getTracer("app").startActiveSpan("the app's request", async (span) => {
        await tokenwell.token();
        span.end();
      }),
    );
    const refresh = spans.find(({ name }) => name === "tokenwell.refresh");
    const app = spans.find(({ name }) => name === "the app's request");
    expect(refresh?.parentSpanContext?.spanId).toBe(app?.spanContext().spanId);
    expect(spans.filter((span) => span !== app).map(({ name }) => name)).toEqual(names);
    const parts = spans.filter(
      ({ parentSpanContext: parent }) => parent?.spanId === refresh?.spanContext().spanId,
    );
    expect(parts.map(({ name }) => name)).toEqual(names.slice(1));
    const [recording, request, storing] = parts.map(({ startTime, endTime }) => [startTime, endTime].map(ms));
    expect(recording?.[1]).toBeLessThanOrEqual(request?.[0] ?? 0);
    expect(request?.[1]).toBeLessThanOrEqual(storing?.[0] ?? 0);
    expect(ms(refresh?.endTime ?? [0, 0])).toBeGreaterThanOrEqual(storing?.[1] ?? Number.NaN);
  });

  test("have the names of the conventions, and no secret, name or query", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { name: "a-name-to-be-found" });
    home.clock.advance(hourMs);
    const spans = await spansOf(() => tokenwell.token());
    const endpoint = new URL(home.emulator.issuer);
    const request = spans.find(({ name }) => name === "POST");
    expect(request?.kind).toBe(SpanKind.CLIENT);
    expect(request?.attributes).toEqual({
      "http.request.method": "POST",
      "server.address": endpoint.hostname,
      "server.port": Number(endpoint.port),
      "url.full": expect.stringMatching(/^http:\/\/[^?@]+$/),
      "http.response.status_code": 200,
    });
    expect(spans.find(({ name }) => name === "tokenwell.refresh")?.attributes).toEqual({
      "tokenwell.provider": "oidc",
      "tokenwell.refresh.outcome": "refreshed",
    });
    const said = JSON.stringify(
      spans.map(({ attributes, events, name, status }) => [attributes, events, name, status]),
    );
    expect(said).not.toContain("a-name-to-be-found");
    for (const { value } of home.emulator.record.list()) expect(said).not.toContain(value);
  });

  test("mark a request without a response, and the refresh with it, as failed", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(hourMs);
    home.emulator.faults.arm({ fault: "drop-after" });
    const spans = await spansOf(() => tokenwell.token().catch(() => undefined));
    const failed = spans.filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed.map(({ name, attributes }) => [name, attributes["error.type"]])).toEqual([
      ["tokenwell.refresh", "unanswered"],
      ["POST", "reset"],
    ]);
  });

  test("run nothing of a program between a response and its commit", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(hourMs);
    const { services } = await home.openWithServices();
    const { changes } = services.store;
    home.emulator.faults.arm({ fault: "hold" });
    const call = tokenwell.token();
    await home.emulator.faults.whenHeld();
    const before = changes.version();
    const seen: (number | null)[] = [];
    watched.onSpan = () => seen.push(changes.version());
    home.emulator.faults.release();
    await call;
    // Three spans start and end, and the one around them ends.
    expect(seen).toEqual(Array.from({ length: 7 }, () => changes.version()));
    expect(seen[0]).not.toBe(before);
  });
});

const ms = ([seconds, nanos]: readonly [number, number] | readonly number[]): number =>
  (seconds ?? 0) * 1e3 + (nanos ?? 0) / 1e6;
