import { once } from "node:events";
import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { start } from "./starting.ts";

test("a client that hangs up in the middle of its request is no defect: nothing is said of it", async () => {
  const said = vi.spyOn(console, "error").mockReturnValue();
  const { port } = await start({});
  const socket = connect(port, "localhost");
  await once(socket, "connect");
  const head = ["POST /token HTTP/1.1", `host: localhost:${port}`, "content-length: 100"];
  const type = "content-type: application/x-www-form-urlencoded";
  socket.end(`${[...head, type].join("\r\n")}\r\n\r\ngrant_type=`);
  await once(socket.resume(), "close");
  expect(said).not.toHaveBeenCalled();
  said.mockRestore();
});
