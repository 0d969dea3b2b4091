import { EmulatorError } from "../../errors.ts";
import { fingerprintOf } from "../../ledger.ts";
import type { IssuedTokens } from "../../personality.ts";
import type { App } from "./apps.ts";
import { orgAt } from "./orgs.ts";
import { asksToRefresh } from "./scopes.ts";
import type { State } from "./state.ts";

/** Connects users to an app without pages and codes. See `Emulator.connect`. */
export function connectUsers(
  state: State,
  clientId: string,
  userNames: readonly string[],
): readonly IssuedTokens[] {
  const app = state.apps.find(clientId);
  if (app === undefined) throw new EmulatorError("invalid_option", `There is no app "${clientId}".`);
  if (!asksToRefresh(app.switches.scopes) || app.switches.refreshTokenPolicy === "immediately")
    throw new EmulatorError("invalid_option", `The app "${clientId}" gets no refresh tokens.`);
  return userNames.map((userName) => connectUser(state, app, userName));
}

function connectUser(
  { accounts, grants, services }: State,
  { clientId, switches }: App,
  userName: string,
): IssuedTokens {
  const { clock, ledger, record } = services;
  const { subject } = accounts.byName(userName);
  const approval = { clientId, subject, org: orgAt("login"), scopes: switches.scopes };
  const grant = grants.approve(approval, { host: "login", refreshes: true });
  const { accessToken } = grants.openSession(grant);
  const { id: grantId, refreshToken = "" } = grant;
  record.note("refresh_token", refreshToken);
  record.note("access_token", accessToken);
  ledger.note({
    ...{
      atMs: clock.nowMs(),
      kind: "other",
      clientId,
      grantType: undefined,
      via: "none",
      userAgent: undefined,
    },
    ...{ fingerprint: undefined, outcome: "exchanged", error: undefined, errorDescription: undefined },
    ...{ detail: "connected without a login", issued: fingerprintOf(refreshToken), grantId },
    ...{ grantRevoked: false, fault: undefined },
  });
  return { grantId, accessToken, refreshToken };
}
