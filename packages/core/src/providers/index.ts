export {
  authorizationServer,
  clientAuthentication,
  insecureOption,
  type KnownServer,
  oauthClient,
} from "./client-authentication.ts";
export { discover } from "./discovery.ts";
export { oidc } from "./oidc.ts";
export type { Cause, Fetch, NoRefreshTokenEvidence, Provider, ServerMetadata } from "./provider.ts";
