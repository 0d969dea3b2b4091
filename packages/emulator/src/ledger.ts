import { createHash } from "node:crypto";

/** The way in which a client authenticated. */
export type ClientAuthMethod = "none" | "client_secret_basic" | "client_secret_post" | "private_key_jwt";

/** The outcome of one request. `unprocessed`: a fault prevented the provider from processing it. */
export type LedgerOutcome = "exchanged" | "rotated" | "same" | "refused" | "revoked" | "unprocessed";

/** One request at the token or revocation endpoint, as the provider saw it. Holds no secret. */
export interface LedgerEntry {
  /** Counts from 1. */
  readonly number: number;
  /** The time of the decision by the provider's clock, in milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: "code" | "refresh" | "revocation" | "other";
  readonly clientId: string | undefined;
  readonly grantType: string | undefined;
  /** The way in which the client authenticated. */
  readonly via: ClientAuthMethod;
  readonly userAgent: string | undefined;
  /** {@link fingerprintOf} of the code or token that was presented. */
  readonly fingerprint: string | undefined;
  readonly outcome: LedgerOutcome;
  /** The OAuth error code of the answer. */
  readonly error: string | undefined;
  readonly errorDescription: string | undefined;
  /** The reason for a refusal, which the client does not learn. */
  readonly detail: string | undefined;
  /** Whether the code or token had been used up before: a redeemed code, or a refresh token that was replaced. */
  readonly spent: boolean;
  /** {@link fingerprintOf} of the refresh token in the answer. */
  readonly issued: string | undefined;
  /** The id of the grant, if the provider still knew it. */
  readonly grantId: string | undefined;
  /** Whether this request made the provider revoke the whole grant. */
  readonly grantRevoked: boolean;
  /** The fault that this request met, if any. */
  readonly fault: string | undefined;
}

/** An entry without the members that the ledger adds itself. */
export type LedgerNote = Omit<LedgerEntry, "number" | "spent">;

/** The counts of a ledger. */
export interface LedgerSummary {
  /** Codes presented. */
  readonly codes: number;
  /** Refresh tokens presented and decided on by the provider. */
  readonly refreshes: number;
  /** The refreshes that were answered with tokens. */
  readonly refreshed: number;
  /** The refreshes that were refused. */
  readonly refused: number;
  /** The refreshes that presented a token that had been replaced before. */
  readonly spent: number;
  /** The highest number of presentations of one refresh token. */
  readonly mostPresentations: number;
  readonly revocations: number;
  /** Grants that the provider revoked as a whole. */
  readonly grantsRevoked: number;
  /** Requests that a fault prevented the provider from processing. */
  readonly unprocessed: number;
}

/** The record of every presentation of a code or refresh token. Tests compare the client with it. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #spent = new Set<string>();

  /** Adds an entry. The caller adds entries in the order of the provider's decisions. */
  note(note: LedgerNote): LedgerEntry {
    const { fingerprint, outcome } = note;
    const spent = fingerprint !== undefined && this.#spent.has(fingerprint);
    const entry = { number: this.#entries.length + 1, ...note, spent };
    this.#entries.push(entry);
    if (fingerprint !== undefined && (outcome === "rotated" || outcome === "exchanged"))
      this.#spent.add(fingerprint);
    return entry;
  }

  /** Lists all entries, the oldest first. */
  list(): readonly LedgerEntry[] {
    return [...this.#entries];
  }

  /** Lists the refreshes that the provider decided on, the oldest first. */
  refreshes(): readonly LedgerEntry[] {
    return this.#entries.filter(({ kind, outcome }) => kind === "refresh" && outcome !== "unprocessed");
  }

  /** Counts all entries so far. */
  summary(): LedgerSummary {
    const refreshes = this.refreshes();
    const presentations = Object.values(Object.groupBy(refreshes, ({ fingerprint }) => fingerprint ?? ""));
    const count = (test: (entry: LedgerEntry) => boolean) => this.#entries.filter(test).length;
    return {
      codes: count(({ kind }) => kind === "code"),
      refreshes: refreshes.length,
      refreshed: refreshes.filter(({ outcome }) => outcome !== "refused").length,
      refused: refreshes.filter(({ outcome }) => outcome === "refused").length,
      spent: refreshes.filter(({ spent }) => spent).length,
      mostPresentations: Math.max(0, ...presentations.map((same) => same?.length ?? 0)),
      revocations: count(({ kind }) => kind === "revocation"),
      grantsRevoked: count(({ grantRevoked }) => grantRevoked),
      unprocessed: count(({ outcome }) => outcome === "unprocessed"),
    };
  }
}

/**
 * Returns the first 12 hexadecimal digits of the SHA-256 of a token: enough to distinguish tokens, useless as a token.
 */
export function fingerprintOf(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}
