import { setTimeout as sleep } from "node:timers/promises";
import { auth0 } from "../../lib/auth0.js";
import { order } from "../../lib/orders.js";

/** An event stream that outlives several access tokens. */
export async function GET() {
  const body = new ReadableStream({
    async start(controller) {
      const say = (text) => controller.enqueue(new TextEncoder().encode(`${text}\n`));
      try {
        for (let round = 0; round < 6; round += 1) {
          const { token } = await auth0.getAccessToken();
          say(JSON.stringify(await order(token)));
          await sleep(400);
        }
      } catch (error) {
        say(`failed: ${error.code ?? error.message}`);
      }
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
