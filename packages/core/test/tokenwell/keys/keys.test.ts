import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/secret.ts";
import { openKeys } from "../../../src/tokenwell/keys/keys.ts";
import { filledStore, useAll } from "../../store/sqlite/filled-store.ts";
import { freshPlaces } from "../../store/sqlite/folder.ts";

type Places = ReturnType<typeof freshPlaces>;
type Env = Readonly<Record<string, string>>;

const passphrase = Secret.of("correct horse battery");
const isWindows = process.platform === "win32";

const keysOf = ({ folder }: Places, env: Env = {}) => openKeys({ home: folder, env });

/** The content of all files of a store, but for the log that any reader makes. */
const filesOf = ({ folder }: Places): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(`${folder}/${name}`).isFile() && !/locks|-(?:wal|shm)$/.test(name))
      .map((name) => [name, readFileSync(`${folder}/${name}`, "latin1")]),
  );

describe("keys", () => {
  it("tells where the key is, and whether it fits the data", async () => {
    const places = await filledStore();
    const status = await keysOf(places).status();
    const { key: location } = places;
    expect(status).toMatchObject({ place: "file", location, hasData: true, problem: null, alsoIn: null });
    expect(status.id).toMatch(/^[0-9a-f]{16}$/);
    const other = await filledStore();
    writeFileSync(places.key, readFileSync(other.key));
    expect(await keysOf(places).status()).toMatchObject({ id: null, problem: { code: "key_wrong" } });
    rmSync(places.key);
    expect(await keysOf(places).status()).toMatchObject({ id: null, problem: { code: "key_missing" } });
    expect(await keysOf(freshPlaces()).status()).toMatchObject({ id: null, problem: null, hasData: false });
  });

  it("counts every value without changing one", async () => {
    const places = await filledStore();
    const { newest, earlier, damaged } = await keysOf(places).count();
    expect(newest).toBeGreaterThan(20);
    expect({ earlier, damaged }).toEqual({ earlier: 0, damaged: 0 });
  });
});

describe("keys use env", () => {
  const given = async () => {
    const places = await filledStore();
    const text = readFileSync(places.key, "utf8").trim();
    const file = `${places.folder}/given`;
    writeFileSync(file, text, { mode: 0o600 });
    return { places, text, file };
  };

  it("leaves the key to the environment, once that has it", async () => {
    const { places, text, file } = await given();
    const before = await useAll(places);
    await expect(keysOf(places).use("env")).rejects.toMatchObject({ code: "key_not_given" });
    expect(readFileSync(places.key, "utf8")).toContain(text);
    const { hasMoved, status } = await keysOf(places, { TOKENWELL_KEY_FILE: file }).use("env");
    expect({ hasMoved, problem: status.problem }).toEqual({ hasMoved: true, problem: null });
    expect(Object.values(filesOf(places)).filter((content) => content.includes(text))).toHaveLength(1);
    await expect(useAll(places)).rejects.toMatchObject({ code: "key_not_given" });
    for (const givenKey of [{ file }, { text: () => text }])
      expect(await useAll({ ...places, givenKey })).toEqual(before);
  });

  it("keeps the file's key if the environment gives another one, or none that is readable", async () => {
    const { places, text, file } = await given();
    const other = readFileSync((await filledStore()).key, "utf8");
    const refusals = { [other]: "key_unproven", "": "key_invalid" };
    for (const [content, code] of Object.entries(refusals)) {
      writeFileSync(file, content);
      const env = { TOKENWELL_KEY_FILE: file };
      await expect(keysOf(places, env).use("env")).rejects.toMatchObject({ code });
      expect(readFileSync(places.key, "utf8")).toContain(text);
    }
  });

  it.skipIf(isWindows)("refuses a file of this user that others may read", async () => {
    const { places, file } = await given();
    if (process.geteuid?.() === 0) return;
    chmodSync(file, 0o644);
    const keys = keysOf(places, { TOKENWELL_KEY_FILE: file });
    await expect(keys.use("env")).rejects.toMatchObject({ code: "key_readable" });
  });

  it("takes the bare copy of the key", async () => {
    const { places, file } = await given();
    writeFileSync(file, await keysOf(places).backup(null));
    expect(await keysOf(places, { TOKENWELL_KEY_FILE: file }).use("env")).toMatchObject({ hasMoved: true });
  });

  it("needs no key file where the store is new, as in a container", async () => {
    const { text } = await given();
    const places = { ...freshPlaces(), givenKey: { text: () => text } };
    await useAll(places);
    expect(readdirSync(places.folder)).not.toContain("config");
    await expect(useAll({ ...places, givenKey: { text: () => "other" } })).rejects.toMatchObject({
      code: "key_invalid",
    });
  });
});

