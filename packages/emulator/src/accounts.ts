import type { EmulatedUser } from "./options.ts";

/** An account that can log in. */
export interface Account {
  readonly name: string;
  readonly email: string;
  readonly subject: string;
}

/** The accounts of an emulator: the configured ones, and one for every other name typed at a login page. */
export class Accounts {
  readonly #listed: readonly Account[];
  readonly #others = new Map<string, Account>();
  readonly #blocked = new Set<string>();

  constructor(users: readonly EmulatedUser[]) {
    this.#listed = users.map(({ name, email, subject }) => ({
      name,
      email: email ?? addressOf(name),
      subject: subject ?? name,
    }));
  }

  /** Finds the account of a name or email address, or creates one. */
  byName(typed: string): Account {
    const listed = this.#listed.find(({ name, email }) => name === typed || email === typed);
    if (listed !== undefined) return listed;
    const other = { name: typed, email: addressOf(typed), subject: typed };
    if (typed !== "") this.#others.set(typed, other);
    return other;
  }

  /** Lists the configured accounts, then the others in the order of their first login. */
  list(): readonly Account[] {
    return [...this.#listed, ...this.#others.values()];
  }

  /** Finds the account of a subject. Returns `undefined` while it is blocked. */
  bySubject(subject: string): Account | undefined {
    const account = this.#listed.find((listed) => listed.subject === subject) ?? this.byName(subject);
    return this.isBlocked(account) ? undefined : account;
  }

  isBlocked({ subject }: Account): boolean {
    return this.#blocked.has(subject);
  }

  setBlocked(name: string, blocked: boolean): void {
    const { subject } = this.byName(name);
    if (blocked) this.#blocked.add(subject);
    else this.#blocked.delete(subject);
  }
}

function addressOf(name: string): string {
  return name.includes("@") ? name : `${name}@emulator.example`;
}
