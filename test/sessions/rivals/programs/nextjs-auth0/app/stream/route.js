import { auth0 } from "../../lib/auth0.js";
import { order } from "../../lib/orders.js";

/** The first bytes leave before the token is asked for. */
export async function GET() {
  const body = new ReadableStream({
    async start(controller) {
      const say = (text) => controller.enqueue(new TextEncoder().encode(text));
      say("start ");
      await new Promise((resolve) => setTimeout(resolve, 50));
      try {
        const { token } = await auth0.getAccessToken();
        say(JSON.stringify(await order(token)));
      } catch (error) {
        say(`failed: ${error.code ?? error.message}`);
      }
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/plain" } });
}
