import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { web } from "../../sessions.js";

export const GET = web.withLogin(() => {
  const file = createReadStream(join(process.cwd(), "server.mjs"));
  return new Response(Readable.toWeb(file), { headers: { "content-type": "text/plain" } });
});
