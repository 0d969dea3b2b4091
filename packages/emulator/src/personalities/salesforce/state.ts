import { type Account, Accounts } from "../../accounts.ts";
import type { Stage } from "../../personality.ts";
import { type App, Apps } from "./apps.ts";
import { CurrentConditions } from "./conditions.ts";
import { Grants } from "./grants.ts";
import { Logins } from "./logins.ts";
import { type SalesforceOptions, settleSalesforce } from "./options.ts";

/** All that Salesforce knows. */
export interface State {
  readonly stage: Stage;
  readonly options: Required<SalesforceOptions>;
  readonly accounts: Accounts;
  readonly apps: Apps;
  readonly grants: Grants;
  readonly logins: Logins;
  readonly conditions: CurrentConditions;
}

/** @throws {EmulatorError} `invalid_option` */
export function openState(stage: Stage): State {
  const { clock, settings } = stage;
  const options = settleSalesforce(settings.salesforce);
  return {
    stage,
    options,
    accounts: new Accounts(settings.users),
    apps: new Apps(settings, stage.originOf("login")),
    grants: new Grants(clock, options.sessionSeconds),
    logins: new Logins(clock),
    conditions: new CurrentConditions(),
  };
}

/** Whether the administrator lets a user use an app. */
export function isPermitted({ accounts }: State, { switches }: App, { subject }: Account): boolean {
  const { approvedUsers, permittedUsers } = switches;
  return permittedUsers === "all" || approvedUsers.some((name) => accounts.byName(name).subject === subject);
}
