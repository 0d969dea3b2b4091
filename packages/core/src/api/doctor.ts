import type { ErrorCode } from "../error-codes.ts";
import type { MessageParams } from "../text/say.ts";

/** The parts of an installation that `examineInstallation()` looks at, in the order of its findings. */
export type CheckName =
  | "key"
  | "database"
  | "files"
  | "durability"
  | "versions"
  | "network"
  | "clock"
  | "connections"
  | "processes";

/** Codes of findings that are no fault. */
export type HealthyCode =
  | "nothing_stored"
  | "key_private"
  | "key_in_env"
  | "key_in_keychain"
  | "database_encrypted"
  | "database_local"
  | "database_empty"
  | "local_disk"
  | "spool_empty"
  | "durable"
  | "durable_server"
  | "durable_replicated"
  | "versions_fit"
  | "data_older"
  | "direct"
  | "through_proxy"
  | "clock_right"
  | "clock_not_compared"
  | "kept_alive"
  | "upkeep_ran"
  | "no_connection"
  | "processes_seen"
  | "none_stuck";

/** Codes of faults, besides the errors of the store and its key. */
export type FaultCode =
  | "folder_open"
  | "key_synced"
  | "data_readable"
  | "data_shared_mount"
  | "data_synced"
  | "data_in_memory"
  | "read_only"
  | "space_low"
  | "damaged"
  | "rights_missing"
  | "schema_missing"
  | "schema_old"
  | "server_forgets"
  | "spool_unwritable"
  | "spool_in_memory"
  | "answers_waiting"
  | "other_version"
  | "proxy_invalid"
  | "proxy_twice"
  | "proxy_http_only"
  | "ca_unreadable"
  | "ca_empty"
  | "checks_off"
  | "unreachable"
  | "clock_ahead"
  | "clock_behind"
  | "neglected"
  | "upkeep_missing"
  | "upkeep_stopped"
  | "ending"
  | "broken"
  | "process_stopped"
  | "refresh_stuck";

/** One finding about the installation. Holds no secret. */
export interface Finding {
  readonly check: CheckName;
  /** `warning`: it works today. `failed`: some command fails, or a token is in danger. */
  readonly level: "ok" | "warning" | "failed";
  /** The stable name of the finding. An error of the store or its key has the code of that error. */
  readonly code: HealthyCode | FaultCode | ErrorCode;
  /** Paths, hosts and numbers. */
  readonly facts: MessageParams;
}
