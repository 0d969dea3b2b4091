import { createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AssociatedData,
  clientBindingHash,
  open,
  overheadBytes,
  type SealingKey,
  seal,
} from "../../../src/store/sealing/envelope.ts";

function sealingKey(over: Partial<SealingKey> = {}): SealingKey {
  const kekId = randomBytes(8);
  return { key: createSecretKey(randomBytes(32)), keyId: randomBytes(16), kekId: () => kekId, ...over };
}

const associatedData: AssociatedData = {
  storeId: "store",
  workspaceId: "workspace",
  table: "connection",
  column: "refresh_token",
  rowId: "row",
  generation: 7,
  clientVersion: 1,
  clientHash: clientBindingHash("https://issuer.example", "https://issuer.example/token", "id"),
};
const text = Buffer.from("a refresh token");

describe("an envelope", () => {
  it("opens where it was sealed, whatever it holds", () => {
    const key = sealingKey();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        const sealed = seal(key, associatedData, bytes);
        expect(sealed.length).toBe(bytes.length + overheadBytes);
        expect(open(key, associatedData, sealed)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it("has the layout ver alg kek_id dek_id salt nonce commit ct tag", () => {
    const key = sealingKey();
    const sealed = Buffer.from(seal(key, associatedData, text));
    expect(overheadBytes).toBe(1 + 1 + 8 + 16 + 32 + 12 + 32 + 16);
    expect([...sealed.subarray(0, 2)]).toEqual([1, 1]);
    expect(sealed.subarray(2, 10)).toEqual(Buffer.from(key.kekId()));
    expect(sealed.subarray(10, 26)).toEqual(Buffer.from(key.keyId));
    expect(sealed.includes(text)).toBe(false);
  });

  it("opens what this format sealed before", () => {
    const bytes = (length: number, first: number) => Uint8Array.from({ length }, (_, index) => first + index);
    const key = createSecretKey(bytes(32, 0));
    const sealed = [
      "AQFAQUJDREVGRyAhIiMkJSYnKCkqKywtLi8PNTMiaK7qaRetnwdgFuBi167o5uXphYPEJr1OXhnVlUzdRczGrn5RYN",
      "JzxSDaDphps7W6sLKP9bNVM4ms2lY6S2NBL8Jy9NH+imcD8nHRW00Fuu+uPSytrTV4+4cR0IzuStmd0JtypD1GSw==",
    ].join("");
    const opened = open(
      { key, keyId: bytes(16, 32), kekId: () => bytes(8, 64) },
      associatedData,
      Buffer.from(sealed, "base64"),
    );
    expect(opened?.toString()).toBe("a refresh token");
  });

  it("is bound to every part of its place, whatever letters it is written in", () => {
    const key = sealingKey();
    const sealed = seal(key, { ...associatedData, rowId: "n1 日本" }, text);
    expect(open(key, { ...associatedData, rowId: "n1 日本" }, sealed)).toEqual(text);
    expect(open(key, { ...associatedData, rowId: "n1 日" }, sealed)).toBeUndefined();
  });

  it("is never the same twice", () => {
    const key = sealingKey();
    const seen = new Set(
      Array.from({ length: 100 }, () => Buffer.from(seal(key, associatedData, text)).toString("hex")),
    );
    expect(seen.size).toBe(100);
  });

  it("does not open when any one bit of it is changed", () => {
    const key = sealingKey();
    const sealed = seal(key, associatedData, text);
    for (let index = 0; index < sealed.length; index += 1) {
      const bit = 1 << (index % 8);
      const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ bit : byte));
      expect(open(key, associatedData, changed), `byte ${index}`).toBeUndefined();
    }
  });

  it("does not open when it was cut anywhere, so that a tag of 4 bytes is refused", () => {
    const key = sealingKey();
    const sealed = seal(key, associatedData, text);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(open(key, associatedData, sealed.subarray(0, length)), `${length} bytes`).toBeUndefined();
    }
    const longer = Buffer.concat([sealed, Buffer.alloc(1)]);
    expect(open(key, associatedData, longer)).toBeUndefined();
  });

  it("does not open as an unknown version or algorithm", () => {
    const key = sealingKey();
    const sealed = seal(key, associatedData, text);
    for (const at of [0, 1]) {
      for (const value of [0, 2, 255]) {
        const other = Uint8Array.from(sealed, (byte, index) => (index === at ? value : byte));
        expect(open(key, associatedData, other)).toBeUndefined();
      }
    }
  });

  it.each<Partial<AssociatedData>>([
    { storeId: "other" },
    { workspaceId: "other" },
    { table: "access_token" },
    { column: "token" },
    { rowId: "other" },
    { generation: 6 },
    { generation: 8 },
    { clientVersion: 2 },
    { clientHash: clientBindingHash("https://issuer.example", "https://evil.example/token", "id") },
    // The same letters, cut elsewhere.
    { storeId: "storework", workspaceId: "space" },
    { table: "connectionrefresh", column: "_token" },
  ])("does not open in another place: %o", (moved) => {
    const key = sealingKey();
    const sealed = seal(key, associatedData, text);
    expect(open(key, { ...associatedData, ...moved }, sealed)).toBeUndefined();
  });

  it("does not open with another key, even one of the same id, nor under another id", () => {
    const key = sealingKey();
    const sealed = seal(key, associatedData, text);
    expect(open(sealingKey(), associatedData, sealed)).toBeUndefined();
    expect(open(sealingKey({ keyId: key.keyId }), associatedData, sealed)).toBeUndefined();
    expect(open({ ...key, keyId: randomBytes(16) }, associatedData, sealed)).toBeUndefined();
  });

  it("opens after its key was wrapped anew by another key", () => {
    const key = sealingKey();
    const sealed = seal(key, associatedData, text);
    expect(open({ ...key, kekId: () => randomBytes(8) }, associatedData, sealed)).toEqual(text);
  });
});

describe("the hash of an address", () => {
  it("differs for each part, and where the parts meet", () => {
    const of = (...parts: [string, string, string]) =>
      Buffer.from(clientBindingHash(...parts)).toString("hex");
    const hashes = [
      of("a", "b", "c"),
      of("b", "b", "c"),
      of("a", "c", "c"),
      of("a", "b", "d"),
      of("ab", "", "c"),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
