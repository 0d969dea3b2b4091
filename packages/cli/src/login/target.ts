import {
  type ConnectionStatus,
  InputError,
  isProviderId,
  type KnownApp,
  nearest,
  type ProtectedResource,
  type ProviderId,
  providerAt,
  providerOf,
  type Tokenwell,
} from "@tokenwell/core";
import { UsageError } from "../errors.ts";

/** The questions of a login to a store: the one here, or that of another machine. */
export interface LoginPlace
  extends Pick<Tokenwell, "apps" | "login" | "names" | "protectedResource" | "register"> {
  status(
    name: string,
  ): Promise<readonly Pick<ConnectionStatus, "apiBase" | "app" | "issuer" | "name" | "provider">[]>;
}

/** The provider and address that a login or an import goes to. */
export interface Target {
  readonly provider: ProviderId;
  /** The org or tenant; `undefined` if the user has not named one. */
  readonly address: string | undefined;
  /** The existing connection that logs in again. */
  readonly again?: Pick<ConnectionStatus, "apiBase" | "app" | "name">;
  /** The protected resource that the tokens are for, such as an MCP server. */
  readonly resource?: ProtectedResource;
}

/** Whether a word names a target: a provider, a connection or an address. */
export async function isTarget(tokenwell: LoginPlace, given: string): Promise<boolean> {
  return isProviderId(given) || isAddress(given) || (await tokenwell.names()).includes(given);
}

const isAddress = (given: string): boolean => /[.:/]/.test(given);

/** Finds the target by a provider's name, an address, or the name of a connection that logs in again. */
export async function findTarget(
  tokenwell: LoginPlace,
  given: string,
  host: string | undefined,
): Promise<Target> {
  // `oidc` alone is not enough: it needs an issuer.
  if (isProviderId(given) && (given !== "oidc" || host !== undefined)) {
    const other = host === undefined ? given : providerAt(host).id;
    if (given !== "oidc" && other !== "oidc" && other !== given)
      throw new UsageError("host_of_other", { host: host ?? "", provider: other });
    return { provider: given, address: host === undefined ? undefined : providerOf(given).hostFrom(host) };
  }
  const names = await tokenwell.names();
  if (names.includes(given)) return await sameTarget(tokenwell, given);
  if (!isAddress(given)) throw unknownTarget(given, names);
  if (host !== undefined) throw new UsageError("host_twice", { given, host });
  const provider = providerAt(given);
  return { provider: provider.id, address: provider.hostFrom(given) };
}

/** Finds the target of a connection that logs in again. Throws `unknown_connection` and its kind. */
export async function sameTarget(tokenwell: LoginPlace, name: string): Promise<Target> {
  const [again] = await tokenwell.status(name);
  if (again === undefined) throw new InputError("unknown_connection", { name });
  return { provider: again.provider, address: again.issuer, again };
}

/** Builds the error of a word that is no target, with the nearest one that is. */
export function unknownTarget(given: string, names: readonly string[]): UsageError {
  const suggestion = nearest(given, ["salesforce", "auth0", ...names]);
  if (suggestion === undefined) return new UsageError("unknown_target", { given });
  return new UsageError("unknown_target_did_you_mean", { given, suggestion });
}

/** Returns the apps that were used at the target before, the latest first. */
export async function appsAt(tokenwell: LoginPlace, target: Target): Promise<readonly KnownApp[]> {
  const { provider, address, again } = target;
  return (await tokenwell.apps()).filter(
    (app) =>
      (again === undefined || app.clientId === again.app.clientId) &&
      (address === undefined ? app.provider === provider : isSameHost(app.issuer, address)),
  );
}

function isSameHost(known: string, given: string): boolean {
  const bare = (address: string): string => address.replace(/^https?:\/\//i, "").replace(/\/+$/, "");
  return bare(known) === bare(given);
}
