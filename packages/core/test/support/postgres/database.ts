import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import { withoutDisk } from "./cluster.ts";
import { createDatabase, PostgresServer, statement } from "./server.ts";

/** A database of one test file or one test, empty, on the run's server. It may be dropped, and goes with the server. */
export interface TestDatabase extends AsyncDisposable {
  /** Address for its owner, who is no superuser. */
  readonly url: string;
  /** Address for the superuser. */
  readonly adminUrl: string;
}

/** Makes a database; starts the run's server if it is the first. */
export async function freshDatabase(): Promise<TestDatabase> {
  askedFor ??= ask();
  const serverUrl = await askedFor;
  const name = await createDatabase(serverUrl);
  const adminUrl = serverUrl.replace(/[^/]+$/, name);
  return {
    url: adminUrl.replace("//postgres:", "//tokenwell:"),
    adminUrl,
    async [Symbol.asyncDispose]() {
      await statement(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

let askedFor: Promise<string> | undefined;

/** Asks for the run's server; starts one of this process if the run has none. */
async function ask(): Promise<string> {
  const socket = inject("postgresSocket") as string | undefined;
  if (socket === undefined) return (await PostgresServer.start({ settings: withoutDisk })).adminUrl();
  const answer = await text(connect(socket));
  const { adminUrl, error } = JSON.parse(answer) as { adminUrl?: string; error?: string };
  if (adminUrl === undefined) throw new Error(error);
  return adminUrl;
}