describe("keys use keychain", () => {
  it("is refused with its reason where there is no Secret Service, and the key stays", async () => {
    const before = process.env.DBUS_SESSION_BUS_ADDRESS;
    process.env.DBUS_SESSION_BUS_ADDRESS = "unix:path=/nonexistent";
    try {
      const places = await filledStore();
      const files = filesOf(places);
      if (process.platform === "linux")
        await expect(keysOf(places).use("keychain")).rejects.toMatchObject({
          code: "keychain_unavailable",
          facts: { reason: expect.stringContaining("/nonexistent") },
        });
      expect(filesOf(places)).toEqual(files);
    } finally {
      if (before === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS;
      else process.env.DBUS_SESSION_BUS_ADDRESS = before;
    }
  });
});

describe("a copy of the key", () => {
  it("with a passphrase holds nothing readable, and puts the key back", async () => {
    const places = await filledStore();
    const text = readFileSync(places.key, "utf8");
    const copy = Secret.of(await keysOf(places).backup(passphrase));
    expect(copy.expose()).not.toContain(text.slice(16, 59));
    rmSync(places.key);
    const lost = filesOf(places);
    await expect(keysOf(places).restore(copy)).rejects.toMatchObject({ code: "passphrase_missing" });
    await expect(keysOf(places).restore(copy, Secret.of("another"))).rejects.toMatchObject({
      code: "passphrase_wrong",
    });
    expect(filesOf(places)).toEqual(lost);
    expect(await keysOf(places).restore(copy, passphrase)).toMatchObject({ wasThere: false, setAside: null });
    expect(readFileSync(places.key, "utf8")).toBe(text);
    if (!isWindows) expect(statSync(places.key).mode & 0o777).toBe(0o600);
    expect(await keysOf(places).restore(copy, passphrase)).toMatchObject({ wasThere: true });
  });

  it("of other data is refused, and changes nothing", async () => {
    const [places, other] = [await filledStore(), await filledStore()];
    const copy = Secret.of(await keysOf(other).backup(null));
    rmSync(places.key);
    const lost = filesOf(places);
    await expect(keysOf(places).restore(copy)).rejects.toMatchObject({ code: "key_copy_wrong" });
    const asFile = Secret.of(readFileSync(other.key, "utf8"));
    await expect(keysOf(places).restore(asFile)).rejects.toMatchObject({ code: "key_copy_wrong" });
    for (const text of ["", "hunter2", copy.expose().replace("Passphrase: no", "Passphrase: yes")])
      await expect(keysOf(places).restore(Secret.of(text))).rejects.toMatchObject({
        code: "key_copy_invalid",
      });
    expect(filesOf(places)).toEqual(lost);
  });

  it("may be the key file itself, and survives what a printer or an editor does to it", async () => {
    const places = await filledStore();
    const asFile = readFileSync(places.key, "utf8");
    const bare = await keysOf(places).backup(null);
    for (const copy of [
      asFile,
      `\n  ${asFile.trim()}  \n`,
      bare.replaceAll("\n", "\r\n"),
      `Key:\n\n${bare}\nKeep!`,
    ]) {
      rmSync(places.key);
      expect(await keysOf(places).restore(Secret.of(copy))).toMatchObject({ wasThere: false });
      expect(readFileSync(places.key, "utf8")).toBe(asFile);
    }
  });

  it("sets the key of other data aside, and does not lose it", async () => {
    const [places, other] = [await filledStore(), await filledStore()];
    const copy = Secret.of(await keysOf(places).backup(null));
    const foreign = readFileSync(other.key, "utf8");
    writeFileSync(places.key, foreign);
    const { setAside } = await keysOf(places).restore(copy);
    expect(setAside).toBe(`${places.key}.other-1`);
    expect(readFileSync(setAside ?? "", "utf8")).toBe(foreign);
    expect(readdirSync(dirname(places.key)).sort()).toEqual(["key", "key.other-1"]);
  });

  it("needs data that the key can be checked against", async () => {
    const keys = keysOf(freshPlaces());
    await expect(keys.backup(null)).rejects.toMatchObject({ code: "nothing_sealed" });
    await expect(keys.restore(Secret.of("x"))).rejects.toMatchObject({ code: "nothing_sealed" });
  });

  it("cannot replace a key that the environment gives", async () => {
    const places = await filledStore();
    const copy = Secret.of(await keysOf(places).backup(null));
    const text = readFileSync((await filledStore()).key, "utf8");
    await expect(keysOf(places, { TOKENWELL_KEY: text }).restore(copy)).rejects.toMatchObject({
      code: "key_fixed",
    });
  });
});
