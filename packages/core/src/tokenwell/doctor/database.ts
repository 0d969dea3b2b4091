import { readdirSync } from "node:fs";
import type { Finding } from "../../api/doctor.ts";
import type { Clock } from "../../clock.ts";
import type { Paths } from "../../store/paths.ts";
import type { DatabaseInspection } from "../../store/postgres/inspect.ts";
import { inspectFolder } from "../../store/sqlite/inspect.ts";
import { type Content, checkContent, findingOf, nothingRead } from "./content.ts";
import { checkFormat, isInMemory, type Ours } from "./files.ts";
import { checkKey } from "./key.ts";

/** Milliseconds that the clocks of this machine and the server may differ. */
const toleratedMs = 5_000;

/** Examines a store in PostgreSQL, and the files of this machine that belong to it. */
export async function examineDatabase(
  url: string,
  paths: Paths,
  { ours, clock }: { readonly ours: Ours; readonly clock: Clock },
): Promise<Content> {
  const [{ inspectDatabase }, { openPostgres }] = await Promise.all([
    import("../../store/postgres/inspect.ts"),
    import("../../store/postgres/store.ts"),
  ]);
  let inspected: DatabaseInspection;
  try {
    inspected = await inspectDatabase(url, clock);
  } catch (error) {
    // Without the database, nothing says whether there is data that needs the key.
    const findings = [findingOf(error, "database"), ...checkKey(paths, false), ...checkSpool(paths, null)];
    return { ...nothingRead, findings };
  }
  const { format, keyCheck, knownFormat, processes } = inspected;
  const key = checkKey(paths, format !== null || inspected.denied.length > 0);
  const findings = [
    ...[...key, ...checkAccess(inspected), ...checkSpool(paths, keyCheck?.storeId ?? null)],
    ...checkServer(inspected),
    checkFormat(inspected, { ...ours, engine: `PostgreSQL ${inspected.server}` }),
    ...checkUsers(processes),
  ];
  const isReadable = key.every(({ level }) => level !== "failed") && format === knownFormat;
  const open = () => openPostgres({ ...paths, url, clock, readOnly: true });
  const content = isReadable ? await checkContent(open, { check: "database", clock }) : nothingRead;
  return {
    ...content,
    findings: [...findings, ...content.findings],
    isRead: format === null || content.isRead,
  };
}

/** Checks that the user may do what Tokenwell does. */
function checkAccess(found: DatabaseInspection): readonly Finding[] {
  const { denied, format, isEncrypted, knownFormat, mayMigrate, place, schema, server, user } = found;
  const facts = { place, user, schema, server };
  const fault = (code: Finding["code"], more: Finding["facts"] = {}): readonly Finding[] => [
    { check: "database", level: "failed", code, facts: { ...facts, ...more } },
  ];
  if (denied.length > 0) return fault("rights_missing", { table: denied[0] ?? "" });
  if (!mayMigrate && format === null) return fault("schema_missing");
  if (!mayMigrate && format !== null && format < knownFormat) return fault("schema_old");
  const code = format === null ? "database_empty" : isEncrypted ? "database_encrypted" : "database_local";
  return [{ check: "database", level: "ok", code, facts }];
}

/** Checks that a commit lasts, and that this machine and the server agree on the time. */
function checkServer({ aheadMs, host, isReplicated, off, place }: DatabaseInspection): readonly Finding[] {
  const faults = off.map((setting): Finding => {
    const facts = { place, setting };
    return { check: "durability", level: "failed", code: "server_forgets", facts };
  });
  const code = isReplicated ? "durable_replicated" : "durable_server";
  const seconds = Math.max(1, Math.round(Math.abs(aheadMs) / 1000));
  const isRight = Math.abs(aheadMs) <= toleratedMs;
  return [
    ...(faults.length > 0 ? faults : [{ check: "durability", level: "ok", code, facts: { place } } as const]),
    {
      check: "clock",
      level: isRight ? "ok" : "failed",
      code: isRight ? "clock_right" : aheadMs > 0 ? "clock_ahead" : "clock_behind",
      facts: { host, seconds, platform: process.platform },
    },
  ];
}

/** Tells how many processes use the database, if any does. */
const checkUsers = (count: number): readonly Finding[] =>
  count === 0 ? [] : [{ check: "processes", level: "ok", code: "processes_seen", facts: { count } }];

/** Checks the folder of the responses that the database did not take. `storeId`: the store whose files count; `null` for any. */
function checkSpool({ spool }: Paths, storeId: string | null): readonly Finding[] {
  const { fileSystem, isWritable } = inspectFolder(spool);
  const found: Finding[] = [];
  const add = (level: Finding["level"], code: Finding["code"], facts: Finding["facts"] = {}): void => {
    found.push({ check: "files", level, code, facts: { path: spool, ...facts } });
  };
  if (!isWritable) add("failed", "spool_unwritable");
  if (isInMemory(fileSystem, spool)) add("warning", "spool_in_memory", { type: fileSystem.type ?? "" });
  const count = namesIn(spool).filter((name) => name.startsWith(storeId ?? "")).length;
  if (count > 0) add("warning", "answers_waiting", { count });
  if (found.length === 0) add("ok", "spool_empty");
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
