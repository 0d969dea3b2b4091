import { describe, expect, test } from "vitest";
import { parseFault } from "../src/faults/fault.ts";
import type { ArmedFault } from "../src/index.ts";
import { App } from "./app.ts";
import { EitherApp, partOf, personalities } from "./either-app.ts";
import { start } from "./starting.ts";

describe.each(personalities)("%s", (personality) => {
  test.each([500, 502, 504])("processed, and answered %i", async (status) => {
    const app = await EitherApp.start(personality);
    expect((await app.refresh({ fault: "status", status, where: "after" })).status).toBe(status);
    expect(app.emulator.ledger.list().at(-1)).toMatchObject({ outcome: "rotated", fault: "status" });
    expect((await app.refresh()).body.error).toBe("invalid_grant");
  });

  test.each(["7", "Thu, 01 Jan 2026 12:00:07 GMT"])("429 with Retry-After: %s", async (retryAfter) => {
    const app = await EitherApp.start(personality);
    const limited = await app.refresh({ fault: "status", status: 429, retryAfter });
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, retryAfter]);
    expect((await app.refresh()).status).toBe(200);
  });

  test("trickle: the same body, in many pieces", async () => {
    const app = await EitherApp.start(personality);
    const { headers, text, body } = await app.refresh({ fault: "trickle", ms: 0 });
    expect(Number(headers.get("content-length"))).toBe(text.length);
    expect(body.refresh_token).toBeDefined();
    expect((await app.refresh()).status).toBe(200);
  });

  test("delay: before it is processed nothing is decided, after it everything is", async () => {
    const app = await EitherApp.start(personality);
    const { faults, ledger } = app.emulator;
    const isUnder = async (fault: ArmedFault) => {
      const answer = app.refresh(fault);
      await faults.whenDelayed();
      const decided = ledger.refreshes().length;
      faults.clear();
      expect((await answer).status).toBe(200);
      return decided;
    };
    expect(await isUnder({ fault: "delay", ms: 86_400_000 })).toBe(0);
    expect(await isUnder({ fault: "delay", ms: 86_400_000, where: "after" })).toBe(2);
  });

  test("duplicate: delivered twice, and the client gets the second answer", async () => {
    const app = await EitherApp.start(personality);
    expect((await app.refresh({ fault: "duplicate" })).body.error).toBe("invalid_grant");
    expect(app.emulator.ledger.refreshes()).toMatchObject([
      { outcome: "rotated", grantRevoked: false },
      { outcome: "refused", grantRevoked: true, spent: true },
    ]);
  });

  test("content-type: the right body under a wrong name", async () => {
    const app = await EitherApp.start(personality);
    const { headers, body } = await app.refresh({ fault: "content-type" });
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(body.access_token).toBeDefined();
    const plain = await app.refresh({ fault: "content-type", contentType: "text/plain" });
    expect(plain.headers.get("content-type")).toContain("text/plain");
  });

  test("missing: what is named is left out, and was issued all the same", async () => {
    const app = await EitherApp.start(personality);
    const { body } = await app.refresh({ fault: "missing", names: ["access_token", "refresh_token"] });
    expect(Object.keys(body)).toContain("token_type");
    expect(Object.keys(body)).not.toContain("access_token");
    expect(app.emulator.ledger.list().at(-1)?.issued).toBeDefined();
    expect((await app.refresh()).body.error).toBe("invalid_grant");
  });

  test("huge: a right answer of just so many bytes", async () => {
    const app = await EitherApp.start(personality);
    const { text, body } = await app.refresh({ fault: "huge", bytes: 3_000_000 });
    expect(text.length).toBe(3_000_000);
    expect(body.access_token).toBeDefined();
  });

  test("wrong-subject: about another user, once", async () => {
    const app = await EitherApp.start(personality);
    const subjectOf = async (fault?: ArmedFault) => {
      const { body } = await app.refresh(fault);
      return { id: body.id, sub: partOf(body.id_token, 1).sub };
    };
    const right = await subjectOf();
    const wrong = await subjectOf({ fault: "wrong-subject" });
    expect(wrong.sub).not.toBe(right.sub);
    expect(wrong.id === right.id).toBe(personality === "auth0");
    expect(await subjectOf()).toEqual(right);
  });

  test("wrong-issuer: an ID token of another issuer, once", async () => {
    const app = await EitherApp.start(personality);
    const issuerOf = async (fault?: ArmedFault) => partOf((await app.refresh(fault)).body.id_token, 1).iss;
    const right = await issuerOf();
    expect(await issuerOf({ fault: "wrong-issuer" })).toBe("https://another-issuer.emulator.example/");
    expect(await issuerOf()).toBe(right);
  });

  test("skew: everything in the answer is dated wrongly, and nothing else", async () => {
    const app = await EitherApp.start(personality);
    const nowMs = app.emulator.clock.nowMs();
    const { headers, body } = await app.refresh({ fault: "skew", seconds: -600 });
    expect(Date.parse(headers.get("date") ?? "")).toBe(nowMs - 600_000);
    const { exp, iat } = partOf(body.id_token, 1);
    expect(Number(iat) * 1000).toBe(nowMs - 600_000);
    expect(Number(exp)).toBeGreaterThan(Number(iat));
    if (personality === "salesforce") expect(body.issued_at).toBe(String(nowMs - 600_000));
    expect(app.emulator.ledger.list().at(-1)).toMatchObject({ atMs: nowMs, outcome: "rotated" });
    expect(app.emulator.clock.nowMs()).toBe(nowMs);
  });

  test("rolled-key: a new key signs, and is in the key set from then on", async () => {
    const app = await EitherApp.start(personality);
    const kidOf = async (fault?: ArmedFault) => partOf((await app.refresh(fault)).body.id_token, 0).kid;
    const [oldKid, before] = [await kidOf(), await app.keyIds()];
    const kid = await kidOf({ fault: "rolled-key" });
    expect(before).not.toContain(kid);
    expect(await app.keyIds()).toEqual([...before, kid]);
    expect([await kidOf(), oldKid === kid]).toEqual([kid, false]);
  });

  test("invisible: the new refresh token is unknown for a while, and harms nothing", async () => {
    const app = await EitherApp.start(personality);
    await app.refresh({ fault: "invisible", seconds: 5 });
    expect((await app.refresh()).body.error).toBe("invalid_grant");
    expect(app.emulator.ledger.list().at(-1)).toMatchObject({
      detail: "not visible yet",
      grantRevoked: false,
    });
    app.emulator.clock.advance(5000);
    expect((await app.refresh()).status).toBe(200);
  });

  test("evict: the answer is good, and the refresh token in it is dead", async () => {
    const app = await EitherApp.start(personality);
    expect((await app.refresh({ fault: "evict" })).status).toBe(200);
    expect((await app.refresh()).body.error).toBe("invalid_grant");
    expect(app.emulator.ledger.list().at(-1)).toMatchObject({ grantRevoked: false, spent: false });
  });
});

