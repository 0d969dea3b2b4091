import { expect, test } from "vitest";
import {
  maxRefreshTokens,
  type RefreshPolicy,
  RefreshTokens,
} from "../../src/personalities/auth0/refresh-tokens.ts";

const strict: RefreshPolicy = { rotating: true, overlapSeconds: 0, absoluteSeconds: null, idleSeconds: null };
const overlapping: RefreshPolicy = { ...strict, overlapSeconds: 30 };
const fixed: RefreshPolicy = { ...strict, rotating: false };
const who = { clientId: "demo", host: "tenant" } as const;
const grant = { ...who, subject: "auth0|1", audience: "https://api.example", scopes: ["openid"] };

function desk(policy: RefreshPolicy) {
  const tokens = new RefreshTokens();
  const begin = (nowMs = 0) => tokens.begin(grant, policy, nowMs).token;
  /** The new token, or why there is none. */
  const redeem = (token: string, nowMs = 0, chosen = policy) => {
    const { refusal } = tokens.present(token, who, chosen, nowMs);
    return refusal ?? tokens.use(token, chosen, nowMs);
  };
  /** As a client gives a token back. Says whether its family was alive. */
  const revoke = (token: string) => tokens.revokeFamily(tokens.familyOf(token)?.id ?? "");
  return { tokens, begin, redeem, revoke };
}

test("a token keeps the public shape and is found by a search for canaries", () => {
  expect(desk(strict).begin()).toMatch(/^v1\.M[\w-]*CANARY[\w-]+$/);
});

test("without overlap each use replaces the token, and a second use ends the family", () => {
  const { tokens, begin, redeem } = desk(strict);
  const first = begin();
  const second = redeem(first);
  expect(second).toMatch(/^v1\.M/);
  expect(tokens.present(first, who, strict, 0)).toMatchObject({ refusal: "reused", revokedNow: true });
  expect(tokens.present(first, who, strict, 0)).toMatchObject({ refusal: "revoked", revokedNow: false });
  expect(redeem(second)).toBe("revoked");
});

test("another login of the same user is another family", () => {
  const { begin, redeem } = desk(strict);
  const [first, other] = [begin(), begin()];
  redeem(first);
  redeem(first);
  expect(redeem(other)).toMatch(/^v1\.M/);
});

test("within the overlap the previous token gives a sibling each time, and not after it", () => {
  const { begin, redeem } = desk(overlapping);
  const first = begin();
  const siblings = [redeem(first, 0), redeem(first, 10_000), redeem(first, 29_999)];
  expect(new Set(siblings).size).toBe(3);
  expect(siblings.join()).not.toContain("reused");
  expect(redeem(first, 30_000)).toBe("reused");
  expect(redeem(siblings[2] ?? "", 30_000)).toBe("revoked");
});

test("the token before the previous one is a breach even within the overlap", () => {
  const { begin, redeem } = desk(overlapping);
  const first = begin();
  const third = redeem(redeem(first, 0), 1000);
  expect(redeem(first, 2000)).toBe("reused");
  expect(redeem(third, 2000)).toBe("revoked");
});

test("a sibling that was left behind is a breach when the overlap is over, though nobody used it", () => {
  const { begin, redeem } = desk(overlapping);
  const first = begin();
  const [left, used] = [redeem(first, 0), redeem(first, 0)];
  const newest = redeem(used, 60_000);
  expect(redeem(left, 90_000)).toBe("reused");
  expect(redeem(newest, 90_000)).toBe("revoked");
});

test("the absolute life is fixed at the login and does not grow by use", () => {
  const policy = { ...strict, absoluteSeconds: 100 };
  const { begin, redeem } = desk(policy);
  const second = redeem(begin(), 99_999);
  expect(redeem(second, 100_000, { ...policy, absoluteSeconds: 1000 })).toBe("absolute life over");
});

test.each([strict, fixed])("the idle life begins anew with each use", (kind) => {
  const policy = { ...kind, idleSeconds: 100 };
  const { begin, redeem } = desk(policy);
  const later = redeem(redeem(begin(), 99_000), 198_000);
  expect(redeem(later, 298_000)).toBe("idle life over");
});

test("a token that does not rotate stays the same", () => {
  const { begin, redeem } = desk(fixed);
  const token = begin();
  expect([redeem(token), redeem(token, 1e12)]).toEqual([token, token]);
});

test("a change of the kind swaps the token and ends the others of the same API", () => {
  const { tokens, begin, redeem } = desk(strict);
  const [first, other] = [begin(), begin()];
  const { token: elsewhere } = tokens.begin({ ...grant, audience: undefined }, strict, 0);
  const swapped = redeem(first, 0, fixed);
  expect(swapped).not.toBe(first);
  expect(redeem(swapped, 0, fixed)).toBe(swapped);
  expect(redeem(other, 0, fixed)).toBe("revoked");
  expect(redeem(elsewhere, 0, fixed)).toMatch(/^v1\.M/);
  expect(redeem(first, 0, { ...fixed, overlapSeconds: 30 })).toBe("replaced");
  expect(redeem(swapped, 0, fixed)).toBe(swapped);
});

test("the oldest of 201 active tokens of a user and an app is dropped without a word", () => {
  const { tokens, begin, redeem } = desk(fixed);
  const first = begin();
  const rest = Array.from({ length: maxRefreshTokens - 1 }, () => begin());
  tokens.begin({ ...grant, subject: "auth0|2" }, fixed, 0);
  tokens.begin({ ...grant, clientId: "other" }, fixed, 0);
  expect(redeem(first)).toBe(first);
  begin();
  expect(redeem(first)).toBe("dropped by the cap");
  expect(redeem(rest[0] ?? "")).toBe(rest[0]);
});

test("tokens that are dead already do not count for the cap", () => {
  const { begin, redeem, revoke } = desk({ ...fixed, idleSeconds: 100 });
  revoke(begin());
  const idle = begin();
  const kept = begin(100_000);
  for (let more = 1; more < maxRefreshTokens; more += 1) begin(100_000);
  expect(redeem(kept, 100_000)).toBe(kept);
  expect(redeem(idle, 100_000)).toBe("idle life over");
});

test("a token of another app or domain, or an unknown one, is refused and harms nothing", () => {
  const { tokens, begin, redeem } = desk(strict);
  const token = begin();
  expect(tokens.present(token, { ...who, clientId: "web" }, strict, 0).refusal).toBe("another client");
  expect(tokens.present(token, { ...who, host: "custom" }, strict, 0).refusal).toBe("another host");
  expect(redeem("v1.Mnothing")).toBe("unknown");
  expect(tokens.familyOf("v1.Mnothing")).toBeUndefined();
  expect(redeem(token)).toMatch(/^v1\.M/);
});

test("revoking any token of a family ends all of it; an administrator ends all of a user", () => {
  const { tokens, begin, redeem, revoke } = desk(strict);
  const first = begin();
  const second = redeem(first);
  const [other, alien] = [begin(), tokens.begin({ ...grant, subject: "auth0|2" }, strict, 0).token];
  expect([revoke(first), revoke(first)]).toEqual([true, false]);
  expect(redeem(second)).toBe("revoked");
  tokens.revokeAllOf("auth0|1");
  expect([redeem(other), redeem(alien)]).toEqual(["revoked", expect.stringMatching(/^v1\.M/)]);
});
