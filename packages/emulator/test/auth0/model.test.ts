import fc from "fast-check";
import { expect, test } from "vitest";
import { type RefreshPolicy, RefreshTokens } from "../../src/personalities/auth0/refresh-tokens.ts";
import { Model, type Token } from "./model.ts";

const maxTokens = 3;
const who = { clientId: "demo", host: "tenant" } as const;

interface Step {
  readonly kind: "login" | "refresh" | "revoke" | "wait" | "change";
  readonly pick: number;
  readonly seconds: number;
  readonly policy: RefreshPolicy;
  readonly audience: string;
}

/** The refresh tokens of one user and one app, as an app meets them. */
function auth0(cap = maxTokens, bent: (policy: RefreshPolicy) => RefreshPolicy = (policy) => policy) {
  const tokens = new RefreshTokens(cap);
  return {
    login: (audience: string, policy: RefreshPolicy, nowMs: number) =>
      tokens.begin({ ...who, subject: "auth0|1", audience, scopes: [] }, bent(policy), nowMs).token,
    /** The next token, or the same; nothing where it is refused. */
    refresh: (token: string, policy: RefreshPolicy, nowMs: number) => {
      const { refusal } = tokens.present(token, who, bent(policy), nowMs);
      return refusal === undefined ? tokens.use(token, bent(policy), nowMs) : undefined;
    },
    revoke: (token: string) => tokens.revokeFamily(tokens.familyOf(token)?.id ?? ""),
  };
}

type Auth0 = ReturnType<typeof auth0>;

/** Whether Auth0 and the model agree at every step. */
function agrees(policyAtStart: RefreshPolicy, steps: readonly Step[], provider: Auth0): boolean {
  const model = new Model(maxTokens);
  const issued: { readonly value: string; readonly token: Token }[] = [];
  let [policy, nowMs] = [policyAtStart, 0];
  for (const { audience, kind, pick, policy: changed, seconds } of steps) {
    // From the newest backwards, so that a history goes on where it stood.
    const picked = issued.at(-1 - (pick % Math.max(1, issued.length)));
    if (kind === "wait") nowMs += seconds * 1000;
    if (kind === "change") policy = changed;
    if (kind === "login") {
      const value = provider.login(audience, policy, nowMs);
      issued.push({ value, token: model.begin(audience, policy, nowMs) });
    }
    if (kind === "revoke" && picked !== undefined) {
      provider.revoke(picked.value);
      picked.token.family.over = true;
    }
    if (kind === "refresh" && picked !== undefined) {
      const next = provider.refresh(picked.value, policy, nowMs);
      const became = next === undefined ? "refused" : next === picked.value ? "same" : "replaced";
      if (became !== model.judge(picked.token, policy, nowMs)) return false;
      if (next === undefined) continue;
      const token = model.used(picked.token, policy, nowMs);
      if (became === "replaced") issued.push({ value: next, token });
    }
  }
  return true;
}

const policies = fc.record({
  rotating: fc.boolean(),
  overlapSeconds: fc.constantFrom(0, 30),
  absoluteSeconds: fc.constantFrom(null, 100),
  idleSeconds: fc.constantFrom(null, 60),
});
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"][]>(
      "login",
      "refresh",
      "refresh",
      "refresh",
      "wait",
      "change",
      "revoke",
    ),
    pick: fc.nat(12),
    seconds: fc.constantFrom(1, 10, 29, 30, 59, 60),
    policy: policies,
    audience: fc.constantFrom("https://one.example", "https://two.example"),
  }),
  { minLength: 5, maxLength: 60 },
);

test("no refresh token works that should be dead, and none is refused that should live: 10,000 histories", () => {
  const property = fc.property(policies, steps, (policy, history) => agrees(policy, history, auth0()));
  const { counterexample, numRuns } = fc.check(property, { numRuns: 10_000 });
  expect([counterexample, numRuns]).toEqual([null, 10_000]);
});

/** A provider that takes a replaced token once more, as if it were new, without a word. */
function forgiving(): Auth0 {
  const provider = auth0();
  const replaced = new Map<string, string>();
  return {
    ...provider,
    refresh: (token, policy, nowMs) => {
      const next = provider.refresh(replaced.get(token) ?? token, policy, nowMs);
      if (next !== undefined && next !== token) replaced.set(token, next);
      return next;
    },
  };
}

test.each<[string, () => Auth0]>([
  ["a replaced token that is taken", forgiving],
  [
    "an overlap of one second more",
    () => auth0(maxTokens, (it) => ({ ...it, overlapSeconds: it.overlapSeconds + 1 })),
  ],
  ["no overlap", () => auth0(maxTokens, (it) => ({ ...it, overlapSeconds: 0 }))],
  ["an idle life that never ends", () => auth0(maxTokens, (it) => ({ ...it, idleSeconds: null }))],
  ["an absolute life that never ends", () => auth0(maxTokens, (it) => ({ ...it, absoluteSeconds: null }))],
  ["a cap of one more", () => auth0(maxTokens + 1)],
  ["a kind that never changes", () => auth0(maxTokens, (it) => ({ ...it, rotating: true }))],
  ["a revocation that does nothing", () => ({ ...auth0(), revoke: () => true })],
])("a planted bug is found: %s", (_bug, open) => {
  const property = fc.property(policies, steps, (policy, history) => agrees(policy, history, open()));
  expect(fc.check(property, { numRuns: 10_000 }).failed).toBe(true);
});
