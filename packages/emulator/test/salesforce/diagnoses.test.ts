import { expect, test } from "vitest";
import { start } from "../starting.ts";
import { salesforceDiagnoses } from "./diagnoses.ts";
import { Scene } from "./scene.ts";

const startMs = Date.UTC(2026, 10, 25);
const producible = salesforceDiagnoses.flatMap(({ produce, ...row }) =>
  produce === undefined ? [] : [{ ...row, produce }],
);

test.each(producible)("$symptom: $cause", async ({ body, description, error, produce, status }) => {
  const emulator = await start({ personality: "salesforce", rotation: "static", startMs });
  const observed = await produce(new Scene(emulator));
  const { body: seen = "", ...rest } = observed;
  expect(rest).toEqual(
    Object.fromEntries(
      Object.entries({ status, error, description }).filter(([, value]) => value !== undefined),
    ),
  );
  expect(seen).toContain(body ?? "");
});

test("every diagnosis is produced or says why not", () => {
  const open = salesforceDiagnoses.filter(
    ({ notApplicable, produce }) => notApplicable !== (produce === undefined ? true : undefined),
  );
  expect(open).toEqual([]);
});
