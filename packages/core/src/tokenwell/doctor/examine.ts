import { homedir } from "node:os";
import type { CheckName, Finding } from "../../api/doctor.ts";
import type { OpenOptions } from "../../api/open.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { Client } from "../../model.ts";
import { type Paths, resolvePaths } from "../../store/paths.ts";
import { inspectStore, type StoreInspection } from "../../store/sqlite/inspect.ts";
import { openSqlite } from "../../store/sqlite/store.ts";
import type { ConnectionState, Store } from "../../store/store.ts";
import { openEgress } from "../../wire/egress.ts";
import { checkConnections, checkRefreshes, type UpkeepFacts } from "./connections.ts";
import { checkDurability, checkFiles, checkKey, checkVersions } from "./files.ts";
import { checkClock, checkNetwork } from "./network.ts";
import { checkProcesses, usersOf } from "./processes.ts";

/** Milliseconds that a look at the data waits for another process. */
const busyTimeoutMs = 1_000;
/** Connections that are looked at. */
const mostConnections = 1_000;

const order: readonly CheckName[] = [
  ...(["key", "files", "durability", "versions"] as const),
  ...(["network", "clock", "connections", "processes"] as const),
];

/** Options of {@link examineInstallation}. */
export interface ExamineOptions extends Pick<OpenOptions, "home" | "env" | "clock"> {
  /** Version of the program that asks, to compare with others that use the same data. */
  readonly version?: string;
}

/**
 * Examines the installation: key, files, durability, versions, proxy and certificates, clock, connections, processes.
 * Changes nothing. It asks the providers of the stored connections for their time; no other request leaves. Call it in a
 * process that has not opened the store.
 *
 * @returns the findings in the order of the checks; what is well has the level `ok`
 *
 * @example
 * const findings = await examineInstallation();
 * if (findings.some(({ level }) => level !== "ok")) process.exitCode = 1;
 */
export async function examineInstallation(options: ExamineOptions = {}): Promise<readonly Finding[]> {
  const env = options.env ?? process.env;
  const home = options.home === undefined ? env : { ...env, TOKENWELL_HOME: options.home };
  const paths = resolvePaths(home, process.platform, homedir());
  const clock = options.clock ?? systemClock;
  const inspected = inspectStore(paths.database);
  const users = usersOf(paths.database);
  const key = checkKey(paths, inspected);
  const version = options.version ?? "";
  const files = [
    ...[...key, ...checkFiles(paths, inspected), ...checkDurability(paths, inspected)],
    ...checkVersions(inspected, { tokenwell: version, node: process.versions.node }),
    ...checkProcesses(users, version),
  ];
  const isReadable = key.every(({ level }) => level !== "failed");
  const content = isReadable ? await checkContent(paths, inspected, clock) : nothingRead;
  const egress = openEgress({ clock, env });
  const around = checkNetwork(env, content.clients);
  const isProxyRight = around.every(({ code }) => code !== "proxy_invalid");
  const isRead = !inspected.exists || content.isRead;
  const clocks = isProxyRight && isRead ? await checkClock(content.clients, { egress, clock }) : [];
  await egress.close();
  return inOrder([...files, ...content.findings, ...around, ...clocks]);
}

interface Content {
  readonly findings: readonly Finding[];
  readonly clients: readonly Client[];
  /** Whether the data could be read. */
  readonly isRead: boolean;
}

const nothingRead: Content = { findings: [], clients: [], isRead: false };

/** Opens the data without changing it, and checks what is in it. */
async function checkContent(
  paths: Paths,
  { exists, format, knownFormat }: StoreInspection,
  clock: Clock,
): Promise<Content> {
  if (!exists || format === null || format !== knownFormat) return nothingRead;
  let store: Store;
  try {
    store = await openSqlite({ ...paths, clock, busyTimeoutMs, readOnly: true });
  } catch (error) {
    return failed(error);
  }
  try {
    return await readContent(store, paths, clock);
  } catch (error) {
    return failed(error);
  } finally {
    await store.close();
  }
}

async function readContent(store: Store, paths: Paths, clock: Clock): Promise<Content> {
  const names = await store.connections.names();
  const states = await store.connections.readNamed(names.slice(0, mostConnections));
  const nowMs = clock.nowMs();
  const copied = store.copies?.findEvidence() ?? null;
  const copies: readonly Finding[] =
    copied === null
      ? []
      : [{ check: "files", level: "failed", code: `store_${copied}`, facts: { place: paths.database } }];
  const findings = [
    ...copies,
    ...checkConnections(states, await upkeepFacts(store, states), nowMs),
    ...(await checkRefreshes(store, states, nowMs)),
  ];
  return { findings, clients: clientsOf(states), isRead: true };
}

async function upkeepFacts(store: Store, states: readonly ConnectionState[]): Promise<UpkeepFacts> {
  const hooks = await Promise.all(states.map(({ connection }) => store.hooks.of(connection.id)));
  return {
    lastMs: await store.upkeeps.last(),
    isNeeded:
      hooks.flat().length > 0 || states.some(({ client }) => client.lifetimes.idleSeconds !== undefined),
  };
}

function clientsOf(states: readonly ConnectionState[]): readonly Client[] {
  return [...new Map(states.map(({ client }) => [`${client.id} ${client.version}`, client])).values()];
}

function failed(error: unknown): Content {
  if (!(error instanceof StoreError)) throw error;
  const { code, facts } = error;
  return {
    ...nothingRead,
    findings: [{ check: code.startsWith("key_") ? "key" : "files", level: "failed", code, facts }],
  };
}

/** Puts the findings in the order of the checks. A check with a fault says nothing of what is well in it. */
function inOrder(all: readonly Finding[]): readonly Finding[] {
  return order.flatMap((check) => {
    const own = all.filter((finding) => finding.check === check);
    const faults = own.filter(({ level }) => level !== "ok");
    if (check === "processes" && own.length === 0)
      return [{ check, level: "ok", code: "none_stuck", facts: {} } as const];
    return faults.length > 0 ? faults : own.slice(0, 1);
  });
}
