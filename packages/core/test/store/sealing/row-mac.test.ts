import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Keyring, kekOf, newWorkspace } from "../../../src/store/sealing/keyring.ts";
import type { Row } from "../../../src/store/sealing/row.ts";
import { joined, type MacColumns } from "../../../src/store/sealing/row-mac.ts";

const columns: MacColumns = {
  table: "thing",
  columns: [
    ["address", "value"],
    ["count", "value"],
    ["secret", "presence"],
  ],
  keys: ["address", "count", "secret"],
  macKey: "mac",
};
const plain: Row = { address: "https://a.example", count: 1, secret: new Uint8Array([1, 2]) };

function keyring(): Keyring {
  const kek = kekOf(randomBytes(32));
  const made = Keyring.of(kek, "store", newWorkspace(kek, "store", "default"));
  if (made === undefined) throw new TypeError("the new workspace does not open");
  return made;
}

describe("the MAC of a row", () => {
  test.each([
    ["a value", { address: "https://b.example" }],
    ["a value's type", { count: "1" }],
    ["the presence of a ciphertext", { secret: null }],
    ["the MAC", { mac: new Uint8Array(32) }],
    ["the MAC's length", { mac: new Uint8Array(31) }],
    ["the MAC's presence", { mac: null }],
  ])("refuses a row in which %s has changed, although it was authentic a moment ago", (_what, change) => {
    const ring = keyring();
    const row = { ...plain, mac: ring.mac(columns, plain) };
    expect(ring.isAuthentic(columns, row)).toBe(true);
    expect(ring.isAuthentic(columns, { ...row, ...change })).toBe(false);
    expect(ring.isAuthentic(columns, { ...row })).toBe(true);
  });

  test("is the same for a row that a join has read", () => {
    const ring = keyring();
    const read = { "thing.address": "https://a.example", "thing.count": 1, "thing.secret": 1 };
    const mac = ring.mac(columns, plain);
    expect(ring.isAuthentic(joined(columns), { ...read, "thing.mac": mac })).toBe(true);
    expect(ring.isAuthentic(joined(columns), { ...read, mac })).toBe(false);
  });
});
