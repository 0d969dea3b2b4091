// The same callers, with Tokenwell.
import { openTokenwell } from "tokenwell";

const tokenwell = await openTokenwell();

process.stdout.write("ready\n");
process.stdin.once("data", async () => {
  const callers = Array.from({ length: Number(process.env.CALLERS) }, () => tokenwell.token("acme"));
  const calls = await Promise.allSettled(callers);
  process.stdout.write(`${calls.filter((call) => call.status === "fulfilled").length}\n`);
  await tokenwell.close();
  process.exit();
});
