import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { start } from "../starting.ts";
import { Scene } from "./scene.ts";

/** A tenant that ends with the test. */
export async function opened(options: object = {}): Promise<Scene> {
  return new Scene(await start({ personality: "auth0", ...options }));
}

/** A program at a loopback address, and the forms that are posted to it. */
export async function listening() {
  const arrived: URLSearchParams[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    arrived.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.end();
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backchannel`,
    arrived,
    /** Resolves when so many have come. */
    async has(count: number): Promise<readonly URLSearchParams[]> {
      while (arrived.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return arrived;
    },
  };
}
