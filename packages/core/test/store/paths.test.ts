import { describe, expect, it } from "vitest";
import { resolvePaths } from "../../src/store/paths.ts";

describe("places", () => {
  it("are the XDG folders on Linux", () => {
    expect(resolvePaths({}, "linux", "/home/ada")).toEqual({
      database: "/home/ada/.local/share/tokenwell/tokenwell.db",
      key: "/home/ada/.config/tokenwell/key",
      state: "/home/ada/.local/state/tokenwell",
      locks: "/home/ada/.local/share/tokenwell/locks",
      spool: "/home/ada/.local/share/tokenwell/spool",
    });
  });

  it("follow XDG variables that are absolute, and no others", () => {
    const set = { XDG_DATA_HOME: "/data", XDG_CONFIG_HOME: "relative", XDG_STATE_HOME: "" };
    expect(resolvePaths(set, "linux", "/home/ada")).toEqual({
      database: "/data/tokenwell/tokenwell.db",
      key: "/home/ada/.config/tokenwell/key",
      state: "/home/ada/.local/state/tokenwell",
      locks: "/data/tokenwell/locks",
      spool: "/data/tokenwell/spool",
    });
  });

  it("are the usual folders on macOS and Windows", () => {
    expect(resolvePaths({}, "darwin", "/Users/ada")).toEqual({
      database: "/Users/ada/Library/Application Support/tokenwell/tokenwell.db",
      key: "/Users/ada/Library/Preferences/tokenwell/key",
      state: "/Users/ada/Library/Caches/tokenwell",
      locks: "/Users/ada/Library/Application Support/tokenwell/locks",
      spool: "/Users/ada/Library/Application Support/tokenwell/spool",
    });
    const local = "C:\\Users\\ada\\AppData\\Local";
    for (const env of [{}, { LOCALAPPDATA: local }]) {
      expect(resolvePaths(env, "win32", "C:\\Users\\ada")).toEqual({
        database: `${local}\\tokenwell\\data\\tokenwell.db`,
        key: `${local}\\tokenwell\\config\\key`,
        state: `${local}\\tokenwell\\state`,
        locks: `${local}\\tokenwell\\data\\locks`,
        spool: `${local}\\tokenwell\\data\\spool`,
      });
    }
  });

  it("all move with TOKENWELL_HOME", () => {
    expect(resolvePaths({ TOKENWELL_HOME: "/well", XDG_DATA_HOME: "/data" }, "linux", "/home/ada")).toEqual({
      database: "/well/data/tokenwell.db",
      key: "/well/config/key",
      state: "/well/state",
      locks: "/well/data/locks",
      spool: "/well/data/spool",
    });
    expect(resolvePaths({ TOKENWELL_HOME: "D:\\well" }, "win32", "C:\\Users\\ada").key).toBe(
      "D:\\well\\config\\key",
    );
  });

  it("keep the key apart from the data even when XDG variables name one folder for both", () => {
    const set = { XDG_DATA_HOME: "/one", XDG_CONFIG_HOME: "/one", XDG_STATE_HOME: "/one" };
    expect(resolvePaths(set, "linux", "/home/ada")).toEqual({
      database: "/one/tokenwell/tokenwell.db",
      key: "/one/tokenwell/config/key",
      state: "/one/tokenwell/state",
      locks: "/one/tokenwell/locks",
      spool: "/one/tokenwell/spool",
    });
  });
});
