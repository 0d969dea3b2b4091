import { expect, test } from "vitest";
import { auth0Diagnoses } from "./diagnoses.ts";
import { opened } from "./opened.ts";

const startMs = Date.UTC(2026, 10, 25);
const producible = auth0Diagnoses.flatMap(({ produce, ...row }) =>
  produce === undefined ? [] : [{ ...row, produce }],
);

test.each(producible)("$symptom: $cause", async ({ body, description, error, produce, status }) => {
  const observed = await produce(await opened({ startMs }));
  const expected = { body, description, error, status };
  expect(observed).toEqual(
    Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
  );
});

test("every diagnosis is produced or says why not", () => {
  const open = auth0Diagnoses.filter(
    ({ notApplicable, produce }) => notApplicable !== (produce === undefined ? true : undefined),
  );
  expect(open).toEqual([]);
});
