import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { writeJsonArray } from "../src/output.ts";

/** A stream that notes each write. */
function recordingStream(): { readonly stream: Writable; readonly writes: string[] } {
  const writes: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      writes.push(String(chunk));
      done();
    },
  });
  return { stream, writes };
}

test.each([[[]], [[{ name: "acme" }]], [[{ name: "acme" }, { name: "更新", since: new Date(0) }, {}]]])(
  "writeJsonArray() writes the same bytes as JSON.stringify() for %j",
  async (items) => {
    const { stream, writes } = recordingStream();
    await writeJsonArray(stream, items);
    expect(writes.join("")).toBe(`${JSON.stringify(items)}\n`);
  },
);

test("writeJsonArray() writes each item before it reads the next one", async () => {
  const { stream, writes } = recordingStream();
  const seen: string[] = [];
  async function* items(): AsyncGenerator<object> {
    for (const name of ["one", "two", "three"]) {
      seen.push(writes.join(""));
      yield { name };
    }
  }
  await writeJsonArray(stream, items());
  expect(seen).toEqual(["", '[{"name":"one"}', '[{"name":"one"},{"name":"two"}']);
});

test("writeJsonArray() writes nothing if the first item cannot be read", async () => {
  const { stream, writes } = recordingStream();
  // biome-ignore lint/correctness/useYield: the error comes before the first item
  async function* failing(): AsyncGenerator<object> {
    throw new Error("unreadable");
  }
  await expect(writeJsonArray(stream, failing())).rejects.toThrow("unreadable");
  expect(writes).toEqual([]);
});
