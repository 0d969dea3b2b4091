import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAuthority } from "../../../../emulator/src/serving/tls.ts";
import { withoutDisk } from "./cluster.ts";
import { PostgresServer, statement } from "./server.ts";

type Authority = Awaited<ReturnType<typeof makeAuthority>>;

let authority: Authority;
let server: PostgresServer;
beforeAll(async () => {
  authority = await makeAuthority([{ type: 2, value: "localhost" }]);
  server = await PostgresServer.start({ settings: withoutDisk, certificate: authority });
});
afterAll(async () => {
  await server.dispose();
  await authority.close();
});

/** The server's address by a name of this machine. */
function url(host: string, words = ""): string {
  return `${server.url("postgres").replace("127.0.0.1", host)}${words}`;
}

test("A server with a certificate is known by its name, and by no other.", async () => {
  const words = `?sslmode=verify-full&sslrootcert=${authority.caFile}`;
  expect(await statement(url("localhost", words), "SHOW ssl")).toEqual([{ ssl: "on" }]);
  await expect(statement(url("127.0.0.1", words), "SELECT 1")).rejects.toThrow(
    "IP: 127.0.0.1 is not in the cert's list",
  );
});

test("A server with a certificate refuses a login without TLS.", async () => {
  await expect(statement(url("localhost"), "SELECT 1")).rejects.toThrow("no encryption");
});
