// A client that costs little beside the server that it loads: kept connections, one request at a time on each, and of the
// answers only the status and the length are read.
import { connect, type Socket } from "node:net";

const head = /^HTTP\/1\.1 (\d+)[\s\S]*?\r\ncontent-length: (\d+)/i;

/** Sends so many requests over so many connections, and resolves when all are answered with 200. */
export async function load(
  port: number,
  {
    connections,
    requests,
    cookie,
  }: { readonly connections: number; readonly requests: number; readonly cookie: () => string },
): Promise<void> {
  let left = requests;
  const next = (): string | null => {
    if (left === 0) return null;
    left -= 1;
    return `GET /me HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nCookie: theme=dark; ${cookie()}\r\n\r\n`;
  };
  // It never sleeps: to wake it would be a part of the server's write, and the slower of two servers would pay it more often.
  let isOver = false;
  const spin = (): void => {
    if (!isOver) setImmediate(spin);
  };
  spin();
  try {
    const sockets = Array.from({ length: connections }, () =>
      connect({ port, host: "127.0.0.1", noDelay: true }),
    );
    await Promise.all(sockets.map((socket) => converse(socket, next)));
  } finally {
    isOver = true;
  }
}

function converse(socket: Socket, next: () => string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const ask = (): void => {
      answer = "";
      const request = next();
      if (request === null) socket.end(resolve);
      else socket.write(request);
    };
    socket.setEncoding("latin1");
    socket.once("connect", ask).once("error", reject);
    socket.on("data", (text: string) => {
      answer += text;
      const end = answer.indexOf("\r\n\r\n");
      const [, status, length] = (end > 0 && head.exec(answer)) || [];
      if (status === undefined || answer.length < end + 4 + Number(length)) return;
      if (status === "200") ask();
      else {
        socket.destroy();
        reject(new TypeError(answer));
      }
    });
  });
}
