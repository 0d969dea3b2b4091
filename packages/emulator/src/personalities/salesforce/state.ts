import { type Account, Accounts } from "../../accounts.ts";
import type { Services } from "../../personality.ts";
import { type App, Apps } from "./apps.ts";
import { CurrentConditions } from "./conditions.ts";
import { Grants } from "./grants.ts";
import { Logins } from "./logins.ts";
import { resolveSalesforceOptions, type SalesforceOptions } from "./options.ts";

/** The state of Salesforce. */
export interface State {
  readonly services: Services;
  readonly options: Required<SalesforceOptions>;
  readonly accounts: Accounts;
  readonly apps: Apps;
  readonly grants: Grants;
  readonly logins: Logins;
  readonly conditions: CurrentConditions;
}

/** @throws {EmulatorError} `invalid_option` */
export function createState(services: Services): State {
  const { clock, settings } = services;
  const options = resolveSalesforceOptions(settings.salesforce);
  return {
    services,
    options,
    accounts: new Accounts(settings.users),
    apps: new Apps(settings, services.originOf("login")),
    grants: new Grants(clock, options.sessionSeconds),
    logins: new Logins(clock),
    conditions: new CurrentConditions(),
  };
}

/** Whether the administrator permits a user to use an app. */
export function isPermitted({ accounts }: State, { switches }: App, { subject }: Account): boolean {
  const { approvedUsers, permittedUsers } = switches;
  return permittedUsers === "all" || approvedUsers.some((name) => accounts.byName(name).subject === subject);
}
