/**
 * Run as a process of its own, for what an environment variable does at start. `get URL` prints the status or the
 * error's code, reason and `sent`; `secrets URL STATE` sends and receives secrets, so that what NODE_DEBUG prints
 * can be searched for them.
 */
import { connect } from "node:net";
import { systemClock } from "../../src/clock.ts";
import { WireError } from "../../src/errors.ts";
import { openEgress } from "../../src/wire/egress.ts";
import { listen } from "../../src/wire/loopback-server/listener.ts";

const [, , verb = "", url = "", state = ""] = process.argv;
const egress = openEgress({ clock: systemClock, env: process.env });

async function get(): Promise<string> {
  try {
    return String((await egress.send({ method: "GET", url })).status);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return `${error.code} ${error.facts.reason} ${error.sent}`;
  }
}

async function secrets(): Promise<string> {
  const headers = { authorization: `Basic ${state}`, "content-type": "application/x-www-form-urlencoded" };
  const body = `refresh_token=${state}`;
  await egress.send({ method: "POST", url, headers, body, fresh: true });
  const redirectUri = "http://localhost:0/callback";
  const listener = await listen({ redirectUri, state, languageFallback: "en", clock: systemClock });
  // As a browser would: with what says nothing of itself under NODE_DEBUG=undici.
  const browser = connect(listener.port, "127.0.0.1");
  browser.end(
    `GET /callback?code=${state}&state=${state} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n`,
  );
  const hit = await listener.next();
  await hit.reply({ kind: "done", facts: { name: "acme" } });
  await listener.close();
  return "done";
}

process.stdout.write(`${await (verb === "get" ? get() : secrets())}\n`);
await egress.close();
