/*
 * One server process of a web app whose users stay logged in. Its clock is moved by node --require preload.cjs; a line on
 * stdin is the milliseconds by which it is moved further. Prints its port, and a line after each move.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { openSessions } from "@tokenwell/session";
import { requireLogin } from "@tokenwell/session/node";

const clock = (globalThis as unknown as Readonly<Record<symbol, { offsetMs: number }>>)[
  Symbol.for("tokenwell.emulator.clock")
];
const sessions = await openSessions(JSON.parse(process.argv[2] ?? ""));
const guard = requireLogin();
const server = createServer(
  sessions.node(async (request, response) => {
    if (!(await guard(request, response))) return;
    const { session } = request;
    const { accessToken } = await session.token();
    response.end(JSON.stringify({ subject: session.user?.subject, accessToken }));
  }),
);
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (clock) clock.offsetMs += Number(line);
    console.log("moved");
  })
  .on("close", () => process.exit());
