import type { InstantMs } from "../model.ts";
import type { CauseId } from "./causes/index.ts";
import type { Facts } from "./facts.ts";
import { rankedCauses } from "./rank.ts";
import { readFacts } from "./read-facts.ts";
import { readProvider } from "./read-hints.ts";
import type { SignalName } from "./signals.ts";
import { type Symptom, type Symptoms, symptomsOf } from "./symptoms.ts";

/** Records of this store about a connection that does not work. Holds no secret. */
export interface Ledger {
  readonly provider: string;
  readonly issuer: string;
  readonly trouble: Trouble;
  /** Instant at which it stopped working. */
  readonly sinceMs: InstantMs;
  /** The last instant at which a refresh token of this login worked; `null` if none is known. */
  readonly lastMs: InstantMs | null;
  /** Whether the provider has ever exchanged a refresh token of it. */
  readonly hasRefreshed: boolean;
  readonly begunMs: InstantMs | null;
  readonly idleSeconds: number | null;
  /** Seconds after which the login ends, however often it is used, and the source of that number. */
  readonly maxSeconds: number | null;
  readonly maxSource: "setting" | "assumed";
  /** Recorded logins of the same user through the same app, oldest first. */
  readonly logins: readonly LoginRecord[];
  /** Number of logins that the provider keeps for one user and app; `null` if there is no known limit. */
  readonly mostLogins: number | null;
  /** Whether each refresh replaces the refresh token, so that a second use of it ends the login. */
  readonly rotates: boolean;
  /** Seconds in which a replaced token still works; `null` if none are known. */
  readonly overlapSeconds: number | null;
  /** Instant of the refresh whose answer was lost; `null` if none was. */
  readonly lostMs: InstantMs | null;
  /** Whether the process that waited for that answer died. */
  readonly isSenderDead: boolean;
  /** Instant at which the user said that this copy of the store is the only one; `null` if it was never asked. */
  readonly adoptedMs: InstantMs | null;
  readonly hasClientSecret: boolean;
  /** Whether a client secret is set that the provider has not accepted yet. */
  readonly hasNextSecret: boolean;
}

/** The failure that the records are asked about. `said` is the provider's error and its description. */
export type Trouble =
  | { readonly kind: "token"; readonly said: string }
  | { readonly kind: "person"; readonly said: string }
  | { readonly kind: "client"; readonly said: string }
  | { readonly kind: "account"; readonly said: string }
  | {
      readonly kind: "request";
      readonly failure: "not_sent" | "busy" | "unanswered" | "refused";
      /** The last part of a text key `reason.`. */
      readonly reason: string;
      readonly status: number | null;
      readonly said: string;
    };

/** A recorded login. Its connection may be gone. */
export interface LoginRecord {
  readonly connectionId: string;
  readonly atMs: InstantMs;
  /** Present name of that connection; `null` if it is gone or has none. */
  readonly name: string | null;
  /** Whether it is a login of the connection in question. */
  readonly isOwn: boolean;
}

/**
 * Grounds of a cause: our records (`measured`), a setting of the user (`setting`), the provider's default (`assumed`), or
 * nothing but the provider's answer (`none`).
 */
export type Grounds = "measured" | "setting" | "assumed" | "none";

