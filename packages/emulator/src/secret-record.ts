/** The kind of a recorded secret. */
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
 * Every secret that the provider issued or received, in full, so that a test can search logs, files and memory for it.
 * For this reason the emulator must never receive real secrets.
 */
export class SecretRecord {
  readonly #secrets = new Map<string, SecretKind>();

  /** Records a value once. Ignores empty strings and other types. */
  note(kind: SecretKind, value: unknown): void {
    if (typeof value === "string" && value !== "" && !this.#secrets.has(value))
      this.#secrets.set(value, kind);
  }

  /** Lists all secrets in the order of their first use. */
  list(): readonly RecordedSecret[] {
    return [...this.#secrets].map(([value, kind]) => ({ kind, value }));
  }
}
