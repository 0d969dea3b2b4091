import { request as send } from "node:http";
import { text } from "node:stream/consumers";

/** Sends a request over HTTP as it is. `fetch` would send `Sec-Fetch-Mode: cors` in place of a navigation's. */
export async function overHttp(request: Request): Promise<Response> {
  const body = await request.text();
  const { promise, reject, resolve } = Promise.withResolvers<Response>();
  const headers = { ...Object.fromEntries(request.headers), "content-length": Buffer.byteLength(body) };
  const sent = send(request.url, { method: request.method, headers }, (response) => {
    text(response).then((answer) => {
      const received = new Headers();
      for (const [name, values] of Object.entries(response.headersDistinct))
        for (const value of values ?? []) received.append(name, value);
      const status = response.statusCode ?? 0;
      resolve(new Response(answer === "" ? null : answer, { status, headers: received }));
    }, reject);
  });
  sent.on("error", reject);
  sent.end(body);
  return await promise;
}
