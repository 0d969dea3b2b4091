import { readFileSync, writeFileSync } from "node:fs";
import { auth0Diagnoses } from "../packages/emulator/test/auth0/diagnoses.ts";
import type { Diagnosis } from "../packages/emulator/test/diagnosis.ts";
import { salesforceDiagnoses } from "../packages/emulator/test/salesforce/diagnoses.ts";

/** Where the tables are for people. */
export const page = new URL("../docs/reference/emulator-errors.md", import.meta.url);

const tables: readonly (readonly [heading: string, rows: readonly Diagnosis[]])[] = [
  ["Salesforce", salesforceDiagnoses],
  ["Auth0", auth0Diagnoses],
];

/** The page, made from the tables by which the tests try each row. */
export function rendered(): string {
  const sections = tables.map(([heading, rows]) => {
    const produced = rows.filter(({ notApplicable }) => !notApplicable).map(rowOf);
    const others = rows.filter(({ notApplicable }) => notApplicable);
    return [
      `## ${heading}`,
      "",
      "| Symptom | Produced by | Status | `error` | `error_description`, or body |",
      "|---|---|---|---|---|",
      ...produced,
      "",
      ...(others.length === 0 ? [] : ["Not produced:", ""]),
      ...others.map(({ cause, symptom }) => `- ${symptom}: ${cause}`),
      "",
    ].join("\n");
  });
  return `# What the emulator can go wrong with

Every row of the two providers' tables of symptoms that a server can cause, and the switch, fault or request that
produces it. A switch of an app is set by \`emulator.setApp(clientId, {…})\`, by \`POST /emulator/apps/CLIENT_ID\` or on the
page \`/emulator\`; a fault by \`emulator.faults.arm({…})\` or \`POST /emulator/faults\`. Each row is tried by a test, and this
page is made from the same table: \`node tools/emulator-errors.ts\`.

${sections.join("\n")}`;
}

function rowOf({ body, cause, description, error, status, symptom }: Diagnosis): string {
  const cells = [
    symptom,
    cause,
    status === undefined ? "page or callback" : String(status),
    coded(error),
    coded(description ?? body),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function coded(text: string | undefined): string {
  return text === undefined ? "" : `\`${text}\``;
}

if (import.meta.main) {
  writeFileSync(page, rendered());
}

/** The page as it is now. */
export function written(): string {
  return readFileSync(page, "utf8");
}
