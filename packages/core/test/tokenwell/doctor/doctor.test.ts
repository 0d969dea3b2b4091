import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../../src/api/doctor.ts";
import { fileSystemOf, inspectStore, type StoreInspection } from "../../../src/store/sqlite/inspect.ts";
import type { Store } from "../../../src/store/store.ts";
import { checkRefreshes } from "../../../src/tokenwell/doctor/connections.ts";
import { checkDurability, checkFiles, checkVersions } from "../../../src/tokenwell/doctor/files.ts";
import { sampleAttempt, sampleClient, sampleConnection, startMs } from "../../support/samples.ts";

// The faults that a test cannot cause on every machine. The others: test/whole/doctor.test.ts.

const paths = {
  database: "/srv/data/tokenwell.db",
  key: "/srv/config/key",
  state: "/srv/state",
  locks: "/srv/data/locks",
  spool: "/srv/data/spool",
};

function inspection(over: Partial<StoreInspection> = {}): StoreInspection {
  return {
    ...{ exists: true, fileSystem: { type: "ext4", isReadOnly: false }, syncedBy: null, freeBytes: 2 ** 40 },
    ...{ mode: 0o600, isWritable: true, format: 8, knownFormat: 8, sqlite: "3.53.0", neededSqlite: "3.51.3" },
    ...{ isSound: true, ...over },
  };
}

const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);

const mountsOf = (line: string): string =>
  [
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
    line,
    "40 22 0:5 / /srv/data/other rw - tmpfs tmpfs rw",
    "",
  ].join("\n");

describe("the file system of the data", () => {
  test.each([
    ["36 22 0:50 / /srv rw,relatime shared:2 - nfs4 host:/srv rw", "nfs4", false],
    ["36 22 0:50 / /srv/data ro,relatime - ext4 /dev/sdb ro", "ext4", true],
    ["36 22 0:50 / /srvdata rw - nfs4 host:/ rw", "ext4", false],
  ])("is that of the innermost mount around it: %s", (line, type, isReadOnly) => {
    expect(fileSystemOf("/srv/data", mountsOf(line))).toEqual({ type, isReadOnly });
  });

  test("may be mounted at a path with a space", () => {
    const line = "36 22 0:50 / /srv/my\\040data rw - fuse.sshfs host: rw";
    expect(fileSystemOf("/srv/my data", mountsOf(line)).type).toBe("fuse.sshfs");
    expect(fileSystemOf("/srv/data", "")).toEqual({});
  });

  test("is read from the mounts of this machine", () => {
    const folder = mkdtempSync(join(tmpdir(), "tokenwell-mount-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const mounts = mountsOf(`36 22 0:50 / ${realpathSync(folder)} ro - cifs //nas/home rw`);
    expect(inspectStore(join(folder, "data", "tokenwell.db"), mounts)).toMatchObject({
      exists: false,
      fileSystem: { type: "cifs", isReadOnly: true },
    });
  });

  test.each(["nfs4", "cifs", "smb3", "9p", "virtiofs", "fuse.sshfs", "fuse.rclone"])(
    "%s is shared",
    (type) => {
      const found = checkFiles(paths, inspection({ fileSystem: { type } }));
      expect(found).toMatchObject([{ level: "failed", code: "data_shared_mount", facts: { type } }]);
    },
  );

  test.each(["ext4", "btrfs", "xfs", "zfs", "overlay", "apfs", ""])("%s is local", (type) => {
    expect(codes(checkFiles(paths, inspection({ fileSystem: { type } })))).toEqual(["local_disk"]);
  });

  test("in memory loses every login, unless it is a temporary folder", () => {
    const fileSystem = { type: "tmpfs" };
    expect(codes(checkFiles(paths, inspection({ fileSystem })))).toEqual(["data_in_memory"]);
    const temporary = { ...paths, database: join(realpathSync(tmpdir()), "x", "tokenwell.db") };
    expect(codes(checkFiles(temporary, inspection({ fileSystem })))).toEqual(["local_disk"]);
  });
});

describe("durability", () => {
  test.each<readonly [string, Partial<StoreInspection>]>([
    ["read_only", { fileSystem: { isReadOnly: true } }],
    ["read_only", { isWritable: false }],
    ["space_low", { freeBytes: 15 * 2 ** 20 }],
    ["damaged", { isSound: false }],
    ["durable", { isSound: null, freeBytes: 17 * 2 ** 20 }],
  ])("%s: %j", (code, over) => {
    expect(codes(checkDurability(paths, inspection(over)))).toEqual([code]);
  });

  test("names the free space as people read it", () => {
    const free = (freeBytes: number) => checkDurability(paths, inspection({ freeBytes }))[0]?.facts.free;
    expect([free(12.5 * 2 ** 30), free(3 * 2 ** 20), free(10)]).toEqual(["12.5 GiB", "3.0 MiB", "0.0 KiB"]);
  });
});

test.each<readonly [string, Partial<StoreInspection>]>([
  ["versions_fit", {}],
  ["data_older", { format: 7 }],
  ["store_newer", { format: 9 }],
  ["sqlite_too_old", { sqlite: "3.9.1" }],
])("versions: %s", (code, over) => {
  expect(codes(checkVersions(inspection(over), { tokenwell: "1.0.0", node: "26.0.0" }))).toEqual([code]);
});

test("a refresh is stuck if its process lives and every deadline is over", async () => {
  const client = sampleClient();
  const connection = sampleConnection(client);
  const attempt = (id: string, createdAtMs: number, phase: "open" | "ambiguous" = "open") =>
    sampleAttempt(connection, { id, createdAtMs, phase });
  const attempts = [
    attempt("a", startMs),
    attempt("b", startMs + 200_000),
    attempt("c", startMs, "ambiguous"),
  ];
  const state = {
    ...{ connection, client, attempts, accessTokens: [], presented: [] },
    schedule: { dueAtMs: 0, failures: 0 },
  };
  const store = (alive: readonly string[]) =>
    ({ owners: { alive: async () => new Set(alive) } }) as unknown as Store;
  const nowMs = startMs + 200_000;
  expect(await checkRefreshes(store(["a", "b", "c"]), [state], nowMs)).toMatchObject([
    { code: "refresh_stuck", facts: { name: "acme", sinceMs: startMs } },
  ]);
  expect(await checkRefreshes(store([]), [state], nowMs)).toEqual([]);
});
