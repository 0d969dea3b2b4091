import { createHash } from "node:crypto";

/** How a client showed who it is. */
export type ClientAuthMethod = "none" | "client_secret_basic" | "client_secret_post" | "private_key_jwt";

/** What became of one request. `unprocessed`: a fault kept it from the provider. */
export type LedgerOutcome = "exchanged" | "rotated" | "same" | "refused" | "revoked" | "unprocessed";

/** One request at the token or revocation endpoint, as the provider saw it. Holds no secret. */
export interface LedgerEntry {
  /** Counts from 1. */
  readonly number: number;
  /** When it was decided, by the provider's clock, in milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: "code" | "refresh" | "revocation" | "other";
  readonly clientId: string | undefined;
  readonly grantType: string | undefined;
  /** How the client authenticated. */
  readonly via: ClientAuthMethod;
  readonly userAgent: string | undefined;
  /** {@link fingerprintOf} of the code or token that was presented. */
  readonly fingerprint: string | undefined;
  readonly outcome: LedgerOutcome;
  /** The OAuth error code of the answer. */
  readonly error: string | undefined;
  readonly errorDescription: string | undefined;
  /** Why it was refused, as the provider knows it and does not tell the client. */
  readonly detail: string | undefined;
  /** Whether what was presented had been used up before: a redeemed code, or a refresh token that was replaced. */
  readonly spent: boolean;
  /** {@link fingerprintOf} of the refresh token in the answer. */
  readonly issued: string | undefined;
  /** The consent it belongs to, where the provider still knew it. */
  readonly grantId: string | undefined;
  /** Whether this request made the provider revoke the whole grant. */
  readonly grantRevoked: boolean;
  /** The fault that this request met, if any. */
  readonly fault: string | undefined;
}

/** What the ledger adds by itself to what it is told. */
export type LedgerNote = Omit<LedgerEntry, "number" | "spent">;

/** The counts that a test or a demonstration asks for first. */
export interface LedgerSummary {
  /** Codes presented. */
  readonly codes: number;
  /** Refresh tokens presented and decided on by the provider. */
  readonly refreshes: number;
  /** Of those, how many were answered with tokens. */
  readonly refreshed: number;
  /** Of those, how many were refused. */
  readonly refused: number;
  /** Of those, how many came with a token that had been replaced before. */
  readonly spent: number;
  /** The most often that one and the same refresh token was presented. */
  readonly mostPresentations: number;
  readonly revocations: number;
  /** Grants that the provider revoked as a whole. */
  readonly grantsRevoked: number;
  /** Token requests that a fault kept from the provider. */
  readonly unprocessed: number;
}

/** The ground truth of a test: every presentation of every code and refresh token. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #spent = new Set<string>();

  /** Writes one request down. Must be called in the order in which the provider decided. */
  note(note: LedgerNote): LedgerEntry {
    const { fingerprint, outcome } = note;
    const spent = fingerprint !== undefined && this.#spent.has(fingerprint);
    const entry = { number: this.#entries.length + 1, ...note, spent };
    this.#entries.push(entry);
    if (fingerprint !== undefined && (outcome === "rotated" || outcome === "exchanged"))
      this.#spent.add(fingerprint);
    return entry;
  }

  /** Everything, oldest first. */
  list(): readonly LedgerEntry[] {
    return [...this.#entries];
  }

  /** Every refresh token presentation that the provider decided on, oldest first. */
  refreshes(): readonly LedgerEntry[] {
    return this.#entries.filter(({ kind, outcome }) => kind === "refresh" && outcome !== "unprocessed");
  }

  /** The counts over everything so far. */
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

/** The first 12 hexadecimal digits of the SHA-256 of a token: enough to tell tokens apart, useless to present. */
export function fingerprintOf(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}
