import { en as apiEn } from "./api/en.ts";
import { ja as apiJa } from "./api/ja.ts";
import { en as appEn } from "./app/en.ts";
import { ja as appJa } from "./app/ja.ts";
import { en as auth0En } from "./auth0/en.ts";
import { ja as auth0Ja } from "./auth0/ja.ts";
import { en as codeEn } from "./code/en.ts";
import { ja as codeJa } from "./code/ja.ts";
import { en as deviceEn } from "./device/en.ts";
import { ja as deviceJa } from "./device/ja.ts";
import { en as githubEn } from "./github/en.ts";
import { ja as githubJa } from "./github/ja.ts";
import { en as googleEn } from "./google/en.ts";
import { ja as googleJa } from "./google/ja.ts";
import { en as hubspotEn } from "./hubspot/en.ts";
import { ja as hubspotJa } from "./hubspot/ja.ts";
import { en as idTokenEn } from "./id-token/en.ts";
import { ja as idTokenJa } from "./id-token/ja.ts";
import { en as keycloakEn } from "./keycloak/en.ts";
import { ja as keycloakJa } from "./keycloak/ja.ts";
import { en as loginEn } from "./login/en.ts";
import { ja as loginJa } from "./login/ja.ts";
import { en as machineEn } from "./machine/en.ts";
import { ja as machineJa } from "./machine/ja.ts";
import { en as microsoftEn } from "./microsoft/en.ts";
import { ja as microsoftJa } from "./microsoft/ja.ts";
import { en as networkEn } from "./network/en.ts";
import { ja as networkJa } from "./network/ja.ts";
import { en as noRefreshTokenEn } from "./no-refresh-token/en.ts";
import { ja as noRefreshTokenJa } from "./no-refresh-token/ja.ts";
import { en as oktaEn } from "./okta/en.ts";
import { ja as oktaJa } from "./okta/ja.ts";
import { en as refreshTokenEn } from "./refresh-token/en.ts";
import { ja as refreshTokenJa } from "./refresh-token/ja.ts";
import { en as revocationEn } from "./revocation/en.ts";
import { ja as revocationJa } from "./revocation/ja.ts";
import { en as salesforceEn } from "./salesforce/en.ts";
import { ja as salesforceJa } from "./salesforce/ja.ts";
import { en as slackEn } from "./slack/en.ts";
import { ja as slackJa } from "./slack/ja.ts";

type Table = Readonly<Record<string, string>>;

/** The sentences of the causes, `why.<id>` and `fix.<id>`: the folder of each table, English, Japanese. */
export const causeTables: readonly (readonly [folder: string, en: Table, ja: Table])[] = [
  ["refresh-token", refreshTokenEn, refreshTokenJa],
  ["code", codeEn, codeJa],
  ["app", appEn, appJa],
  ["login", loginEn, loginJa],
  ["no-refresh-token", noRefreshTokenEn, noRefreshTokenJa],
  ["api", apiEn, apiJa],
  ["network", networkEn, networkJa],
  ["machine", machineEn, machineJa],
  ["id-token", idTokenEn, idTokenJa],
  ["device", deviceEn, deviceJa],
  ["revocation", revocationEn, revocationJa],
  ["salesforce", salesforceEn, salesforceJa],
  ["auth0", auth0En, auth0Ja],
  ["google", googleEn, googleJa],
  ["microsoft", microsoftEn, microsoftJa],
  ["okta", oktaEn, oktaJa],
  ["github", githubEn, githubJa],
  ["keycloak", keycloakEn, keycloakJa],
  ["slack", slackEn, slackJa],
  ["hubspot", hubspotEn, hubspotJa],
];