/** A cause that fits the records. */
export interface RecordedCause {
  readonly cause: CauseId;
  readonly grounds: Grounds;
  /** The end of the text key `evidence.` of the sentence about the records; `null` if they tell nothing. */
  readonly evidence: EvidenceName | null;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** The sentences about records. */
export type EvidenceName =
  | "idle"
  | "too_old"
  | "too_old_assumed"
  | "crowded_out"
  | "crowded_out_gone"
  | "rotation_lost"
  | "rotation_lost_overlap"
  | "restored_copy"
  | "token_stolen"
  | "interaction"
  | "secret_changed"
  | "secret_changed_twice"
  | "secret_missing"
  | "unknown_client"
  | "account"
  | "not_sent"
  | "busy"
  | "unanswered";

/** One statement of the records about why a login ended. */
interface Finding {
  /** The causes that it speaks for: the one that ranks highest is named. */
  readonly causes: readonly CauseId[];
  readonly grounds: Exclude<Grounds, "none">;
  readonly evidence: EvidenceName;
  readonly facts: Readonly<Record<string, string | number>>;
  /** Instant at which it would have ended the login. */
  readonly atMs: InstantMs;
}

const daySeconds = 24 * 3600;
const dayMs = daySeconds * 1000;

/** Most causes that are named without a record of them. */
const mostUnrecorded = 4;

/**
 * Ranks the causes of a connection's failure by the same rules as `explain`, with our records as evidence. The records also
 * exclude causes: a login that was refreshed yesterday was not idle. Pure.
 */
export function recordedCauses(ledger: Ledger): readonly RecordedCause[] {
  const findings = findingsOf(ledger);
  const facts = factsOf(ledger, findings);
  const ranked = namedCauses(ledger, facts);
  const found = ranked.flatMap((cause): readonly RecordedCause[] => {
    const finding = findings.find(({ causes }) => ranked.find((id) => causes.includes(id)) === cause);
    return finding === undefined ? [] : [{ ...withoutInstant(finding), cause }];
  });
  if (found.length > 0) return found;
  const first = stateOf(ledger);
  // A thief may be the cause whatever else fits, and comes last: it is the one that must not be overlooked.
  const theft = ranked.filter((cause) => cause === "token_stolen");
  const others = ranked.filter((cause) => cause !== "token_stolen").slice(0, mostUnrecorded);
  return [...others, ...theft].map((cause, index) =>
    index === 0 && first !== null ? { cause, ...first } : { cause, ...unrecorded },
  );
}

/** Part of the best score that another cause must have, unless the failure is one that many causes look like. */
const leastShare = 0.5;

function namedCauses(ledger: Ledger, facts: Facts): readonly CauseId[] {
  const ranked = rankedCauses(facts, symptomsIn(ledger, facts));
  const { score: best = 0, rule: { refines, rulesOut = [] } = {} } = ranked[0] ?? {};
  const least = ledger.trouble.kind === "token" ? 0 : leastShare * best;
  const ids = ranked.filter(({ score }) => score >= least).map(({ rule }) => rule.id);
  return ids.filter((id) => id !== refines && !rulesOut.includes(id));
}

const unrecorded = { grounds: "none", evidence: null, facts: {} } as const;

function withoutInstant({ grounds, evidence, facts }: Finding): Omit<RecordedCause, "cause"> {
  return { grounds, evidence, facts };
}

/** Reads the provider's answer as `explain` does, and weighs what the records say. */
function factsOf(ledger: Ledger, findings: readonly Finding[]): Facts {
  const { trouble, provider, issuer } = ledger;
  const known = readProvider(provider);
  const facts = readFacts(trouble.said, {
    // The generic provider may be one that `explain` knows by its address.
    provider: known === undefined || known === "oidc" ? (providerAt(issuer) ?? "oidc") : known,
    stage: "refresh",
    grant: "refresh_token",
    ...(trouble.kind === "request" && trouble.status !== null && { status: trouble.status }),
  });
  const weights = new Map<string, number>(excluded(ledger).map((cause) => [cause, -1000]));
  const inOrder = findings.toSorted((a, b) => a.atMs - b.atMs);
  for (const [index, { causes, grounds }] of inOrder.entries())
    for (const [place, cause] of causes.entries())
      weights.set(cause, weightOf[grounds] - index * earlierWeight - place * ownNameWeight);
  return { ...facts, signals: new Set([...facts.signals, ...signalsOf(trouble)]), recorded: weights };
}

/** Weights of a statement of the records. */
const weightOf = { measured: 80, setting: 70, assumed: 40 } as const;
/** Weight by which an earlier statement counts more: of several, it ended the login. */
const earlierWeight = 14;
/** Weight by which the provider's own name of a cause counts more than the general one. */
const ownNameWeight = 8;

const knownHosts = [
  ["google", /(?:^|\.)google(?:apis)?\.com$/],
  ["microsoft", /(?:^|\.)(?:microsoftonline|windows|ciamlogin)\.(?:com|net|us)$/],
  ["okta", /(?:^|\.)(?:okta|oktapreview|okta-emea)\.com$/],
  ["github", /(?:^|\.)github\.com$/],
  ["slack", /(?:^|\.)slack\.com$/],
  ["hubspot", /(?:^|\.)hub(?:spot|api)\.com$/],
] as const;

function providerAt(issuer: string): Facts["provider"] {
  const url = URL.parse(issuer);
  if (url === null) return null;
  if (/^\/(?:auth\/)?realms\//.test(url.pathname)) return "keycloak";
  return knownHosts.find(([, pattern]) => pattern.test(url.hostname))?.[0] ?? null;
}

/** The symptom and circumstance of each reason for which a request failed. */
const requestSymptoms: Readonly<Record<string, readonly [Symptom, SignalName?]>> = {
  dns: ["dns", "dns"],
  lookup: ["dns", "dns"],
  refused: ["connection", "refused"],
  unroutable: ["connection", "unroutable"],
  timeout: ["connection", "timeout"],
  reset: ["connection", "reset"],
  truncated: ["connection", "reset"],
  tls: ["tls", "untrusted"],
  handshake: ["tls", "old_tls"],
  proxy: ["proxy", "proxy"],
  proxy_unreachable: ["connection", "proxy"],
  not_http: ["html", "html"],
  in_progress: ["in_progress"],
};

/** Returns what a failed request shows; nothing for one that was answered. */
function requestSymptom(trouble: Trouble): readonly [Symptom, SignalName?] | undefined {
  if (trouble.kind !== "request" || trouble.failure === "refused") return undefined;
  if (trouble.failure === "busy" && trouble.reason !== "in_progress")
    return [trouble.status === 429 ? "rate_limit" : "server_error"];
  return requestSymptoms[trouble.reason] ?? (trouble.failure === "unanswered" ? ["connection"] : undefined);
}

function signalsOf(trouble: Trouble): readonly SignalName[] {
  const signal = requestSymptom(trouble)?.[1];
  return signal === undefined ? [] : [signal];
}

function symptomsIn({ trouble }: Ledger, facts: Facts): Symptoms {
  const only = (symptom: Symptom): Symptoms => ({
    found: new Set([symptom]),
    possible: new Set(),
    isGuess: false,
  });
  switch (trouble.kind) {
    case "token":
      return only("dead_refresh");
    case "person":
      return only("interaction");
    case "client":
      return only("bad_client");
    case "account":
      return only("denied");
    case "request": {
      const symptom = requestSymptom(trouble)?.[0];
      return symptom === undefined ? symptomsOf(facts) : only(symptom);
    }
  }
}

/** The causes that this program cannot have: it saves each answer, sends one request at a time, and changes no token. */
const impossible: readonly CauseId[] = [
  ...(["rotated_not_saved", "concurrent_refresh", "token_mangled", "token_absent", "auth0.reuse"] as const),
  ...(["okta.grace_period", "keycloak.reuse", "slack.rotated", "refresh_each_request"] as const),
];

/** Lists the causes that the records exclude. */
function excluded(ledger: Ledger): readonly CauseId[] {
  const { idleSeconds, maxSeconds, maxSource, hasRefreshed, rotates } = ledger;
  const none: CauseId[] = [...impossible, "answer_lost", "restored_copy"];
  // The setting is known, and its time was not over.
  if (idleSeconds !== null) none.push("idle", "auth0.idle_lifetime");
  if (maxSeconds !== null && maxSource === "setting") none.push("too_old", "auth0.lifetime");
  // The same token, app and address worked before.
  if (hasRefreshed)
    none.push("other_client_token", "wrong_secret", "secret_mangled", "auth_method", "salesforce.new_app");
  if (hasRefreshed) none.push("salesforce.other_environment", "cert_hostname", "old_tls");
  // Another user of a token that is not replaced ends nothing.
  if (!rotates) none.push("token_stolen");
  return none;
}

function findingsOf(ledger: Ledger): readonly Finding[] {
  if (ledger.trouble.kind === "client") return [clientChanged(ledger)];
  if (ledger.trouble.kind !== "token") return [];
  return [
    ...[answerLost(ledger), restoredCopy(ledger), usedElsewhere(ledger)],
    ...[idle(ledger), outlived(ledger), crowdedOut(ledger)],
  ].filter((finding) => finding !== null);
}

function answerLost({ lostMs, isSenderDead, rotates, overlapSeconds }: Ledger): Finding | null {
  if (lostMs === null || !rotates) return null;
  const hasOverlap = overlapSeconds !== null && overlapSeconds > 0;
  return {
    causes: ["answer_lost"],
    grounds: "measured",
    evidence: hasOverlap ? "rotation_lost_overlap" : "rotation_lost",
    facts: {
      lostMs,
      how: isSenderDead ? "reason.killed" : "reason.no_answer",
      ...(hasOverlap && { overlap: overlapSeconds }),
    },
    atMs: lostMs,
  };
}

/** Finds that the first refresh after the store was adopted was refused: the other copy had used the token. */
function restoredCopy({ adoptedMs, lastMs, rotates }: Ledger): Finding | null {
  if (adoptedMs === null || !rotates || (lastMs ?? 0) > adoptedMs) return null;
  return {
    causes: ["restored_copy"],
    grounds: "measured",
    evidence: "restored_copy",
    facts: { adoptedMs },
    atMs: lastMs ?? adoptedMs,
  };
}

const saysReused =
  /reuse|re-?used|already (?:been )?(?:used|redeemed|exchanged)|used (?:more than once|twice)|stale token|\bferrt\b/i;

/** Finds that the provider saw the token used before, and our records have it sent once: possible theft. */
function usedElsewhere(ledger: Ledger): Finding | null {
  const { trouble, lostMs, adoptedMs, lastMs, sinceMs, rotates } = ledger;
  if (!saysReused.test(trouble.said) || lostMs !== null || !rotates) return null;
  if (adoptedMs !== null && (lastMs ?? 0) <= adoptedMs) return null;
  return {
    causes: ["token_stolen"],
    grounds: "measured",
    evidence: "token_stolen",
    facts: { sinceMs, ...(lastMs !== null && { lastMs }) },
    // Whatever else fits: the provider named this one.
    atMs: 0,
  };
}

function idle({ idleSeconds, lastMs, sinceMs }: Ledger): Finding | null {
  if (idleSeconds === null || lastMs === null || sinceMs - lastMs < idleSeconds * 1000) return null;
  return {
    causes: ["auth0.idle_lifetime", "idle"],
    grounds: "setting",
    evidence: "idle",
    facts: { days: wholeDays((sinceMs - lastMs) / dayMs), idleDays: tenths(idleSeconds), lastMs },
    atMs: lastMs + idleSeconds * 1000,
  };
}

function outlived({ maxSeconds, maxSource, begunMs, lastMs, sinceMs }: Ledger): Finding | null {
  if (maxSeconds === null || begunMs === null) return null;
  const atMs = begunMs + maxSeconds * 1000;
  // A login that still worked after the presumed end has no such end.
  if (sinceMs < atMs || (lastMs ?? 0) > atMs) return null;
  return {
    causes: ["auth0.lifetime", "too_old"],
    grounds: maxSource,
    evidence: maxSource === "setting" ? "too_old" : "too_old_assumed",
    facts: { days: wholeDays((sinceMs - begunMs) / dayMs), maxDays: tenths(maxSeconds), begunMs },
    atMs,
  };
}

/** A provider keeps a limited number of logins of one user through one app; the next login silently ends the oldest. */
function crowdedOut({ mostLogins, begunMs, logins, lastMs }: Ledger): Finding | null {
  if (mostLogins === null || begunMs === null) return null;
  const later = logins.filter(({ atMs, isOwn }) => atMs >= begunMs && !isOwn);
  // A connection that logs in again takes its own place.
  const firsts = later.filter(
    ({ connectionId }, index) => later.findIndex((each) => each.connectionId === connectionId) === index,
  );
  const last = firsts[mostLogins - 1];
  if (last === undefined || (lastMs ?? 0) > last.atMs) return null;
  return {
    causes: ["salesforce.crowded_out", "auth0.crowded_out", "google.token_limit", "github.token_limit"],
    grounds: "measured",
    evidence: last.name === null ? "crowded_out_gone" : "crowded_out",
    facts: { most: mostLogins, other: last.name ?? "", otherMs: last.atMs },
    atMs: last.atMs,
  };
}

const doesNotKnow = /client (?:identifier|id) invalid|invalid_client_id|unknown client|not found/i;

/** Finds that a client which the provider accepted is refused: it, or its secret, was changed there. */
function clientChanged(ledger: Ledger): Finding {
  const { trouble, lastMs, sinceMs, hasClientSecret, hasNextSecret } = ledger;
  const found = { grounds: "measured", atMs: sinceMs } as const;
  const facts = { sinceMs, ...(lastMs !== null && { lastMs }) };
  if (doesNotKnow.test(trouble.said))
    return {
      ...found,
      causes: ["salesforce.unknown_key", "unknown_client"],
      evidence: "unknown_client",
      facts,
    };
  if (!hasClientSecret) return { ...found, causes: ["secret_missing"], evidence: "secret_missing", facts };
  const evidence = hasNextSecret ? "secret_changed_twice" : "secret_changed";
  return { ...found, causes: ["secret_changed"], evidence, facts };
}

/** Says how the state of the connection itself is known, for failures that need no search. */
function stateOf(ledger: Ledger): Omit<RecordedCause, "cause"> | null {
  const { trouble, lastMs, sinceMs } = ledger;
  const last = lastMs === null ? {} : { lastMs };
  const measured = "measured" as const;
  switch (trouble.kind) {
    case "person":
      return { grounds: measured, evidence: "interaction", facts: { sinceMs, ...last } };
    case "account":
      return { grounds: measured, evidence: "account", facts: { sinceMs, ...last } };
    case "request": {
      if (trouble.failure === "refused") return null;
      const facts = { reason: trouble.reason, status: trouble.status ?? 0, ...last };
      return { grounds: measured, evidence: trouble.failure, facts };
    }
    default:
      return null;
  }
}

const wholeDays = (days: number): number => Math.floor(days);
const tenths = (seconds: number): number => Math.round((seconds / daySeconds) * 10) / 10;
