import type { HostName } from "../../serving/hosts.ts";
import type { Sessions } from "./sessions.ts";
import type { Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";

/** One domain of a tenant, with the parts that answer its requests. */
export interface Domain {
  readonly host: HostName;
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
}