test("oidc can break what is sent, and not what it decides", async () => {
  const { issuer, faults } = await start();
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  faults.arm({ fault: "missing", names: ["access_token"] });
  const { body } = await app.refresh(token);
  expect([body.access_token, body.token_type]).toEqual([undefined, "Bearer"]);
  for (const fault of ["duplicate", "evict", "wrong-subject", "wrong-issuer", "rolled-key"] as const) {
    expect(() => faults.arm({ fault })).toThrow(`This provider cannot do the fault "${fault}".`);
  }
  faults.arm({ fault: "trickle", ms: 0 });
  faults.arm({ fault: "huge", bytes: 5000 });
  faults.arm({ fault: "delay", ms: 1 });
  expect((await app.refresh(body.refresh_token)).status).toBe(200);
  const huge = await app.refresh("unknown");
  expect(JSON.stringify(huge.body)).toHaveLength(5000);
  expect((await app.refresh("unknown")).status).toBe(400);
});

test.each([
  [{ fault: "flood" }, '"fault" is one of drop-before, drop-after,'],
  [null, "A fault looks like"],
  [{ fault: "truncate" }, 'The fault "truncate" needs "bytes": a whole number from 0.'],
  [{ fault: "status", status: 99 }, '"status" of the fault "status" must be a whole number from 200 to 599.'],
  [{ fault: "hold", bytes: 1 }, '"bytes" is not a setting of the fault "hold".'],
  [{ fault: "html", where: "during" }, '"where" of the fault "html" must be "before" or "after".'],
  [{ fault: "missing", names: "id" }, '"names" of the fault "missing" must be a list of texts.'],
  [{ fault: "skew", seconds: 0.5 }, '"seconds" of the fault "skew" must be a whole number from -315360000'],
  [{ fault: "delay", ms: 2 ** 31 }, '"ms" of the fault "delay" must be a whole number from 0 to 2147483647.'],
  [{ fault: "evict", times: 0 }, '"times" of the fault "evict" must be a whole number from 1.'],
])("%j is not a fault", (input, sentence) => {
  expect(() => parseFault(input)).toThrow(sentence);
});
