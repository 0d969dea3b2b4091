import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const providers = [
  ...["salesforce", "auth0", "google", "microsoft", "okta"],
  ...["github", "keycloak", "slack", "hubspot", "oidc"],
];

const stages = [
  ...["authorize", "callback", "token-exchange", "refresh"],
  ...["api-call", "revoke", "network", "keychain"],
];

const grants = [
  ...["authorization_code", "refresh_token", "client_credentials"],
  ...["password", "jwt-bearer", "device_code"],
];

const required = [
  ...["id", "source", "provider", "stage", "text", "context"],
  ...["cause", "right", "tokenStillGood"],
];
const optional = ["grant", "status", "mustNot"];

/** What tokens, secrets and ids of real people look like. */
const secretShapes = [
  /\b(?:gh[opsur]_|github_pat_)\w{16,}/g,
  /\bxox[a-z]-[\w-]{10,}/g,
  /\bya29\.[\w.-]{10,}/g,
  /\b1\/\/0[\w-]{10,}/g,
  /\bGOCSPX-[\w-]{10,}/g,
  /\b\d{8,}-\w{20,}\.apps\.googleusercontent\.com/g,
  /\b00D\w{12,15}(?:!|%21)?[\w.%]*/g,
  /\b5Aep861[\w.]{10,}/g,
  /\b3MVG9[\w.]{10,}/g,
  /\baPrx[\w.%]{10,}/g,
  /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*/g,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  /\b[0-9a-f]{32,}\b/gi,
  /\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{28,}/g,
  /[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}/gi,
];

/** Forms of what is no secret: a marked fake, a reserved address, an id that its owner publishes, the name of a class. */
const fakes = [
  /^OAuth2[A-Z]/,
  /fake|example/i,
  /^xx@xx\.com\.sandbox$/,
  /^11111111-2222-3333-4444-5{4,}\d*$/,
  /^00000003-0000-0000-c000-000000000000$/,
];

type Json = Readonly<Record<string, unknown>>;

interface Report extends Json {
  readonly id: string;
  readonly source: string;
  readonly provider: string;
  readonly stage: string;
  readonly cause: string;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() === value;
const isFullText = (value: unknown): value is string => isText(value) && value !== "";
const isOneOf = (values: readonly string[], value: unknown) => isText(value) && values.includes(value);

const checks: Readonly<Record<string, (value: unknown, report: Json) => boolean>> = {
  id: (id, { provider }) => isText(id) && /^[a-z0-9-]+$/.test(id) && id.startsWith(`${String(provider)}-`),
  source: (source) => isText(source) && /^https:\/\/\S+$/.test(source),
  provider: (provider) => isOneOf(providers, provider),
  stage: (stage) => isOneOf(stages, stage),
  grant: (grant) => grant === undefined || isOneOf(grants, grant),
  status: (status, { text }) =>
    status === undefined ||
    (typeof status === "number" && status >= 200 && status < 600 && String(text).includes(String(status))),
  text: isFullText,
  context: isText,
  cause: (cause) => isText(cause) && /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(cause),
  right: isFullText,
  mustNot: (mustNot) => mustNot === undefined || isFullText(mustNot),
  tokenStillGood: (good) => good === null || typeof good === "boolean",
};

const isFormed = (report: Json): report is Report =>
  Object.keys(report).every((field) => required.includes(field) || optional.includes(field)) &&
  required.every((field) => field in report) &&
  Object.entries(checks).every(([field, holds]) => holds(report[field], report));

const contents = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

const parsed = (name: string): readonly Json[] =>
  contents(name)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);

const raw = {
  building: parsed("building.jsonl"),
  heldOut: parsed("held-out.jsonl"),
  anchors: parsed("anchors.jsonl"),
};
const building = raw.building.filter(isFormed);
const heldOut = raw.heldOut.filter(isFormed);
const anchors = raw.anchors.filter(isFormed);
const halves = [...building, ...heldOut];
const all = [...halves, ...anchors];

const idsOf = (reports: readonly Report[]) => reports.map(({ id }) => id).sort();
const distinct = (values: readonly string[]) => [...new Set(values)].sort();

const definedIn = (name: string) =>
  [...contents(name).matchAll(/^- `([a-z0-9-]+)`: \S.*\.$/gm)].map(([, key]) => key);

function placeOf({ id, provider, stage }: Report): string {
  return [stage, provider, createHash("sha256").update(id).digest("hex")].join(" ");
}

/** What looks like a secret and is not marked as a fake. */
function secretsIn(text: string): readonly string[] {
  return secretShapes
    .flatMap((shape) => text.match(shape) ?? [])
    .filter((found) => !fakes.some((fake) => fake.test(found)));
}

describe("the collected error reports", () => {
  test("have every field in its form", () => {
    const unformed = Object.values(raw)
      .flat()
      .filter((report) => !isFormed(report));

    expect(unformed).toEqual([]);
  });

  test("have ids of their own over all files", () => {
    expect(distinct(idsOf(all))).toEqual(idsOf(all));
  });

  test("are at least thirty in each half", () => {
    expect(building.length).toBeGreaterThanOrEqual(30);
    expect(heldOut.length).toBeGreaterThanOrEqual(30);
  });

  test.each([
    ["building", building],
    ["held out", heldOut],
    ["anchors", anchors],
  ])("cover every provider and every stage in the file %s", (_file, reports) => {
    expect(distinct(reports.map(({ provider }) => provider))).toEqual(distinct(providers));
    expect(distinct(reports.map(({ stage }) => stage))).toEqual(distinct(stages));
  });

  test("lie in the half in which the rule of the split puts them", () => {
    const places = new Map(halves.map((report) => [placeOf(report), report.id]));
    const sorted = [...places].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, id]) => id);

    expect(sorted.filter((_id, place) => place % 2 === 0).sort()).toEqual(idsOf(building));
    expect(sorted.filter((_id, place) => place % 2 === 1).sort()).toEqual(idsOf(heldOut));
  });

  test("name causes that are defined once, and only those of the building half in the README", () => {
    const open = distinct(building.map(({ cause }) => cause));
    const hidden = distinct(heldOut.map(({ cause }) => cause)).filter((cause) => !open.includes(cause));

    expect(definedIn("README.md")).toEqual(open);
    expect(definedIn("held-out.md")).toEqual(hidden);
  });

  test("come in the anchors from threads that neither half has, at most four of one cause", () => {
    const known = new Set(halves.map(({ source }) => source));
    const ofOneCause = Map.groupBy(anchors, ({ cause }) => cause);

    expect(anchors.filter(({ source }) => known.has(source)).map(({ id }) => id)).toEqual([]);
    expect([...ofOneCause].filter(([, reports]) => reports.length > 4).map(([cause]) => cause)).toEqual([]);
  });

  test("hold no secret, token, id or address that is not marked as a fake", () => {
    const collected = readdirSync(import.meta.dirname).filter((name) => /^collected-.*\.jsonl$/.test(name));
    const found = [...all, ...collected.flatMap(parsed)]
      .map(({ source: _, ...report }) => ({ id: report.id, secrets: secretsIn(JSON.stringify(report)) }))
      .filter(({ secrets }) => secrets.length > 0);

    expect(found).toEqual([]);
  });
});
