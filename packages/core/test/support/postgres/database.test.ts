import { expect, test } from "vitest";
import { freshDatabase } from "./database.ts";
import { statement } from "./server.ts";

test("Every test has a database of its own, whose owner is no superuser.", async () => {
  const [first, second] = await Promise.all([freshDatabase(), freshDatabase()]);
  await statement(first.url, "CREATE TABLE mine (id integer)");
  await expect(statement(second.url, "SELECT * FROM mine")).rejects.toThrow("does not exist");
  expect(await statement(first.url, "SHOW is_superuser")).toEqual([{ is_superuser: "off" }]);
  expect(await statement(first.adminUrl, "SHOW is_superuser")).toEqual([{ is_superuser: "on" }]);
  await first[Symbol.asyncDispose]();
  await expect(statement(first.url, "SELECT 1")).rejects.toThrow("does not exist");
});
