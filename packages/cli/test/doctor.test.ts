import type { ErrorCode, Finding, MessageParams } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { doctor } from "../src/commands/doctor.ts";
import { CliHarness } from "./support/cli-harness.ts";
import { coreErrors } from "./support/sample-errors.ts";

/** Errors that `doctor` never meets: those of a change, of `keys`, of `store move` and of a closed object. */
const elsewhere: readonly ErrorCode[] = [
  ...(["key_unwritable", "key_fixed", "nothing_sealed", "key_unproven", "key_copy_invalid"] as const),
  ...(["key_copy_wrong", "passphrase_missing", "passphrase_wrong", "client_version_fixed"] as const),
  ...(["login_gone", "connection_gone", "store_conflict", "store_closed", "store_not_empty"] as const),
  ...(["nothing_to_move", "moving_copied", "moving_restored"] as const),
];

const ofStore = Object.entries(coreErrors)
  .filter(([code, [kind]]) => kind === "store" && !elsewhere.includes(code as ErrorCode))
  .map(([code, [, facts]]) => [code as ErrorCode, facts] as const);

async function reportOf(
  code: ErrorCode,
  facts: MessageParams,
  language: "en" | "ja" = "en",
): Promise<string> {
  const cli = new CliHarness({ language });
  const context = cli.context(["doctor"]);
  const findings: readonly Finding[] = [{ check: "files", level: "failed", code, facts }];
  Object.assign(context.io, { examineInstallation: async () => findings });
  expect(await doctor(context, [], {})).toBe(1);
  return cli.stdout;
}

/** The line above the last sentence. */
const commandIn = (report: string): string => report.split("\n").at(-4)?.trim() ?? "";

describe("doctor names a command of its own for each error of the store", () => {
  test.each(ofStore)("%s", async (code, facts) => {
    const report = await reportOf(code, facts);
    const command = commandIn(report);
    expect(command).not.toMatch(/^$|^tokenwell status$|[{}]/);
    expect(report).toMatch(/\n1 to mend\. Doctor itself changes nothing\.\n$/);
    expect(commandIn(await reportOf(code, facts, "ja"))).toBe(command);
  });
});

const [file, database] = ["/data/tokenwell.db", "postgres://db.example.com:5432/app"];

test.each([
  [
    "store_moved",
    { place: file, to: database },
    "export TOKENWELL_STORE=postgres://USER@db.example.com:5432/app",
  ],
  ["store_moved", { place: database, to: file }, "unset TOKENWELL_STORE"],
  ["store_moving", { place: database, to: file }, "tokenwell store move file"],
  [
    "store_arriving",
    { place: database, from: file },
    "env -u TOKENWELL_STORE tokenwell store move postgres://USER@db.example.com:5432/app",
  ],
  [
    "store_arriving",
    { place: file, from: database },
    "TOKENWELL_STORE=postgres://USER@db.example.com:5432/app tokenwell store move file",
  ],
] as const)("%s of %j: %s", async (code, facts, command) => {
  expect(await reportOf(code, facts)).toContain(` ${command}\n`);
});
