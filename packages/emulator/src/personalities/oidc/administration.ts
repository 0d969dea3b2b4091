import type { Accounts } from "../../accounts.ts";
import { type Checks, checkSettings, oneOf } from "../../checks.ts";
import { EmulatorError } from "../../errors.ts";
import type { EmulatedClient, Rotation, Settings } from "../../options.ts";
import type { AppSwitches, GrantState, Personality } from "../../personality.ts";
import type { MemoryStore } from "./memory-store.ts";

const accepted: Checks = { rotation: oneOf("strict", "static") };

/** The rotation of each client, which can be switched. */
export class Rotations {
  readonly #rotations: Map<string, Rotation>;
  readonly #default: Rotation;

  constructor({ clients, rotation }: Settings) {
    this.#default = rotation;
    const of = (client: EmulatedClient) => client.rotation ?? rotation;
    this.#rotations = new Map(clients.map((client) => [client.clientId, of(client)]));
  }

  /** Adds a client that registers while the emulator runs. */
  add(clientId: string): void {
    if (!this.#rotations.has(clientId)) this.#rotations.set(clientId, this.#default);
  }

  rotates(clientId: string | undefined): boolean {
    return this.#rotations.get(clientId ?? "") === "strict";
  }

  list(): readonly AppSwitches[] {
    return [...this.#rotations].map(([clientId, rotation]) => ({ clientId, rotation }));
  }

  /** @throws {EmulatorError} `invalid_option` */
  set(clientId: string, switches: Readonly<Record<string, unknown>>): AppSwitches {
    const before = this.#rotations.get(clientId);
    if (before === undefined) throw new EmulatorError("invalid_option", `There is no app "${clientId}".`);
    const { rotation } = checkSettings(switches, accepted, `the app "${clientId}"`);
    const after = rotation === "strict" || rotation === "static" ? rotation : before;
    this.#rotations.set(clientId, after);
    return { clientId, rotation: after };
  }
}

/** Creates the administration of the plain OpenID provider. */
export function administration(
  accounts: Accounts,
  rotations: Rotations,
  stores: readonly MemoryStore[],
): Omit<Personality, "handle"> {
  const live = (kind: string) => stores.flatMap((store) => store.live(kind));
  const grants = () => live("Grant").map((payload) => grantStateOf(payload, accounts));
  return {
    setBlocked: (userName, blocked) => accounts.setBlocked(userName, blocked),
    revokeGrants: (userName) => {
      const { subject } = accounts.byName(userName);
      return stores.reduce((count, store) => count + store.removeGrantsOf(subject), 0);
    },
    switches: accepted,
    apps: () => rotations.list(),
    setApp: (clientId, switches) => rotations.set(clientId, switches),
    users: () => accounts.list().map((user) => ({ ...user, blocked: accounts.isBlocked(user) })),
    grants,
    revokeGrant: (id) => {
      const wasAlive = grants().some((grant) => grant.id === id);
      for (const store of stores) store.removeGrant(id);
      return wasAlive;
    },
    expireAccessTokens: () => stores.reduce((count, store) => count + store.removeAll("AccessToken"), 0),
  };
}

function grantStateOf(payload: Readonly<Record<string, unknown>>, accounts: Accounts): GrantState {
  const { accountId, clientId, jti, openid } = payload;
  const scope: unknown = typeof openid === "object" && openid !== null ? Reflect.get(openid, "scope") : "";
  const user = accounts.list().find(({ subject }) => subject === accountId)?.name ?? String(accountId);
  return { id: String(jti), clientId: String(clientId), user, scopes: String(scope).split(" ") };
}
