import type { CheckName, Finding } from "../../api/doctor.ts";
import { openEgress } from "../../wire/egress.ts";
import { type InstallationOptions, installationOf } from "../installation.ts";
import { examineDatabase } from "./database.ts";
import { examineFiles } from "./files.ts";
import { checkClock, checkNetwork } from "./network.ts";

const order: readonly CheckName[] = [
  ...(["key", "database", "files", "durability", "versions"] as const),
  ...(["network", "clock", "connections", "processes"] as const),
];

/** Options of {@link examineInstallation}. */
export interface ExamineOptions extends InstallationOptions {
  /** Version of the program that asks, to compare with others that use the same data. */
  readonly version?: string;
}

/**
 * Examines the installation: key, database, files, durability, versions, proxy and certificates, clock, connections,
 * processes. Changes nothing. It asks the providers of the stored connections for their time; no other request leaves. Call it in a
 * process that has not opened the store.
 *
 * @returns the findings in the order of the checks; what is well has the level `ok`
 *
 * @example
 * const findings = await examineInstallation();
 * if (findings.some(({ level }) => level !== "ok")) process.exitCode = 1;
 */
export async function examineInstallation(options: ExamineOptions = {}): Promise<readonly Finding[]> {
  const { clock, env, paths, url } = installationOf(options);
  const ours = { tokenwell: options.version ?? "", node: process.versions.node };
  const store = url
    ? await examineDatabase(url, paths, { ours, clock })
    : await examineFiles(paths, { ours, clock });
  const egress = openEgress({ clock, env });
  const around = checkNetwork(env, store.clients);
  const isProxyRight = around.every(({ code }) => code !== "proxy_invalid");
  const clocks = isProxyRight && store.isRead ? await checkClock(store.clients, { egress, clock }) : [];
  await egress.close();
  return inOrder([...store.findings, ...around, ...clocks]);
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
