import type { LoginResult } from "../api.ts";
import { accountOf } from "../connections/status.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation } from "../rotation.ts";
import type { ConnectionState } from "../store/store.ts";
import { apiBaseOf } from "../tokenwell/fetch.ts";

/** What a login or an import brought, told from what the store holds now. */
export function resultOf({ connection, client }: ConnectionState): LoginResult {
  return {
    name: connection.name,
    provider: providerOf(client.provider).id,
    account: accountOf(connection, client),
    apiBase: apiBaseOf(connection, client),
    scope: connection.scope,
    rotation: effectiveRotation(client),
    lives: loginLifetimeOf(connection, client),
  };
}
