import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "./database.ts";
import { Line } from "./line.ts";
import { statement } from "./server.ts";

let database: TestDatabase;
let line: Line;
beforeAll(async () => {
  database = await freshDatabase();
  line = await Line.open(Number(new URL(database.url).port));
  await statement(database.url, "CREATE TABLE seen (id integer)");
});
afterAll(async () => {
  await line.close();
  await database[Symbol.asyncDispose]();
});

test("A stalled line holds a statement until it heals.", async () => {
  const client = await connected();
  line.stall();
  const answer = client.query("INSERT INTO seen VALUES (1)");
  expect(await seen(1)).toBe(false);
  line.heal();
  await answer;
  expect(await seen(1)).toBe(true);
  await client.end();
});

test("On a mute line the server commits and its caller never hears; then the line is cut.", async () => {
  const client = await connected();
  line.mute();
  const answer = client.query("INSERT INTO seen VALUES (2)").catch(String);
  while (!(await seen(2))) await pause(10);
  line.cut();
  expect(await answer).toMatch(/ECONNRESET|terminated/);
  await expect(connected()).rejects.toThrow("ECONNRESET");
  line.heal();
  await (await connected()).end();
});

async function connected(): Promise<Client> {
  const client = new Client({ connectionString: line.url(database.url) });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function seen(id: number): Promise<boolean> {
  return (await statement(database.url, "SELECT 1 FROM seen WHERE id = $1", [id])).length === 1;
}
