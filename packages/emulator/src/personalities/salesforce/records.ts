import type { Session } from "./grants.ts";
import { instanceUrlOf, longIdOf, type Org, userIdOf } from "./orgs.ts";
import type { State } from "./state.ts";

/** The fields of one record. */
export type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** Returns all records of an object that a user sees, or `undefined` if there is no such object. */
export function recordsOf(state: State, session: Session, object: string): readonly Fields[] | undefined {
  switch (object.toLowerCase()) {
    case "user":
      return users(state, session);
    case "organization":
      return [organization(state, session.org)];
    case "account":
      return accountRecords;
    default:
      return undefined;
  }
}

/** Returns the canonical spelling of an object's name. */
export function objectName(object: string): string {
  return object.charAt(0).toUpperCase() + object.slice(1).toLowerCase();
}

const accountRecords: readonly Fields[] = ["Acme", "Global Media", "Emulator Books"].map((name, index) => ({
  Id: longIdOf(`001Emulator000${index + 1}`),
  Name: name,
  Industry: ["Manufacturing", "Media", null][index] ?? null,
  NumberOfEmployees: 100 * (index + 1),
}));

function users({ accounts, services }: State, { org, subject }: Session): readonly Fields[] {
  const names = [...services.settings.users.map(({ name }) => name), subject];
  const people = new Map(names.map((name) => [accounts.byName(name).subject, accounts.byName(name)]));
  return [...people.values()].map((account) => ({
    Id: userIdOf(org, account.subject),
    Username: account.email,
    Name: account.name,
    Email: account.email,
    IsActive: !accounts.isBlocked(account),
    UserType: "Standard",
    LanguageLocaleKey: "en_US",
  }));
}

function organization({ services }: State, org: Org): Fields {
  return {
    Id: org.id,
    Name: org.name,
    InstanceName: new URL(instanceUrlOf(services, org)).hostname,
    IsSandbox: org.isSandbox,
    OrganizationType: "Developer Edition",
    NamespacePrefix: null,
    TrialExpirationDate: null,
  };
}
