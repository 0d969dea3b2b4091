import { PostgresServer } from "./server.ts";

// A process that starts a server, says where, and waits to be killed.
const { folder, port } = await PostgresServer.start();
process.stdout.write(`${JSON.stringify({ folder, port })}\n`);
setInterval(() => undefined, 60_000);
