import { once } from "node:events";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A POST that arrived at a provider. */
export interface Arrived {
  readonly path: string;
  readonly form: URLSearchParams;
  /** The credentials of Basic authentication, undecoded. `undefined` without the header. */
  readonly basic: string | undefined;
  readonly status: number;
}

/** A proxy in front of a provider, which records what arrives. */
export interface RecordingProxy {
  readonly origin: string;
  readonly arrived: readonly Arrived[];
}

/** Opens a proxy to a port of this machine for one test. `change` changes the text of each answer. */
export async function openProxy(
  port: number,
  change: (text: string) => string = (same) => same,
): Promise<RecordingProxy> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const { headers, method, url: path = "" } = request;
    const body = await text(request);
    const forwarded = send({ host: "127.0.0.1", port, path, method, headers, agent: false });
    forwarded.end(body);
    const [answer] = await once(forwarded, "response");
    const content = change(await text(answer));
    if (method === "POST") {
      const basic = /^Basic (.*)$/.exec(headers.authorization ?? "")?.[1];
      const decoded = basic === undefined ? undefined : Buffer.from(basic, "base64").toString();
      arrived.push({ path, form: new URLSearchParams(body), basic: decoded, status: answer.statusCode });
    }
    const { "content-length": _, "transfer-encoding": __, ...rest } = answer.headers;
    response.writeHead(answer.statusCode, rest).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, arrived };
}
