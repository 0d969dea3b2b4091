import { type Grant, type ProviderName, providerNames, type Stage, stages } from "./facts.ts";

const otherNames: Readonly<Record<string, ProviderName>> = {
  sfdc: "salesforce",
  sf: "salesforce",
  sfdx: "salesforce",
  azure: "microsoft",
  azuread: "microsoft",
  entra: "microsoft",
  entraid: "microsoft",
  aad: "microsoft",
  msal: "microsoft",
  office365: "microsoft",
  microsoft365: "microsoft",
  gmail: "google",
  gcp: "google",
  rhsso: "keycloak",
  openid: "oidc",
  oauth: "oidc",
  oauth2: "oidc",
};

const otherStages: Readonly<Record<string, Stage>> = {
  authorization: "authorize",
  login: "authorize",
  redirect: "callback",
  exchange: "token-exchange",
  token: "token-exchange",
  code: "token-exchange",
  refreshing: "refresh",
  api: "api-call",
  request: "api-call",
  revocation: "revoke",
  logout: "revoke",
  tls: "network",
  keyring: "keychain",
};

const grantNames: Readonly<Record<string, Grant>> = {
  authorizationcode: "authorization_code",
  code: "authorization_code",
  webserver: "authorization_code",
  pkce: "authorization_code",
  refreshtoken: "refresh_token",
  refresh: "refresh_token",
  jwtbearer: "jwt_bearer",
  jwt: "jwt_bearer",
  assertion: "jwt_bearer",
  serviceaccount: "jwt_bearer",
  clientcredentials: "client_credentials",
  m2m: "client_credentials",
  devicecode: "device_code",
  device: "device_code",
  password: "password",
  ropc: "password",
  usernamepassword: "password",
  implicit: "implicit",
  useragent: "implicit",
  tokenexchange: "token_exchange",
};

const bare = (given: string): string => given.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Reads the name of a provider; `undefined` if it is none that is known. */
export function readProvider(given: string): ProviderName | undefined {
  const name = given.trim().toLowerCase();
  return (
    (providerNames.find((known) => known === name) as ProviderName | undefined) ?? own(otherNames, bare(name))
  );
}

/** Reads the name of a stage; `undefined` if it is none that is known. */
export function readStage(given: string): Stage | undefined {
  const name = bare(given);
  return (stages.find((known) => bare(known) === name) as Stage | undefined) ?? own(otherStages, name);
}

/** Reads the name of a grant, with or without its URN; `undefined` if it is none that is known. */
export function readGrant(given: string): Grant | undefined {
  return own(grantNames, bare(given.replace(/^urn:ietf:params:oauth:grant-type:/i, "")));
}

/** Reads an HTTP status; `undefined` if it is none. */
export function readStatus(given: string | number): number | undefined {
  const status = Number(String(given).trim() || Number.NaN);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
