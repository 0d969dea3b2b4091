import { createServer } from "node:http";
import next from "next";
import { web } from "./lib/sessions.ts";

// `next start` would do, but it ends the process before a refresh that nothing waits for is stored.
const { PORT = "3000" } = process.env;
const app = next({ dev: process.env.NODE_ENV !== "production", port: Number(PORT) });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => void handle(request, response));
server.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));

process.once("SIGTERM", () => {
  server.close(async () => {
    await app.close();
    await (await web.sessions()).close();
    process.exit();
  });
});
