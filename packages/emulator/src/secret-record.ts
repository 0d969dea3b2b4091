/** What a recorded secret is. */
export type SecretKind =
  | "authorization_code"
  | "access_token"
  | "refresh_token"
  | "id_token"
  | "code_verifier"
  | "client_secret";

/** One secret, in full. */
export interface RecordedSecret {
  readonly kind: SecretKind;
  readonly value: string;
}

/**
 * Every secret that the provider issued or was sent, in full, so that a test can search logs, files and memory
 * for them. That is why it exists, and why nothing real must ever be given to the emulator.
 */
export class SecretRecord {
  readonly #secrets = new Map<string, SecretKind>();

  /** Keeps a value once; leaves out what is not a text or empty. */
  note(kind: SecretKind, value: unknown): void {
    if (typeof value === "string" && value !== "" && !this.#secrets.has(value))
      this.#secrets.set(value, kind);
  }

  /** All of them, in the order in which they were first seen. */
  list(): readonly RecordedSecret[] {
    return [...this.#secrets].map(([value, kind]) => ({ kind, value }));
  }
}
