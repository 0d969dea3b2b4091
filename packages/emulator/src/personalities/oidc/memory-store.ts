import type { Adapter, Payload } from "oidc-provider";

/**
 * The storage of oidc-provider, in this process. The library's own memory adapter drops the oldest of 1,000 entries and
 * has a clock of its own. This one drops nothing and leaves expiry to the library.
 */
export class MemoryStore implements Adapter {
  readonly #payloads = new Map<string, Payload>();

  async upsert(id: string, payload: Payload): Promise<void> {
    this.#payloads.set(id, payload);
  }

  async find(id: string): Promise<Payload | undefined> {
    return this.#payloads.get(id);
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    return [...this.#payloads.values()].find((payload) => payload.uid === uid);
  }

  /** Returns nothing: the device flow is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = this.#payloads.get(id);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#payloads.delete(id);
  }

  /** Lists the live entries of one kind. */
  live(kind: string): readonly Payload[] {
    const nowSeconds = Math.floor(Date.now() / 1000);
    return [...this.#payloads.values()].filter(
      (payload) => payload.kind === kind && Number(payload.exp ?? Number.POSITIVE_INFINITY) > nowSeconds,
    );
  }

  /** Deletes all entries of one kind. Returns the number of live ones. */
  removeAll(kind: string): number {
    const live = this.live(kind).length;
    for (const [id, payload] of this.#payloads) {
      if (payload.kind === kind) this.#payloads.delete(id);
    }
    return live;
  }

  /** Deletes a grant and all that was issued under it. */
  removeGrant(grantId: string): void {
    for (const [id, payload] of this.#payloads) {
      if (id === grantId || payload.grantId === grantId) this.#payloads.delete(id);
    }
  }

  /** Deletes the grants of an account and all that was issued under them. Returns the number of grants. */
  removeGrantsOf(accountId: string): number {
    let grants = 0;
    for (const [id, payload] of this.#payloads) {
      const isGrant = payload.kind === "Grant";
      if (payload.accountId === accountId && (isGrant || payload.grantId !== undefined)) {
        this.#payloads.delete(id);
        grants += isGrant ? 1 : 0;
      }
    }
    return grants;
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, payload] of this.#payloads) {
      if (payload.grantId === grantId) this.#payloads.delete(id);
    }
  }
}
