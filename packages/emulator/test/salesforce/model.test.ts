import fc from "fast-check";
import { expect, test } from "vitest";
import { Changes } from "../../src/changes.ts";
import { ownClock } from "../../src/clock.ts";
import { Faults } from "../../src/faults/faults.ts";
import { Ledger } from "../../src/ledger.ts";
import { resolveOptions } from "../../src/options.ts";
import type { RefreshTokenPolicy } from "../../src/personalities/salesforce/options.ts";
import { orgAt } from "../../src/personalities/salesforce/orgs.ts";
import { revoke } from "../../src/personalities/salesforce/revocation.ts";
import { createState } from "../../src/personalities/salesforce/state.ts";
import { TokenEndpoint } from "../../src/personalities/salesforce/token-endpoint.ts";
import { SecretRecord } from "../../src/secret-record.ts";
import type { HostContext } from "../../src/serving/hono.ts";
import { Model } from "./model.ts";

interface Step {
  readonly kind: "login" | "refresh" | "revoke" | "wait";
  readonly pick: number;
  readonly seconds: number;
}

interface Rules {
  readonly rotation: "strict" | "static";
  readonly policy: RefreshTokenPolicy;
}

/** Salesforce in this process, without HTTP. */
function salesforce({ policy, rotation }: Rules) {
  const clock = ownClock(0);
  const changes = new Changes();
  const services = {
    originOf: (host: string) => `http://${host}.example`,
    settings: resolveOptions({ personality: "salesforce", rotation }),
    clock,
    ledger: new Ledger(),
    record: new SecretRecord(),
    faults: new Faults(changes),
    changes,
  };
  const state = createState(services);
  state.apps.set("demo", { refreshTokenPolicy: policy });
  const endpoint = new TokenEndpoint(state);
  const context = { env: { host: "login" }, req: { header: () => undefined } } as unknown as HostContext;
  const holder = {
    org: orgAt("login"),
    subject: "alice",
    clientId: "demo",
    scopes: ["api", "refresh_token"],
  };
  return {
    clock,
    login: () => state.grants.approve(holder, { host: "login", refreshes: true }).refreshToken ?? "",
    /** The next token, the same one, or nothing where it is refused. */
    refresh: async (token: string): Promise<string | undefined> => {
      const parameters = { grant_type: "refresh_token", client_id: "demo", refresh_token: token };
      const { body, onSent, status } = await endpoint.answer({ parameters, basic: undefined }, context);
      onSent?.();
      return status === 200 ? String(body?.refresh_token ?? token) : undefined;
    },
    revoke: (token: string) => revoke(state, { parameters: { token }, basic: undefined }, context),
  };
}

type Salesforce = ReturnType<typeof salesforce>;

/** Whether Salesforce and the model agree at every step. */
async function agrees(
  rules: Rules,
  steps: readonly Step[],
  open: (rules: Rules) => Salesforce,
): Promise<boolean> {
  const provider = open(rules);
  const model = new Model(rules.policy);
  const issued: string[] = [];
  for (const { kind, pick, seconds } of steps) {
    const nowMs = provider.clock.nowMs();
    const token = issued[pick % Math.max(1, issued.length)];
    if (kind === "wait") provider.clock.advance(seconds * 1000);
    if (kind === "login") {
      const first = provider.login();
      issued.push(first);
      model.approve(first, nowMs);
    }
    if (kind === "revoke" && token !== undefined) {
      provider.revoke(token);
      model.revoked(token);
    }
    if (kind === "refresh" && token !== undefined) {
      const next = await provider.refresh(token);
      if ((next !== undefined) !== model.works(token, nowMs)) return false;
      if (next === undefined) model.refused(token);
      else model.used(token, next === token ? undefined : next, nowMs);
      if (next !== undefined && next !== token) issued.push(next);
    }
  }
  return true;
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"][]>("login", "refresh", "refresh", "refresh", "revoke", "wait"),
    pick: fc.nat(40),
    seconds: fc.nat(5000),
  }),
  { minLength: 5, maxLength: 25 },
);
const rules = fc.record({
  rotation: fc.constantFrom<Rules["rotation"][]>("strict", "static"),
  policy: fc.constantFrom<RefreshTokenPolicy[]>(
    "until_revoked",
    { idleSeconds: 3600 },
    { afterSeconds: 7200 },
  ),
});

test("no refresh token works that should be dead, and none is refused that should live: 10,000 histories", async () => {
  const property = fc.asyncProperty(rules, steps, (all, history) => agrees(all, history, salesforce));
  const { failed, numRuns } = await fc.check(property, { numRuns: 10_000 });
  expect([failed, numRuns]).toEqual([false, 10_000]);
});

/** One that takes a spent token once, as if it were the newest. */
function forgiving(all: Rules): Salesforce {
  const provider = salesforce(all);
  let newest = "";
  return {
    ...provider,
    login: () => (newest = provider.login()),
    refresh: async (token) => {
      const next = await provider.refresh(token);
      return next ?? (token === newest ? token : undefined);
    },
  };
}

test("a planted bug, a spent token that is taken, is found", async () => {
  const property = fc.asyncProperty(rules, steps, (all, history) => agrees(all, history, forgiving));
  expect((await fc.check(property, { numRuns: 1000 })).failed).toBe(true);
});
