import { createHash } from "node:crypto";
import type { Account, Accounts } from "../../accounts.ts";

/** A user with a profile in the tenant. */
export interface User {
  readonly name: string;
  readonly email: string;
  /** `auth0|` and 24 hexadecimal digits, unless the emulator's options say otherwise. */
  readonly subject: string;
}

/** The users of a tenant. A login with a new name creates one. */
export class Users {
  readonly #accounts: Accounts;
  readonly #known = new Map<string, User>();
  readonly #blocked = new Set<string>();
  readonly #deletions = new Map<string, number>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Finds the user of a name or email address. After a deletion it is a new user. */
  byName(typed: string): User {
    const account = this.#accounts.byName(typed);
    const subject = subjectOf(account, this.#deletions.get(account.name) ?? 0);
    const user = { name: account.name, email: account.email, subject };
    this.#known.set(subject, user);
    return user;
  }

  /** Finds the user of a subject. Returns `undefined` after the user was deleted. */
  bySubject(subject: string): User | undefined {
    return this.#known.get(subject);
  }

  /** Lists all users. */
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

  /** Deletes a user. The next login with the name creates another one. */
  delete(typed: string): void {
    const { name, subject } = this.byName(typed);
    this.#known.delete(subject);
    this.#blocked.delete(name);
    this.#deletions.set(name, (this.#deletions.get(name) ?? 0) + 1);
  }
}

/**
 * Returns the claims about a user that the scopes allow, for ID tokens and userinfo.
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
