// Run by the tests as another process: `login-child.ts <options as JSON>`. It prints one line of JSON per step.
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import type { LoginOptions } from "../../src/api/login.ts";
import type { TokenwellError } from "../../src/errors.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { storeEnvironment } from "../support/test-store.ts";

const { home, issuer, hangsAt, login } = JSON.parse(process.argv[2] ?? "") as LoginChildOptions;
const say = (value: unknown) => writeSync(1, `${JSON.stringify(value)}\n`);

/** Task of a child process. */
export interface LoginChildOptions {
  readonly home: string;
  readonly issuer: string;
  /** Step after which the process does nothing more, and lives until it is killed. */
  readonly hangsAt?: "allowed" | "stored";
  readonly login: Omit<Partial<LoginOptions>, "clientSecret">;
}

const tokenwell = await openTokenwell({ home, env: storeEnvironment(home) });
const pending = await tokenwell.login(issuer, {
  clientId: "demo",
  clientSecret: null,
  ...login,
  onProgress: ({ kind }) => {
    if (kind !== hangsAt) return;
    say(kind);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
// Node keeps what it compiled when a process exits, and this one is killed.
flushCompileCache();
say(pending.url);
for await (const callback of createInterface({ input: process.stdin })) {
  say(
    await pending.answer(callback).then(
      () => "done",
      ({ code }: TokenwellError) => code,
    ),
  );
}
