import { createHash } from "node:crypto";
import type { Account, Accounts } from "../../accounts.ts";

/** Someone with a profile in the tenant. */
export interface User {
  readonly name: string;
  readonly email: string;
  /** `auth0|` and 24 hexadecimal digits, unless the emulator's options say otherwise. */
  readonly subject: string;
}

/** The people of a tenant: whoever types a name. */
export class Users {
  readonly #accounts: Accounts;
  readonly #known = new Map<string, User>();
  readonly #blocked = new Set<string>();
  readonly #deletions = new Map<string, number>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Who typed this name or address; someone new after a deletion. */
  byName(typed: string): User {
    const account = this.#accounts.byName(typed);
    const subject = subjectOf(account, this.#deletions.get(account.name) ?? 0);
    const user = { name: account.name, email: account.email, subject };
    this.#known.set(subject, user);
    return user;
  }

  /** Whose subject it is; nobody's once that user was deleted. */
  bySubject(subject: string): User | undefined {
    return this.#known.get(subject);
  }

  /** Everybody who has a name here. */
  list(): readonly User[] {
    return this.#accounts.list().map(({ name }) => this.byName(name));
  }

  isBlocked({ name }: User): boolean {
    return this.#blocked.has(name);
  }

  setBlocked(typed: string, blocked: boolean): void {
    const { name } = this.byName(typed);
    if (blocked) this.#blocked.add(name);
    else this.#blocked.delete(name);
  }

  /** Deletes the profile. The next login with the name makes another one. */
  delete(typed: string): void {
    const { name, subject } = this.byName(typed);
    this.#known.delete(subject);
    this.#blocked.delete(name);
    this.#deletions.set(name, (this.#deletions.get(name) ?? 0) + 1);
  }
}

/**
 * What the scopes tell of a user, in ID tokens and at the userinfo endpoint.
 *
 * @see https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes
 */
export function claimsOf(
  { name, email }: User,
  scopes: readonly string[],
): Readonly<Record<string, unknown>> {
  const profile = {
    nickname: name,
    name,
    picture: `https://pictures.emulator.example/${encodeURIComponent(name)}.png`,
    updated_at: "2026-01-01T00:00:00.000Z",
  };
  return {
    ...(scopes.includes("profile") ? profile : {}),
    ...(scopes.includes("email") ? { email, email_verified: true } : {}),
  };
}

function subjectOf({ name, subject }: Account, deletions: number): string {
  const isChosen = subject !== name;
  if (isChosen && deletions === 0) return subject;
  const digits = createHash("sha256").update(`${subject} ${deletions}`).digest("hex").slice(0, 24);
  return `auth0|${digits}`;
}
