import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { expect, test } from "vitest";
import { PostgresServer, statement } from "./server.ts";

test("A server recovers from a killed backend, and from a sudden stop on the same data and port.", async () => {
  const server = await PostgresServer.start();
  const url = server.url(await server.createDatabase());
  expect(await statement(url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  await statement(url, "CREATE TABLE kept AS SELECT 1 AS one");

  const client = new Client({ connectionString: url });
  const lost = new Promise((resolve) => client.on("error", resolve));
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  server.killBackend(rows[0]?.pid ?? 0);
  await lost;
  await untilServing(server);

  await server.stop("immediate");
  await expect(statement(url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  await server.start();
  expect(await statement(url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  await expect(statement(url.replace(/:\w+@/, ":wrong@"), "SELECT 1")).rejects.toThrow("password");
  await server.dispose();
  expect(existsSync(server.folder)).toBe(false);
});

test("The server and its folder go when the process that started it is killed.", async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "holder.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { folder, port } = JSON.parse(line.toString()) as { folder: string; port: number };
  expect(existsSync(folder)).toBe(true);
  child.kill("SIGKILL");
  while (existsSync(folder)) await pause(10);
  const url = `postgres://tokenwell:x@127.0.0.1:${port}/postgres`;
  await expect(statement(url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
});

async function untilServing(server: PostgresServer): Promise<void> {
  for (;;) {
    const isServing = await server.admin("SELECT 1").then(
      () => true,
      () => false,
    );
    if (isServing) return;
    await pause(10);
  }
}
